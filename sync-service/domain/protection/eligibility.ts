/** Whether a claim is eligible, by what was on record when it was submitted. Each failed test names what shows it. */
import type { Context } from '../context.ts';
import type { Deal, Registration } from '../deal.ts';
import { day, startOfDay, type Instant } from '../time.ts';

export interface FailedTest {
  test: 'partner' | 'amount' | 'named account' | 'tender' | 'vendor at work';
  reason: string;
  recordId: string | null;
}

export function failedTests(registration: Registration, context: Context): FailedTest[] {
  const submitted = registration.submittedAt ?? context.now;
  return [
    ...partnerTest(registration, context),
    ...amountTest(registration, context),
    ...namedAccountTest(registration, context, submitted),
    ...tenderTest(registration, context, submitted),
    ...vendorAtWorkTest(registration, context, submitted),
  ];
}

function partnerTest(registration: Registration, context: Context): FailedTest[] {
  const partner = context.partner(registration.partnerId);
  const fail = (reason: string): FailedTest[] => [{ test: 'partner', reason, recordId: registration.partnerId }];
  if (partner === null || partner.roles.length === 0) return fail('the registering account is no partner');
  if (partner.level === null) return fail('the partner has no level in the programme');
  const role = registration.partnerRole;
  if (role !== null && !partner.roles.includes(role)) return fail(`the partner does not take part as ${role}`);
  return [];
}

function amountTest(registration: Registration, context: Context): FailedTest[] {
  const minimum = context.policy.settings.minimumRegistrationAmount;
  if (minimum === null || (registration.amount !== null && registration.amount.gte(minimum))) return [];
  return [{ test: 'amount', reason: `the amount does not reach ${minimum.toFixed()}`, recordId: registration.id }];
}

/** Only a tag recorded before the submission counts, whatever date was typed beside it. */
function namedAccountTest(registration: Registration, context: Context, submitted: Instant): FailedTest[] {
  const customer = context.customer(registration.customerId);
  if (customer === null) return [];
  const tags = context.known.events.filter(
    (e) => e.customerId === customer.id && (e.kind === 'Named Account Set' || e.kind === 'Named Account Cleared'),
  );
  const before = tags.filter((e) => e.at < submitted).sort((a, b) => a.at - b.at);
  const wasTagged =
    before.length > 0
      ? before.at(-1)!.kind === 'Named Account Set'
      : tags.length > 0
        ? tags.sort((a, b) => a.at - b.at)[0]!.kind === 'Named Account Cleared'
        : customer.namedAccount;
  if (!wasTagged) return [];
  return [
    { test: 'named account', reason: 'the customer was a named account before the submission', recordId: customer.id },
  ];
}

function tenderTest(registration: Registration, context: Context, submitted: Instant): FailedTest[] {
  const published = registration.tenderPublishedOn;
  if (published === null || startOfDay(published, context.policy.calendar.timeZone) >= submitted) return [];
  return [
    {
      test: 'tender',
      reason: `a tender was published on ${published}, before the submission`,
      recordId: registration.id,
    },
  ];
}

function vendorAtWorkTest(registration: Registration, context: Context, submitted: Instant): FailedTest[] {
  const deal = context.known.deals.find((candidate) => atWork(candidate, registration, context, submitted));
  if (deal === undefined) return [];
  const days = context.policy.settings.vendorAtWorkDays;
  return [
    {
      test: 'vendor at work',
      reason: `the vendor was in contact with the customer on this in the ${days} days before the submission`,
      recordId: deal.id,
    },
  ];
}

/** Completed contact recorded before the submission, on an opportunity that the partner does not stand on. */
function atWork(deal: Deal, registration: Registration, context: Context, submitted: Instant): boolean {
  const open = context.openDuring(deal);
  if (deal.id === registration.dealId || deal.createdAt >= submitted || open.until <= submitted) return false;
  if (context.stoodAt(deal, registration.partnerId, submitted) || context.stands(deal, registration.partnerId))
    return false;
  const families = context.commonFamilies(registration, deal);
  if (families === null || families.length === 0) return false;
  if (context.sameEndCustomer(registration, deal).verdict !== 'same') return false;
  const since = submitted - context.policy.settings.vendorAtWorkDays * day;
  return deal.activities.some((a) => a.completed && a.at >= since && a.at < submitted && a.recordedAt < submitted);
}
