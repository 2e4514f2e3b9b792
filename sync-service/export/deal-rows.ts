/** Opportunities of a parcel, with what hangs on them. */
import type { Deal, DealEvent, Id, PartnerOnDeal } from '../domain/deal.ts';
import { isRenewal, quotesOf } from '../domain/recorded.ts';
import type { Instant } from '../domain/time.ts';
import type { Children } from './deal-parts.ts';
import type { Reading } from './group-facts.ts';
import type { Row } from './row.ts';

export function dealOf(row: Row, children: Children, { policy, currency }: Reading): Deal {
  const id = row.text('Id');
  const stage = policy.stages.find(({ name }) => name === row.text('StageName'));
  const engaged = row.maybe('Engaged_Partner__c');
  return {
    id,
    name: row.text('Name'),
    customerId: row.maybe('AccountId'),
    ownerId: row.text('OwnerId'),
    createdById: row.maybe('CreatedById') ?? row.text('OwnerId'),
    createdAt: row.at('CreatedDate'),
    type: row.maybe('Type'),
    isRenewal: isRenewal(row.maybe('Type')),
    stage: row.text('StageName'),
    stageProbability: stage?.probability ?? 0,
    isClosed: stage?.isClosed ?? row.flag('IsClosed'),
    isWon: stage?.isWon ?? row.flag('IsWon'),
    closeDate: row.day('CloseDate') ?? '',
    amount: row.number('Amount'),
    currency: row.maybe('CurrencyIsoCode') ?? currency,
    lines: children.lines.get(id) ?? [],
    partners: [
      ...(engaged === null ? [] : [{ partnerId: engaged, role: null, via: 'lookup' as const }]),
      ...standingRows(row, children).map((each): PartnerOnDeal => ({
        partnerId: each.text('AccountToId'),
        role: each.maybe('Role'),
        via: 'partner row',
      })),
    ],
    activities: children.activities.get(id) ?? [],
    quotes: quotesOf(children.quotes.get(id) ?? [], row.maybe('AccountId')),
  };
}

/** Rows of an opportunity's partners; each has a mirror that names the customer, which is none. */
function partnerRows(row: Row, { partners }: Children): Row[] {
  const customer = row.text('AccountId');
  return (partners.get(row.text('Id')) ?? []).filter(
    (each) => each.text('AccountToId') !== '' && each.text('AccountToId') !== customer,
  );
}

function standingRows(row: Row, children: Children): Row[] {
  return partnerRows(row, children).filter((each) => !each.flag('IsDeleted'));
}

/** The record itself says when it was created, and by whom. */
export function createdEvent(row: Row): DealEvent {
  const dealId = row.text('Id');
  return {
    key: `${dealId}:created`,
    kind: 'Created',
    dealId,
    ...{ registrationId: null, customerId: null, partnerId: null, from: null, to: null },
    ...{ at: row.at('CreatedDate'), byId: row.maybe('CreatedById') ?? row.text('OwnerId') },
    source: 'Opportunity History',
    record: { object: 'Opportunity', id: dealId, field: null },
  };
}

/** A row of a partner tells when he was entered; a deleted one that is still in the bin also when he left. */
export function partnerRowEvents(deal: Row, children: Children): DealEvent[] {
  const dealId = deal.text('Id');
  return partnerRows(deal, children).flatMap((row) => {
    const [id, partnerId, entered] = [row.text('Id'), row.text('AccountToId'), row.instant('CreatedDate')];
    const event = (kind: 'Partner Entered' | 'Partner Left', at: Instant, byId: Id | null): DealEvent => ({
      key: `${id}:${kind}`,
      ...{ kind, dealId, partnerId, at, byId },
      ...{ registrationId: null, customerId: null },
      ...{ from: kind === 'Partner Left' ? partnerId : null, to: kind === 'Partner Left' ? null : partnerId },
      source: 'Field History',
      record: { object: 'OpportunityPartner', id, field: null },
    });
    const left = row.flag('IsDeleted') ? row.instant('SystemModstamp') : null;
    return [
      ...(entered === null ? [] : [event('Partner Entered', entered, row.maybe('CreatedById'))]),
      ...(left === null ? [] : [event('Partner Left', left, row.maybe('LastModifiedById'))]),
    ];
  });
}
