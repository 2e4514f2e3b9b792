/** The service's own face: is it alive, is it ready, how is it doing, and why does a deal stand as it does. */
import { timingSafeEqual } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type NextFunction, type Request, type Response } from 'express';
import type { Registry } from 'prom-client';
import type { DeadLetter } from '../ports.ts';

export interface HttpSettings {
  host: string;
  port: number;
  /** Bearer token of the parts that show deals; null closes them. */
  apiToken: string | null;
}

export interface HttpSources {
  /** Empty when the service can do its work, else a line for each thing that is missing. */
  notReady(): string[];
  metrics: Registry;
  /** The explanation of one deal, null where the org has no such opportunity. */
  explain(dealId: string): Promise<object | null>;
  deadLetters(): Promise<DeadLetter[]>;
  /** Told of a request that failed for a reason of ours. */
  onError(error: unknown): void;
}

/** Starts to listen. The port is settled (0 asks for a free one) when the promise resolves. */
export async function startHttp(
  settings: HttpSettings,
  sources: HttpSources,
): Promise<{ port: number; stop(): Promise<void> }> {
  const app = express().disable('x-powered-by');
  app.get('/live', (_request, response) => void response.json({ live: true }));
  app.get('/ready', (_request, response) => {
    const missing = sources.notReady();
    response.status(missing.length === 0 ? 200 : 503).json({ ready: missing.length === 0, missing });
  });
  app.get('/metrics', async (_request, response) => {
    response.type(sources.metrics.contentType).send(await sources.metrics.metrics());
  });
  app.use(requireToken(settings.apiToken));
  app.get('/deals/:id', async (request, response) => {
    const { id } = request.params;
    if (!/^006[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/.test(id)) {
      return void response.status(400).json({ error: 'expected an opportunity id: 006 and 12 or 15 more characters' });
    }
    const explanation = await sources.explain(id);
    if (explanation === null) return void response.status(404).json({ error: `no opportunity ${id} in the org` });
    response.json(explanation);
  });
  app.get('/dead-letters', async (_request, response) => void response.json(await sources.deadLetters()));
  app.use((_request, response) => void response.status(404).json({ error: 'no such page' }));
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    sources.onError(error);
    response.status(503).json({ error: error instanceof Error ? error.message : 'the org could not be asked' });
  });
  const server = await new Promise<Server>((resolve, reject) => {
    const listening: Server = app.listen(settings.port, settings.host, (error?: Error) =>
      error === undefined ? resolve(listening) : reject(error),
    );
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function requireToken(token: string | null) {
  return (request: Request, response: Response, next: NextFunction) => {
    if (token === null) return void response.status(403).json({ error: 'closed: no API_TOKEN is set' });
    const given = Buffer.from(request.get('authorization') ?? '');
    const expected = Buffer.from(`Bearer ${token}`);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      return void response.status(401).json({ error: 'expected the header Authorization: Bearer and the API token' });
    }
    next();
  };
}
