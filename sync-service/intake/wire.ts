/** The Pub/Sub API as it goes over the wire: the service loaded from `pubsub.proto`, and its messages as values. */
import { join } from 'node:path';
import { loadPackageDefinition, type GrpcObject, type ServiceClientConstructor } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

export interface TopicInfo {
  topicName: string;
  tenantGuid: string;
  canPublish: boolean;
  canSubscribe: boolean;
  schemaId: string;
  rpcId: string;
}

export interface SchemaInfo {
  schemaJson: string;
  schemaId: string;
  rpcId: string;
}

export interface FetchRequest {
  topicName: string;
  replayPreset: 'LATEST' | 'EARLIEST' | 'CUSTOM';
  replayId: Buffer;
  numRequested: number;
}

export interface ConsumerEvent {
  event: { id: string; schemaId: string; payload: Buffer };
  replayId: Buffer;
}

export interface FetchResponse {
  events: ConsumerEvent[];
  latestReplayId: Buffer;
  rpcId: string;
  pendingNumRequested: number;
}

/** Trailers of a failed call: Salesforce's own error code, and the call's id for its support. */
export const errorCodeTrailer = 'error-code';
export const rpcIdTrailer = 'rpc-id';

/** Most events that one request may ask for. */
export const mostEventsRequested = 100;

/** The service `eventbus.v1.PubSub`; a server takes its `service`, a client calls it with an address. */
export function loadPubSub(): ServiceClientConstructor {
  const definition = loadSync(join(import.meta.dirname, 'pubsub.proto'), {
    defaults: true,
    enums: String,
    longs: String,
  });
  const eventbus = loadPackageDefinition(definition)['eventbus'] as GrpcObject;
  return (eventbus['v1'] as GrpcObject)['PubSub'] as ServiceClientConstructor;
}
