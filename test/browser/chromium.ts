/** Where a Chromium is on this machine. */
import { accessSync, constants } from 'node:fs';
import { chromium } from 'playwright-core';

const usual = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(
  (name) => `/usr/bin/${name}`,
);

/** How to come by one, for whoever is told that there is none. */
export const howToInstall = 'run "apt-get install -y chromium" or "npx playwright-core install --with-deps chromium"';

/**
 * The path that CHROMIUM names, else a usual one, else Playwright's own; null where there is none. Throws where CHROMIUM
 * names no program.
 */
export function findChromium(): string | null {
  const named = process.env['CHROMIUM'];
  if (named === undefined) return [...usual, chromium.executablePath()].find(isProgram) ?? null;
  if (isProgram(named)) return named;
  throw new Error(`CHROMIUM is "${named}": expected the path of a program`);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
