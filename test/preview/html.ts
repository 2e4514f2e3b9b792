/** The document around a page. */
import type { Build } from './build/index.ts';
import type { Person } from './people.ts';
import type { LightningApp, PortalPage } from './pages.ts';
import type { openSession } from './session.ts';
import type { Words } from './words.ts';

export type Page = ReturnType<typeof openSession> & {
  person: Person;
  people: Person[];
  languages: readonly string[];
  words: Words;
  app: LightningApp;
  portal: PortalPage[];
};

export function pageHtml(page: Page, { key, app, vendor }: Build): string {
  const own = Object.entries(app.imports).map(([name, path]) => [name, `/assets/app/${key}/${path}`]);
  const imports: Record<string, string> = { ...vendor.imports, ...Object.fromEntries(own) };
  const preloads = Object.values(imports).map((address) => `<link rel="modulepreload" href="${address}" />`);
  return `<!doctype html>
<html lang="${page.language}">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>Fairlead</title>
<link rel="icon" href="data:," />
<link rel="stylesheet" href="/assets/styles/salesforce-lightning-design-system.min.css" />
<script type="importmap">${json({ imports })}</script>
<script>globalThis.preview = ${json(page)};</script>
${preloads.join('\n')}
<script type="module">import '@lwc/synthetic-shadow';</script>
<script type="module" src="/assets/app/${key}/main.js"></script>
</head>
<body class="slds-scope"></body>
</html>
`;
}

/** A page that says what keeps the preview from showing the one that was asked for. */
export function failedHtml(reason: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8" /><title>The preview could not be built</title></head>
<body><main><h1>The preview could not be built</h1><pre>${escaped(reason)}</pre></main></body>
</html>
`;
}

const json = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c');
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
