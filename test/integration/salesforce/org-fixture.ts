/** The service's side of a stand-in org: a connection as the service makes it, and an administrator who fills it. */
import type { CustomerIndex } from '../../../sync-service/ports.ts';
import { connect, type ConnectionSettings, type OrgConnection } from '../../../sync-service/salesforce/connection.ts';
import { openOrg, type SalesforceOrg } from '../../../sync-service/salesforce/org.ts';
import { startLocalOrg, type LocalOrg, type LocalOrgOptions } from '../../local-org/index.ts';
import type { Row } from '../../local-org/types.ts';

export interface ConnectedOrg {
  local: LocalOrg;
  connection: OrgConnection;
  org: SalesforceOrg;
  /** Creates a record as the administrator; gives back its id. */
  make(object: string, values: Row): string;
  change(object: string, id: string, values: Row): void;
  /** A column of a table, in order of ids. */
  column(object: string, field: string): unknown[];
}

export function settingsFor(local: LocalOrg): ConnectionSettings {
  return {
    loginUrl: local.url,
    clientId: local.app.clientId,
    login: { kind: 'jwt', username: local.integration.username, privateKey: local.app.privateKey },
    organizationId: local.seeded.organizationId,
    firstPauseMs: 5,
  };
}

/** Neighbours in memory, by the same rule as the store's: whoever shares a key. */
export function plainIndex(): CustomerIndex {
  const keys = new Map<string, readonly string[]>();
  return {
    async put(changed) {
      for (const [record, of] of changed) keys.set(record, of);
    },
    async neighbours(asked) {
      return new Map(
        [...asked].map(([record, of]) => [
          record,
          [...keys]
            .filter(([other, theirs]) => other !== record && theirs.some((key) => of.includes(key)))
            .map(([other]) => other),
        ]),
      );
    },
  };
}

export async function connectedOrg(options: LocalOrgOptions = {}): Promise<ConnectedOrg> {
  const local = await startLocalOrg(options);
  const { connection, org } = await opened(local, options.now).catch(async (error: unknown) => {
    await local.close();
    throw error;
  });
  const admin = { userId: local.seeded.adminId, clientId: 'test' };
  return {
    local,
    connection,
    org,
    make(object, values) {
      const [result] = local.records.save(admin, [{ kind: 'insert', object, values }], { allOrNone: true });
      if (result?.success !== true) throw new Error(`${object}: ${JSON.stringify(result)}`);
      return result.id;
    },
    change(object, id, values) {
      const [result] = local.records.save(admin, [{ kind: 'update', object, id, values }], { allOrNone: true });
      if (result?.success !== true) throw new Error(`${object}: ${JSON.stringify(result)}`);
    },
    column(object, field) {
      const rows = local.records.database.prepare(`SELECT "${field}" AS value FROM "${object}" ORDER BY "Id"`).all();
      return rows.map((row) => row['value']);
    },
  };
}

async function opened(
  local: LocalOrg,
  clock: LocalOrgOptions['now'],
): Promise<Pick<ConnectedOrg, 'connection' | 'org'>> {
  const settings = settingsFor(local);
  // A signed assertion carries the machine's time, which an org with a clock of its own would take for forged.
  const login = { kind: 'client credentials', clientSecret: local.app.clientSecret } as const;
  const connection = await connect(clock === undefined ? settings : { ...settings, login });
  const org = await openOrg(connection, plainIndex(), { currency: 'EUR', ...(clock === undefined ? {} : { clock }) });
  return { connection, org };
}
