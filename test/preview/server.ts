/** The preview's HTTP face: pages for a person, their code and styles, and the org's own API behind the same address. */
import { request as forward, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express, { type Request, type Response } from 'express';
import type { LocalOrg } from '../local-org/index.ts';
import type { App } from './build/app.ts';
import { openBuild } from './build/index.ts';
import { languages, project, type Language } from './build/sources.ts';
import type { Vendor } from './build/vendor.ts';
import { failedHtml, pageHtml } from './html.ts';
import { choosePeople, type Person } from './people.ts';
import { portalPages, readApp } from './pages.ts';
import { openSession, permissionSetsOf } from './session.ts';
import { wordsOf } from './words.ts';

export interface Preview {
  url: string;
  people: Person[];
  /** Builds what the pages load, so that the first page need not wait. Throws what is wrong with a component. */
  warmUp(): Promise<void>;
  close(): Promise<void>;
}

export interface PreviewOptions {
  org: LocalOrg;
  /** Default: a free one. */
  port?: number;
}

const designSystem = join(project, 'node_modules/@salesforce-ux/design-system/assets');
const unchanging = { immutable: true, maxAge: '1y' };

/** Serves the preview on loopback. Nothing is built before the first page is asked for, or `warmUp` is called. */
export async function startPreview({ org, port = 0 }: PreviewOptions): Promise<Preview> {
  const build = openBuild();
  // What open pages load from, by key: a page goes on with what it began with when a file changes under it.
  const apps = new Map<string, App>();
  const vendors = new Map<string, Vendor>();
  const people = choosePeople(org);
  const app = express().disable('x-powered-by');
  app.use('/services', (request, response) => passOn(org, request, response));
  app.use('/assets/vendor/:key', (request, response, next) => {
    const vendor = vendors.get(request.params.key);
    if (vendor === undefined) return void response.status(404).end();
    express.static(vendor.folder, unchanging)(request, response, next);
  });
  app.get('/assets/app/:key/*path', (request, response) => {
    const { key, path } = request.params;
    const code = apps.get(key)?.files.get(path.join('/'));
    if (code === undefined) return void response.status(404).end();
    response.type('js').set('cache-control', 'public, max-age=31536000, immutable').send(code);
  });
  app.use('/assets', express.static(designSystem, unchanging));
  app.get(['/', '/lightning/*path', '/partner{/*path}', '/component/:name'], async (request, response) => {
    const person = personOf(request, people);
    if (person === undefined) return void response.status(404).send(failedHtml('the org has nobody to look as'));
    try {
      const language = languageOf(request);
      const words = wordsOf[language];
      const app = readApp(language, permissionSetsOf(org, person.userId));
      const shown = { person, people, languages, words, app, portal: portalPages(language) };
      const page = { ...openSession(org, person, language), ...shown };
      const built = await build();
      apps.set(built.key, built.app);
      vendors.set(built.vendor.key, built.vendor);
      response.set('cache-control', 'no-store').send(pageHtml(page, built));
    } catch (error) {
      response.status(500).send(failedHtml(error instanceof Error ? error.message : String(error)));
    }
  });
  const server = await new Promise<Server>((resolve, reject) => {
    const listening: Server = app.listen(port, '127.0.0.1', (error?: Error) =>
      error === undefined ? resolve(listening) : reject(error),
    );
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    people,
    async warmUp() {
      await build();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Who is asked for by `?as=`; else the first partner on the portal, and the first salesperson elsewhere. */
function personOf(request: Request, people: Person[]): Person | undefined {
  const isPortal = request.path.startsWith('/partner');
  return (
    people.find(({ key }) => key === request.query['as']) ??
    people.find(({ kind }) => (kind === 'partner') === isPortal) ??
    people[0]
  );
}

const languageOf = (request: Request): Language =>
  languages.find((language) => language === request.query['language']) ?? 'en';

/** The org answers as it would anywhere: the preview adds nothing and takes nothing away. */
function passOn(org: LocalOrg, request: Request, response: Response): void {
  const { method, headers, originalUrl } = request;
  const onwards = forward(new URL(originalUrl, org.url), { method, headers }, (answer: IncomingMessage) => {
    (response as ServerResponse).writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onwards.on('error', () => response.destroy());
  request.pipe(onwards);
}
