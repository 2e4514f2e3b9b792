/** `/actions/standard/customNotificationAction`: what was sent is kept for whoever wants to show it. */
import { canonicalId } from '../records/index.ts';
import { listOf, notAllowed, notFound, notSupported, objectBody, type Answer, type Call, type Org } from './call.ts';

export interface SentNotification {
  typeId: string;
  recipientIds: string[];
  title: string;
  body: string;
  targetId: string | null;
  sentById: string;
  /** Milliseconds since 1970, by the org's clock. */
  at: number;
}

const name = 'customNotificationAction';
const mostRecipients = 500;
const longestTitle = 250;
const longestBody = 750;
/** Actions of the whole org within an hour; those beyond are lost without a word. */
const mostAnHour = 10_000;

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
  const at = org.records.now();
  const lately = org.notifications.filter((sent) => sent.at > at - 3_600_000).length;
  if (lately < mostAnHour) {
    org.notifications.push({
      typeId: canonicalId(String(input['customNotifTypeId']))!,
      recipientIds: (input['recipientIds'] as string[]).map((id) => canonicalId(id)!),
      title: String(input['title']),
      body: String(input['body']),
      targetId: typeof input['targetId'] === 'string' ? canonicalId(input['targetId']) : null,
      sentById: call.session.userId,
      at,
    });
  }
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
  if (!Array.isArray(recipients) || recipients.length === 0 || recipients.length > mostRecipients) {
    return refusal('INVALID_API_INPUT', `recipientIds is a list of 1 to ${mostRecipients} ids`);
  }
  const wrong = recipients.find((each) => !isUser(String(each), org));
  if (wrong !== undefined) return refusal('INVALID_API_INPUT', `The recipient ID isn't valid: ${String(wrong)}`);
  if (typeof input['targetId'] === 'string' && canonicalId(input['targetId']) === null) {
    return refusal('INVALID_API_INPUT', `The target ID isn't valid: ${input['targetId']}`);
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

/** Queues, groups and teams may be told too, in a real org. */
function isUser(given: string, { records }: Org): boolean {
  const id = canonicalId(given);
  if (id === null) return false;
  if (!id.startsWith('005')) throw notSupported(`a notification to ${given}, which is no user,`);
  return records.database.prepare('SELECT 1 FROM "User" WHERE "Id" = ?').get(id) !== undefined;
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
