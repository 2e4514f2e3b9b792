/** Every setting of the service, read from the environment once. A wrong one is named, all wrong ones at the same time. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const text = z.string().trim().min(1);
const count = (from: number, to: number) => z.coerce.number().int().min(from).max(to);
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

export const environment = z.object({
  /** Where to log in: https://login.salesforce.com, a sandbox's test.salesforce.com or the org's own domain. */
  SALESFORCE_LOGIN_URL: z.url(),
  /** Consumer key of the external client app. */
  SALESFORCE_CLIENT_ID: text,
  /** JWT bearer: the integration user's name and the private key (PEM, or the path of a PEM file). */
  SALESFORCE_USERNAME: text.optional(),
  SALESFORCE_PRIVATE_KEY: text.optional(),
  /** Client credentials instead of JWT bearer: the consumer secret. */
  SALESFORCE_CLIENT_SECRET: text.optional(),
  SALESFORCE_API_VERSION: z
    .string()
    .regex(/^\d{2}\.0$/, 'expected a version such as 65.0')
    .default('65.0'),
  /** Namespace of the installed package; empty for a deploy from source. */
  SALESFORCE_NAMESPACE: z.string().trim().default(''),
  /** The organisation this service belongs to (15 or 18 characters). It refuses to write to any other. */
  SALESFORCE_ORG_ID: z
    .string()
    .regex(/^00D[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/, 'expected an organisation id, 00D and 12 or 15 more characters')
    .optional(),
  /** Currency of an org without multi-currency, ISO 4217. */
  CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'expected an ISO 4217 code such as EUR')
    .default('EUR'),

  /** How changes come in: the Pub/Sub API with polling beside it, or polling alone. */
  INTAKE: z.enum(['pubsub', 'polling']).default('pubsub'),
  PUBSUB_ENDPOINT: z
    .string()
    .regex(/^[^/:]+:\d+$/, 'expected host:port')
    .default('api.pubsub.salesforce.com:7443'),
  /** Off only for an endpoint on this machine. */
  PUBSUB_TLS: flag.default(true),
  PUBSUB_CHANNEL: text.default('/data/Fairlead__chn'),
  POLL_SECONDS: count(1, 3600).default(60),
  /** API calls a day that polling may cost; beyond it the looks become rarer. */
  POLL_CALLS_PER_DAY: count(100, 100_000_000).default(20_000),
  /** How often deals whose time has come are looked for. */
  SWEEP_SECONDS: count(1, 3600).default(30),

  /** A PostgreSQL for the store; without it an embedded one in DATA_DIR. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATA_DIR: text.default('.fairlead'),

  /** Deals reviewed together, and batches at work at the same time. */
  BATCH_SIZE: count(1, 200).default(200),
  CONCURRENCY: count(1, 16).default(2),
  /** From how many rows of one object on a write goes as one bulk job. */
  BULK_FROM: count(200, 100_000).default(2000),

  HTTP_HOST: text.default('127.0.0.1'),
  HTTP_PORT: count(0, 65_535).default(8080),
  /** Bearer token that opens the explanations and the dead letters; without one they are closed. */
  API_TOKEN: z.string().min(16, 'expected at least 16 characters').optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
});

export type Login =
  { kind: 'jwt'; username: string; privateKey: string } | { kind: 'client credentials'; clientSecret: string };

export type Config = Omit<
  z.output<typeof environment>,
  'SALESFORCE_USERNAME' | 'SALESFORCE_PRIVATE_KEY' | 'SALESFORCE_CLIENT_SECRET'
> & { login: Login };

/** What a connection to the org is made with. */
export function connectionSettings(config: Config) {
  return {
    loginUrl: config.SALESFORCE_LOGIN_URL,
    clientId: config.SALESFORCE_CLIENT_ID,
    login: config.login,
    apiVersion: config.SALESFORCE_API_VERSION,
    namespace: config.SALESFORCE_NAMESPACE,
    organizationId: config.SALESFORCE_ORG_ID ?? null,
  };
}

/** One or more settings are wrong. `problems` has a line for each. */
export class ConfigError extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(
      `${problems.length === 1 ? 'A setting is' : `${problems.length} settings are`} wrong:\n  ${problems.join('\n  ')}`,
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * Reads the configuration.
 * @param env the environment; an empty value counts as not set
 * @throws ConfigError naming every wrong setting
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = environment.safeParse(set);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => problem(issue, set));
  const login = readLogin(set, problems);
  if (!parsed.success || login === null || problems.length > 0) throw new ConfigError(problems);
  const { SALESFORCE_USERNAME: _u, SALESFORCE_PRIVATE_KEY: _k, SALESFORCE_CLIENT_SECRET: _s, ...rest } = parsed.data;
  return { ...rest, login };
}

function problem(issue: z.core.$ZodIssue, set: Record<string, unknown>): string {
  const name = String(issue.path[0]);
  if (!(name in set)) return `${name} is not set`;
  const secret = /SECRET|KEY|TOKEN|DATABASE_URL/.test(name);
  return `${name}${secret ? '' : ` is "${String(set[name])}"`}: ${issue.message}`;
}

function readLogin(set: Record<string, string | undefined>, problems: string[]): Login | null {
  const { SALESFORCE_CLIENT_SECRET: clientSecret, SALESFORCE_USERNAME: username, SALESFORCE_PRIVATE_KEY: key } = set;
  if (clientSecret !== undefined && key === undefined) return { kind: 'client credentials', clientSecret };
  if (clientSecret !== undefined) {
    problems.push('SALESFORCE_CLIENT_SECRET and SALESFORCE_PRIVATE_KEY are both set: choose one way to log in');
    return null;
  }
  if (key === undefined || username === undefined) {
    problems.push(
      'no way to log in: set SALESFORCE_USERNAME and SALESFORCE_PRIVATE_KEY (JWT bearer), or SALESFORCE_CLIENT_SECRET',
    );
    return null;
  }
  const privateKey = key.includes('-----BEGIN') ? key : readKey(key, problems);
  return privateKey === null ? null : { kind: 'jwt', username, privateKey };
}

function readKey(path: string, problems: string[]): string | null {
  try {
    const pem = readFileSync(path, 'utf8');
    if (pem.includes('-----BEGIN')) return pem;
    problems.push(`SALESFORCE_PRIVATE_KEY: the file ${path} holds no PEM key`);
  } catch {
    problems.push(`SALESFORCE_PRIVATE_KEY is neither a PEM key nor a readable file: ${path}`);
  }
  return null;
}
