/** Salesforce's own compiler, with its linter, which a deploy puts every bundle through. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from '@jest/globals';
import { compile } from '@lwc/sfdc-lwc-compiler';
import { components } from '../../preview/build/sources.ts';

it.each([...components()])('accepts %s', async (name, path) => {
  expect(await problemsOf(name, filesOf(dirname(path)))).toEqual([]);
});

it.each([
  [
    'a template that writes HTML by itself',
    '<template><p lwc:inner-html={text}></p></template>',
    'text;',
    'inner-html',
  ],
  ['a template with a tag left open', '<template><p></template>', '', '<p> has no matching closing tag'],
  [
    'a component chosen when it runs',
    '<template><lwc:component lwc:is={text}></lwc:component></template>',
    '',
    'lwc:is',
  ],
  [
    'code that is loaded when it runs',
    '<template></template>',
    "load = () => import('c/other');",
    'Dynamic imports are not allowed',
  ],
])('refuses %s', async (_what, html, body, expected) => {
  const problems = await problemsOf('bad', { 'bad.html': html, 'bad.js': component(body) });
  expect(problems.join('\n')).toContain(expected);
});

/** The API version that our bundles name. */
const apiVersion = 65;

/** What the platform has against a bundle; empty where it takes it. */
async function problemsOf(name: string, files: Record<string, string>): Promise<string[]> {
  const { success, diagnostics } = await compile({
    bundle: { type: 'platform', name, namespace: 'c', files, options: { apiVersion } },
  });
  const problems = diagnostics.map(({ filename, message }) => `${filename}: ${message}`);
  return success || problems.length > 0 ? problems : ['refused without a word'];
}

/** What is deployed of a bundle. */
function filesOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(files.map(({ name }) => [name, readFileSync(join(folder, name), 'utf8')]));
}

function component(body: string): string {
  return `import { LightningElement } from 'lwc';\nexport default class Bad extends LightningElement {\n  ${body}\n}\n`;
}
