/** Change events asked for by whoever wants them. */
import { credentials, Metadata, type ClientDuplexStream, type ServiceError } from '@grpc/grpc-js';
import { loadPubSub } from '../../../sync-service/intake/wire.ts';
import type { LocalOrg } from '../../local-org/index.ts';
import type { Watch } from './watch.ts';

const offered = ['GetTopic', 'Subscribe', 'Publish', 'PublishStream', 'ManagedSubscribe', 'GetSchema'];

/** Gives how each topic answered, a word each; and the methods that the service has beside those asked. */
export async function askForEvents(org: LocalOrg, userId: string, { look }: Watch) {
  const PubSub = loadPubSub();
  const client = new PubSub(org.pubsubEndpoint, credentials.createInsecure());
  const metadata = new Metadata();
  metadata.set('accesstoken', org.sessions.open(userId));
  metadata.set('instanceurl', org.url);
  metadata.set('tenantid', org.seeded.organizationId);
  const topics = ['/data/Fairlead__chn', '/data/ChangeEvents', ...org.records.schema.changeEventEntities.map(topicOf)];
  const answers: string[] = [];
  for (const topicName of topics) {
    const asked = await new Promise<string>((resolve) =>
      client.GetTopic!({ topicName }, metadata, (error: ServiceError | null, info: unknown) =>
        resolve(error === null ? JSON.stringify(info) : `refused ${error.details}`),
      ),
    );
    const subscribed = await new Promise<string>((resolve) => {
      const stream = client.Subscribe!(metadata) as unknown as ClientDuplexStream<object, object>;
      stream.on('error', (error: Error) => resolve(`refused ${error.message}`));
      stream.on('data', (event: object) => resolve(JSON.stringify(event)));
      stream.write({ topicName, replayPreset: 'EARLIEST', numRequested: 100 });
    });
    for (const answer of [asked, subscribed]) {
      look(`events of ${topicName}`, answer);
      answers.push(answer.slice(0, 7));
    }
  }
  client.close();
  const methods = Object.keys(PubSub.service).filter((name) => !offered.includes(name));
  return { answers: [...new Set(answers)], methods };
}

const topicOf = (entity: string): string =>
  entity.endsWith('__c') ? `/data/${entity.replace(/__c$/, '__ChangeEvent')}` : `/data/${entity}ChangeEvent`;
