/**
 * Partners of opportunities. One relationship has three rows: the Partner as created, its reverse from the partner's
 * side, and the OpportunityPartner. They are created and deleted together and never changed, save that a new primary
 * partner silently takes the flag from the old one.
 */
import type { Row } from '../../types.ts';
import { refuse } from '../failure.ts';
import type { Work } from '../work.ts';
import { asText, type Automation, type Writer } from './automation.ts';

export const partner: Automation = {
  before(_work, row, prior, given) {
    if (prior !== null || asText(row['ReversePartnerId']) !== null) return;
    if ((asText(given['AccountFromId']) === null) === (asText(given['OpportunityId']) === null)) {
      refuse('FIELD_INTEGRITY_EXCEPTION', 'Specify either OpportunityId or AccountFromId, not both', [
        'OpportunityId',
        'AccountFromId',
      ]);
    }
  },
  after(work, after, prior, writer) {
    if (after === null) removeTwins(work, prior, writer);
    else if (prior === null && asText(after['ReversePartnerId']) === null) completePartner(work, after, writer);
  },
};

export const opportunityPartner: Automation = {
  after(work, after, prior, writer) {
    const id = String((after ?? prior)?.['Id']);
    if (after === null) {
      if (work.rows.live('Partner', id)) writer.remove('Partner', id);
    } else if (prior === null && !work.rows.get('Partner', id)) {
      writer.insert('Partner', shared(after));
    }
  },
};

/** What the rows of one relationship have in common. */
const shared = (row: Row): Row => ({
  Id: row['Id'] ?? null,
  OpportunityId: row['OpportunityId'] ?? null,
  AccountToId: row['AccountToId'] ?? null,
  Role: row['Role'] ?? null,
  IsPrimary: row['IsPrimary'] ?? false,
});

function completePartner(work: Work, forward: Row, writer: Writer): void {
  const id = String(forward['Id']);
  const opportunityId = asText(forward['OpportunityId']);
  const opportunity = opportunityId === null ? forward : work.rows.get('Opportunity', opportunityId);
  const from = asText(opportunityId === null ? forward['AccountFromId'] : opportunity?.['AccountId']);
  demoteOthers(work, forward, writer);
  const reverse = from === null ? null : writer.insert('Partner', reverseRow(forward, from));
  writer.update('Partner', id, { AccountFromId: from, ReversePartnerId: reverse });
  if (opportunityId === null) return;
  if (work.rows.get('OpportunityPartner', id)) writer.update('OpportunityPartner', id, { ReversePartnerId: reverse });
  else writer.insert('OpportunityPartner', { ...shared(forward), ReversePartnerId: reverse });
}

/** The same relationship seen from the partner, on the same opportunity. */
const reverseRow = (forward: Row, from: string): Row => ({
  OpportunityId: forward['OpportunityId'] ?? null,
  AccountFromId: forward['AccountToId'] ?? null,
  AccountToId: from,
  Role: forward['Role'] ?? null,
  IsPrimary: false,
  ReversePartnerId: forward['Id'] ?? null,
});

function demoteOthers(work: Work, after: Row, writer: Writer): void {
  if (after['IsPrimary'] !== true || (after['OpportunityId'] ?? null) === null) return;
  const condition = '"OpportunityId" = ? AND "IsPrimary" = 1 AND "IsDeleted" = 0 AND "Id" <> ?';
  for (const object of ['Partner', 'OpportunityPartner']) {
    for (const other of work.rows.where(object, condition, after['OpportunityId'] ?? null, after['Id'] ?? null)) {
      writer.update(object, String(other['Id']), { IsPrimary: false });
    }
  }
}

function removeTwins(work: Work, prior: Row | null, writer: Writer): void {
  const id = String(prior?.['Id']);
  if (work.rows.live('OpportunityPartner', id)) writer.remove('OpportunityPartner', id);
  const reverse = asText(prior?.['ReversePartnerId']);
  if (reverse !== null && work.rows.live('Partner', reverse)) writer.remove('Partner', reverse);
}
