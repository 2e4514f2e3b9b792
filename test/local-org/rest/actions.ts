/** `/actions/standard/customNotificationAction`: notifications as asked for are kept, nobody is notified. */
import { canonicalId } from '../records/index.ts';
import { listOf, notAllowed, notFound, notSupported, objectBody, type Answer, type Call, type Org } from './call.ts';

export interface SentNotification {
  typeId: string;
  recipientIds: string[];
  title: string;
  body: string;
  targetId: string | null;
  sentById: string;
}

const name = 'customNotificationAction';
const mostRecipients = 500;
const longestTitle = 250;
const longestBody = 750;

export function actions(call: Call, org: Org): Answer {
  const [, kind, action, ...rest] = call.path;
  if (kind !== 'standard' || action !== name) throw notSupported(`/${call.path.join('/')}`);
  if (rest.length > 0) throw notFound();
  if (call.method !== 'POST') throw notAllowed(call, 'HEAD,GET,POST');
  const inputs = listOf(objectBody(call)['inputs'], 'inputs');
  const results = inputs.map((input) => send(input, call, org));
  return { status: results.some((result) => !result.isSuccess) ? 400 : 200, body: results };
}

function send(input: Record<string, unknown>, call: Call, org: Org) {
  const problem = problemWith(input, call, org);
  if (problem !== null) {
    return { actionName: name, errors: [problem], isSuccess: false, outputValues: null };
  }
  org.notifications.push({
    typeId: String(input['customNotifTypeId']),
    recipientIds: input['recipientIds'] as string[],
    title: String(input['title']),
    body: String(input['body']),
    targetId: typeof input['targetId'] === 'string' ? input['targetId'] : null,
    sentById: call.session.userId,
  });
  const outputValues = { SuccessMessage: 'Your custom notification is processed successfully.' };
  return { actionName: name, errors: null, isSuccess: true, outputValues };
}

const refusal = (statusCode: string, message: string) => ({ statusCode, message, fields: [] });

function problemWith(input: Record<string, unknown>, call: Call, org: Org) {
  for (const required of ['customNotifTypeId', 'recipientIds', 'title', 'body']) {
    if (input[required] === undefined || input[required] === null || input[required] === '') {
      return refusal('REQUIRED_FIELD_MISSING', `Missing required input parameter: ${required}`);
    }
  }
  if (typeof input['targetId'] !== 'string' && typeof input['targetPageRef'] !== 'string') {
    return refusal('REQUIRED_FIELD_MISSING', 'Missing required input parameter: targetId or targetPageRef');
  }
  const recipients = input['recipientIds'];
  if (!Array.isArray(recipients) || recipients.length > mostRecipients) {
    return refusal('INVALID_API_INPUT', `recipientIds is a list of at most ${mostRecipients} ids`);
  }
  if (String(input['title']).length > longestTitle || String(input['body']).length > longestBody) {
    return refusal('INVALID_API_INPUT', `title has at most ${longestTitle} characters, body ${longestBody}`);
  }
  const typeId = canonicalId(String(input['customNotifTypeId'])) ?? '';
  const { database } = org.records;
  if (database.prepare('SELECT 1 FROM "CustomNotificationType" WHERE "Id" = ?').get(typeId) === undefined) {
    return refusal('INVALID_API_INPUT', `The custom notification type ID isn't valid: ${typeId}`);
  }
  if (!maySend(call, org)) return refusal('INSUFFICIENT_ACCESS', 'You need the Send Custom Notifications permission');
  return null;
}

function maySend({ session }: Call, { records }: Org): boolean {
  const granted = records.database.prepare(
    `SELECT 1 FROM "User" u JOIN "Profile" p ON p."Id" = u."ProfileId" WHERE u."Id" = :user AND p."Name" = 'System Administrator'
     UNION ALL
     SELECT 1 FROM "PermissionSetAssignment" a JOIN "PermissionSet" s ON s."Id" = a."PermissionSetId"
     WHERE a."AssigneeId" = :user AND s."PermissionsSendCustomNotifications" = 1`,
  );
  return granted.get({ user: session.userId }) !== undefined;
}
