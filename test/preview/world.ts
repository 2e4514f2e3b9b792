/** Everything a person meets in the browser: a stand-in org with a small made-up vendor, the service and the preview. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../sync-service/config.ts';
import { startService, type Service } from '../../sync-service/main.ts';
import { startLocalOrg, whatForceAppUses, type LocalOrg } from '../local-org/index.ts';
import { fillOrg, marketOrg } from '../market/fill-org.ts';
import { generateMarket } from '../market/index.ts';
import { startPreview, type Preview } from './server.ts';

export interface World {
  org: LocalOrg;
  service: Service;
  preview: Preview;
  close(): Promise<void>;
}

export interface WorldOptions {
  opportunities: number;
  seed: string;
  /** Port of the preview. Default: a free one. */
  port?: number;
}

/** Resolves when the service has looked at every deal. */
export async function startWorld({ opportunities, seed, port }: WorldOptions): Promise<World> {
  const org = await startLocalOrg({ timeZone: 'UTC', currency: 'EUR', features: whatForceAppUses });
  const given = { seed, asOf: Date.now(), bypassShare: 0.1, org: marketOrg(org.records, org.seeded) };
  fillOrg(generateMarket({ ...given, opportunities }), org.records, org.seeded);
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-preview-'));
  const config = readConfig({
    ...org.environment('jwt'),
    CURRENCY: org.records.currency,
    DATA_DIR: folder,
    HTTP_PORT: '0',
    LOG_LEVEL: 'error',
    POLL_SECONDS: '1',
    POLL_CALLS_PER_DAY: '10000000',
    SWEEP_SECONDS: '5',
  });
  const service = await startService(config);
  await service.ready;
  await service.idle();
  const preview = await startPreview({ org, ...(port === undefined ? {} : { port }) });
  return {
    org,
    service,
    preview,
    async close() {
      await preview.close();
      await service.stop();
      await org.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
