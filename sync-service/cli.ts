#!/usr/bin/env node
/** The service's commands. Settings come from the environment; see config.ts for all of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import pino from 'pino';
import { evaluateForecast } from './commands/forecast.ts';
import { auditFolder, auditSettings, type AuditCommand, type AuditSettings, type Terminal } from './commands/audit.ts';
import { exportFromOrg } from './commands/audit-org.ts';
import { checkMapping } from './commands/check-mapping.ts';
import { matchPairs } from './commands/match.ts';
import { exportFile, importFile } from './commands/programme-org.ts';
import { check, price, readProgramme } from './commands/programme.ts';
import { settle } from './commands/settle.ts';
import { FileError } from './commands/read-file.ts';
import { ConfigError, connectionSettings, readConfig, type Config } from './config.ts';
import { startService } from './main.ts';
import { explain } from './pipeline.ts';
import { connect } from './salesforce/connection.ts';
import { readProgramme as readProgrammeRecords } from './salesforce/programme-records.ts';
import { openOrg, type SalesforceOrg } from './salesforce/org.ts';
import { StoreInUseError, StoreUnreachableError } from './store/database.ts';

const program = new Command('fairlead')
  .description('Keeps a vendor honest with its partners: engagement, conflicts and margins, written back to Salesforce')
  .showHelpAfterError();

program
  .command('start')
  .description('take in changes and keep the records as they should be, until stopped')
  .action(async () => {
    const service = await startService(readConfig(process.env));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void service.stop().then(() => process.exit(0)));
    }
  });

program
  .command('backfill')
  .description('look at every deal, registration and partner in scope once, then end')
  .action(async () => {
    const config = readConfig(process.env);
    const service = await startService({ ...config, HTTP_PORT: 0 }, { intake: false, log: logTo(config) });
    const found = await service.backfill();
    await service.idle();
    console.log(`looked at ${found.deals} deals, ${found.registrations} registrations and ${found.partners} partners`);
    await service.stop();
  });

program
  .command('explain')
  .description('why a deal stands as it does, as JSON; writes nothing')
  .argument('<id>', 'id of the opportunity')
  .action(async (id: string) => {
    const org = await openReadOnly(readConfig(process.env));
    const explanation = await explain(id, { org, clock: { now: Date.now }, forecast: () => null });
    if (explanation === null) fail(`there is no opportunity ${id} in the org`, 1);
    console.log(JSON.stringify(explanation, null, 2));
  });

program
  .command('doctor')
  .description('look at settings, login, metadata, rules and the gate, and say what to mend')
  .action(async () => {
    const config = readConfig(process.env);
    const say = (good: boolean, line: string) => console.log(`${good ? 'ok  ' : 'MEND'}  ${line}`);
    say(true, 'settings can be read');
    const org = await openReadOnly(config);
    say(true, `logged in to organisation ${org.connection.organizationId}; our metadata is there`);
    const pinned = config.SALESFORCE_ORG_ID;
    say(
      pinned !== undefined,
      pinned === undefined
        ? 'SALESFORCE_ORG_ID is not set: after a sandbox refresh nothing keeps the service from writing'
        : 'the organisation is pinned',
    );
    const { policy, programme } = await org.rules();
    say(policy.policies.length > 0, `${policy.policies.length} engagement policies`);
    say(
      programme.incentives.length > 0,
      `${programme.incentives.length} incentives, ${programme.levels.length} levels`,
    );
    for (const { pattern, bar, why } of await org.bars()) say(true, `${pattern} is raised from ${bar} on: ${why}`);
    say(true, `customers are told apart by ${(await org.weights()).why}`);
    const gate = await org.gate();
    if (gate.onRecord === null)
      say(false, 'the gate is not set up: create the organisation default of the Fairlead settings');
    else if (!gate.fits) say(false, `the gated stages do not fit the setting: ${gate.wanted}`);
    else if (gate.onRecord !== gate.wanted)
      say(gate.writable, `the gated stages are ${gate.onRecord || 'empty'}; the policy asks for ${gate.wanted}`);
    else say(true, `the gate stands before ${gate.wanted}`);
    const notices = await org.notices();
    const people = [...notices.recipients.values()].flat().length;
    if (notices.typeId === null) say(false, 'nobody is told of cases: the notification type is not deployed');
    else if (people === 0)
      say(false, 'nobody is told of cases: nobody holds the permission set Fairlead Channel Manager');
    else say(true, notices.off ? 'notices are switched off' : `${people} channel managers are told of cases`);
  });

const programme = program.command('programme').description('partner programmes as files; see docs/programme-format.md');

programme
  .command('check')
  .description('find what makes a programme unpredictable; exit code 1 where something does')
  .argument('<file>', 'programme file, YAML or JSON')
  .option('--json', 'as JSON')
  .action((file: string, options: { json?: boolean }) => {
    process.exitCode = check(file, options.json === true);
  });

programme
  .command('price')
  .description('the waterfall of a deal, every line with its reason')
  .argument('<file>', 'programme file, YAML or JSON')
  .requiredOption('--deal <file>', 'deal file, YAML or JSON')
  .option('--json', 'as JSON')
  .action((file: string, options: { deal: string; json?: boolean }) => {
    price(file, options.deal, options.json === true, new Date().toISOString().slice(0, 10));
  });

programme
  .command('import')
  .description('bring a programme into the org of the environment; shows what changes, writes all of it or nothing')
  .argument('<file>', 'programme file, YAML or JSON')
  .option('--dry-run', 'show what would change and write nothing')
  .option('--json', 'as JSON')
  .action(async (path: string, options: { dryRun?: boolean; json?: boolean }) => {
    const file = readProgramme(path);
    const config = readConfig(process.env);
    const connection = await connect(connectionSettings(config));
    const org = await readProgrammeRecords(connection, config.CURRENCY);
    const today = new Date().toISOString().slice(0, 10);
    const { dryRun = false, json = false } = options;
    process.exitCode = await importFile(connection, file, org, { today, dryRun, json });
  });

programme
  .command('export')
  .description("write the org's programme as a file")
  .argument('[file]', 'where to; YAML, or JSON where it ends so. Without one: standard output')
  .action(async (path: string | undefined) => {
    const config = readConfig(process.env);
    const connection = await connect(connectionSettings(config));
    exportFile(await readProgrammeRecords(connection, config.CURRENCY), path ?? null);
  });

program
  .command('settle')
  .description('settle a period of a ledger file: what its purchases earned, less what stands in it')
  .requiredOption('--programme <file>', 'programme file, YAML or JSON')
  .requiredOption(
    '--ledger <file>',
    'ledger as CSV, all lines of a partner together; columns in docs/programme-format.md',
  )
  .requiredOption('--period <period>', 'such as 2026-Q3')
  .option('--out <folder>', 'where the settlement and the statements go')
  .option('--statements', 'a statement of each partner too, as CSV and as a page to print')
  .option('--language <code>', 'of the statements: en, fr, de, es', 'en')
  .option('--json', 'as JSON')
  .action(async (options: Parameters<typeof settle>[0]) => {
    await settle(options, { readProgramme, now: Date.now, print: (line) => console.log(line) });
  });

program
  .command('audit')
  .description('find ways around partners in a data export, without an installation; writes files and a report')
  .option('--export <folder>', 'with Opportunity.csv, Account.csv, Deal_Registration__c.csv and what else there is')
  .option('--org', 'read the org of the environment, and nothing but read; with --export, keep the files there')
  .option('--out <folder>', 'where the files go; fairlead-audit unless said')
  .option('--policy <file>', 'the policy to judge by, YAML or JSON; see docs/admin/audit.md')
  .option('--map <file>', "the org's own names of objects and fields, YAML or JSON")
  .option('--from <date>', 'findings whose first evidence is of this day or later')
  .option('--to <date>', 'and of this day or earlier')
  .option('--json', 'the summary as JSON')
  .action(async (options: AuditCommand & { export?: string; org?: boolean }) => {
    const watched = process.stderr.isTTY;
    const clear = '\r\x1b[K';
    const terminal: Terminal = {
      print: (text) => console.log(text),
      warn: (text) => process.stderr.write(`${watched ? clear : ''}${text}\n`),
      progress: watched ? (text) => process.stderr.write(`${clear}${text}`) : null,
    };
    const settings = auditSettings(options);
    if (options.org === true) await auditOrg(options.export, settings, terminal);
    else if (options.export !== undefined) {
      checkMapping(options.export, settings.mapping);
      await auditFolder(options.export, settings, terminal);
    } else fail('expected --export with the folder of a data export, or --org', 2);
    if (watched) process.stderr.write(clear);
  });

/** The files of the org are taken away afterwards unless a folder was named for them. */
async function auditOrg(kept: string | undefined, settings: AuditSettings, terminal: Terminal): Promise<void> {
  const connection = await connect(connectionSettings(readConfig(process.env)));
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'fairlead-org-'));
  try {
    const mapping = await exportFromOrg(connection, folder, settings.mapping, terminal);
    await auditFolder(folder, { ...settings, mapping }, terminal);
  } finally {
    if (kept === undefined) rmSync(folder, { recursive: true });
  }
}

program
  .command('match')
  .description('whether pairs of companies are the same customer, with the score and the reasons, as CSV')
  .requiredOption('--pairs <file>', 'CSV with name1, name2 and, where known, website1, country1, taxId1, phone1, …')
  .option('--weights <file>', 'weights to score by, as --weights-out wrote them')
  .option('--weights-out <file>', 'where the weights go that the column same (true or false) teaches')
  .action(({ pairs, ...files }: { pairs: string; weights?: string; weightsOut?: string }) => {
    matchPairs(pairs, { print: (line) => console.log(line), warn: (line) => console.error(line) }, files);
  });

const forecast = program.command('forecast').description('what open deals will come to, learned from closed ones');

forecast
  .command('evaluate')
  .description('learn from one folder of deals, forecast those of another, and tell how good it was')
  .requiredOption('--train <folder>', 'with sales_pipeline.csv, products.csv and sales_teams.csv')
  .requiredOption('--test <folder>', 'the same of later deals')
  .option('--fiscal-year-start <month>', 'month in which the fiscal year begins, 1 to 12', monthOf, 1)
  .option('--json', 'as JSON')
  .action((options: Parameters<typeof evaluateForecast>[0]) => {
    evaluateForecast(options, { print: (text) => console.log(text), warn: (text) => console.error(text) });
  });

/** For commands that only read. Similar customers are found with the help of the store, which these do without. */
async function openReadOnly(config: Config): Promise<SalesforceOrg> {
  const connection = await connect(connectionSettings(config));
  const withoutStore = {
    put: async () => undefined,
    neighbours: async (keys: ReadonlyMap<string, readonly string[]>) => new Map([...keys.keys()].map((id) => [id, []])),
  };
  return openOrg(connection, withoutStore, { currency: config.CURRENCY });
}

function monthOf(typed: string): number {
  const month = Number(typed);
  if (!Number.isInteger(month) || month < 1 || month > 12) throw new InvalidArgumentError('expected 1 to 12');
  return month;
}

function logTo(config: Config) {
  return pino({ level: config.LOG_LEVEL }, pino.destination(2));
}

function fail(message: string, code: number): never {
  console.error(message);
  process.exit(code);
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof ConfigError || error instanceof StoreInUseError || error instanceof StoreUnreachableError) {
    fail(error.message, 2);
  }
  if (error instanceof FileError) fail(error.message, 2);
  fail(error instanceof Error ? error.message : String(error), 1);
}
