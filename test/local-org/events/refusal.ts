/** Refusals in Salesforce's words: a gRPC status, its own error code in the trailers, and the call's id. */
import { randomUUID } from 'node:crypto';
import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { errorCodeTrailer, rpcIdTrailer } from '../../../sync-service/intake/wire.ts';

export type Refusal = Pick<ServiceError, 'code' | 'details' | 'metadata'>;

const prefix = 'sfdc.platform.eventbus.grpc.';

export function refusal(code: status, errorCode: string, message: string): Refusal {
  const rpcId = randomUUID();
  const metadata = new Metadata();
  metadata.set(errorCodeTrailer, prefix + errorCode);
  metadata.set(rpcIdTrailer, rpcId);
  return { code, details: `${message} rpcId: ${rpcId}`, metadata };
}

export const notAuthenticated = (): Refusal =>
  refusal(
    status.UNAUTHENTICATED,
    'service.auth.error',
    'An authentication exception occurred. Provide valid authentication via metadata headers.',
  );

export const noSuchTopic = (organizationId: string, topic: string): Refusal =>
  refusal(
    status.NOT_FOUND,
    'topic.not.found',
    `The topic information for org CORE/prod/${organizationId} and topic ${topic} not found. Ensure the topic name is correct and that the topic exists.`,
  );

export const notPermitted = (organizationId: string, topic: string, entity: string): Refusal =>
  refusal(
    status.PERMISSION_DENIED,
    'topic.permission.denied',
    `An error occurred while getting the metadata for org CORE/prod/${organizationId} and topic ${topic}. The user needs the View All permission on ${entity}.`,
  );

export const unknownPlace = (how: 'corrupted' | 'validation.failed'): Refusal =>
  refusal(
    status.INVALID_ARGUMENT,
    `subscription.fetch.replayid.${how}`,
    'The Replay ID validation failed. Ensure that the Replay ID is valid and refers to an event within the retention window.',
  );

export const noSuchSchema = (schemaId: string): Refusal =>
  refusal(status.NOT_FOUND, 'schema.not.found', `The schema with ID ${schemaId} was not found.`);

export const badCredit = (): Refusal =>
  refusal(
    status.INVALID_ARGUMENT,
    'subscription.fetch.requested.events.invalid',
    'The number of requested events must be greater than 0.',
  );

export const otherTopic = (): Refusal =>
  refusal(
    status.INVALID_ARGUMENT,
    'subscription.fetch.topic.changed',
    'The topic name must match the one of the first request of the stream.',
  );

export const unavailable = (): Refusal =>
  refusal(status.UNAVAILABLE, 'service.unavailable', 'The Pub/Sub API service is unavailable.');

export const usedUp = (): Refusal =>
  refusal(
    status.RESOURCE_EXHAUSTED,
    'subscription.limit.exceeded',
    'You have exceeded the event delivery limit for your org.',
  );

export const notOffered = (method: string): Refusal =>
  refusal(status.UNIMPLEMENTED, 'service.unimplemented', `${method} is not offered by the stand-in org.`);
