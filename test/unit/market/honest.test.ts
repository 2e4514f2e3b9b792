import { describe, expect, it } from '@jest/globals';
import * as beside from '../../market/stories/beside.ts';
import * as claims from '../../market/stories/claims.ts';
import * as engaged from '../../market/stories/engaged.ts';
import type { Story } from '../../market/stories/story.ts';
import type { Row } from '../../market/tables.ts';
import { at, changes, days, played, seeds, stands, tenBusinessDaysAfter, type Played } from './played.ts';

const playedAll = (story: Story): Played[] => seeds.map((seed) => played(story, seed));
const claimOf = ({ all }: Played): Row => all('Deal_Registration__c')[0]!;
const dealOf = ({ all }: Played): Row => all('Opportunity')[0]!;
const besideOf = ({ all }: Played): Row => all('Opportunity').at(-1)!;
const dueOf = (what: Played): number =>
  tenBusinessDaysAfter(Math.max(at(dealOf(what)['CreatedDate']), at(claimOf(what)['Protected_From__c'])), what);
const entryOf = (what: Played): number => {
  const entry = changes(what, dealOf(what)['Id'], 'Engaged_Partner__c').find(
    (row) => row['NewValue'] === claimOf(what)['Partner__c'],
  );
  return at(entry!['CreatedDate']);
};

describe.each(Object.entries({ ...engaged, ...beside, ...claims }))('%s', (_name, story) => {
  it('tells of nobody who went around anybody', () => {
    expect(playedAll(story).flatMap(({ truth }) => truth.cases)).toEqual([]);
  });
});

describe('Engaged deals', () => {
  it('engagedAtTheLastMoment: entered before it was due, on the last business day', () => {
    for (const what of playedAll(engaged.engagedAtTheLastMoment)) {
      expect(entryOf(what)).toBeLessThan(dueOf(what));
      expect(entryOf(what)).toBeGreaterThan(dueOf(what) - days(6));
    }
  });

  it('engagedLate: entered after it was due, at least seven days before closing, and confirmed', () => {
    for (const what of playedAll(engaged.engagedLate)) {
      expect(entryOf(what)).toBeGreaterThan(dueOf(what));
      expect(at(dealOf(what)['CloseDate']) - entryOf(what)).toBeGreaterThan(days(7));
      expect(at(claimOf(what)['Partner_Confirmed_At__c'])).toBeGreaterThan(entryOf(what));
    }
  });

  it('exempted: granted before it was due, and nobody entered', () => {
    for (const what of playedAll(engaged.exempted)) {
      const [exemption] = what.all('Exemption_Request__c');
      expect(exemption).toMatchObject({ Status__c: 'Granted', Opportunity__c: dealOf(what)['Id'] });
      expect(at(exemption!['Decided_At__c'])).toBeLessThan(dueOf(what));
      expect(stands(what, claimOf(what)['Partner__c'], dealOf(what)['Id'])).toBe(false);
    }
  });

  it('swapUndone: the partner is back within the hour and stays', () => {
    for (const what of playedAll(engaged.swapUndone)) {
      const [, off, back] = changes(what, dealOf(what)['Id'], 'Engaged_Partner__c');
      expect(off!['OldValue']).toBe(claimOf(what)['Partner__c']);
      expect(back!['NewValue']).toBe(claimOf(what)['Partner__c']);
      expect(at(back!['CreatedDate']) - at(off!['CreatedDate'])).toBeLessThan(3_600_000);
      expect(stands(what, claimOf(what)['Partner__c'], dealOf(what)['Id'])).toBe(true);
    }
  });

  it('distributorBeside: a distributor in the lookup, the partner on a row that was there before', () => {
    for (const what of playedAll(engaged.distributorBeside)) {
      const lookup = what.one('Account', dealOf(what)['Engaged_Partner__c']);
      expect(lookup['Partner_Roles__c']).toBe('Distributor');
      const [row] = what.all('Partner');
      expect(row!['AccountToId']).toBe(claimOf(what)['Partner__c']);
      const swap = changes(what, dealOf(what)['Id'], 'Engaged_Partner__c').at(-1)!;
      expect(at(row!['CreatedDate'])).toBeLessThan(at(swap['CreatedDate']));
    }
  });

  it('handedOver: the new owner enters the partner in his first five business days', () => {
    for (const what of playedAll(engaged.handedOver)) {
      const [handover] = changes(what, dealOf(what)['Id'], 'Owner');
      expect(entryOf(what)).toBeGreaterThan(at(handover!['CreatedDate']));
      expect(entryOf(what) - at(handover!['CreatedDate'])).toBeLessThan(days(7));
    }
  });

  it('lostEarly: closed before it was due', () => {
    for (const what of playedAll(engaged.lostEarly)) {
      expect(dealOf(what)['StageName']).toBe('Closed Lost');
      expect(at(dealOf(what)['LastModifiedDate'])).toBeLessThan(dueOf(what));
    }
  });
});

describe('Deals beside an engaged one', () => {
  it('never carry the partner', () => {
    const { backWithHim: _back, offeredCheaperToHim: _cheaper, ...others } = beside;
    for (const story of Object.values(others)) {
      for (const what of playedAll(story))
        expect(stands(what, claimOf(what)['Partner__c'], besideOf(what)['Id'])).toBe(false);
    }
  });

  it('backWithHim: the later deal carries him from its first days on', () => {
    for (const what of playedAll(beside.backWithHim)) {
      const later = what
        .all('Opportunity')
        .find((row) => at(row['CreatedDate']) > at(claimOf(what)['Protected_Until__c']))!;
      expect(stands(what, claimOf(what)['Partner__c'], later['Id'])).toBe(true);
      expect(what.truth.cases).toEqual([]);
    }
  });

  it('offeredCheaperToHim: both offers are on his own opportunity', () => {
    for (const what of playedAll(beside.offeredCheaperToHim)) {
      expect(new Set(what.all('Quote').map((row) => row['OpportunityId'])).size).toBe(1);
      expect(what.all('Quote')).toHaveLength(2);
    }
  });

  it('otherFamily has no family of the claim', () => {
    for (const what of playedAll(beside.otherFamily)) {
      const line = what.all('OpportunityLineItem').find((row) => row['OpportunityId'] === besideOf(what)['Id']);
      const family = what.one('Product2', line!['Product2Id'])['Family'];
      expect(String(claimOf(what)['Product_Families__c']).split(';')).not.toContain(family);
    }
  });

  it('afterTheWindow is opened more than 45 days after the protection', () => {
    for (const what of playedAll(beside.afterTheWindow)) {
      const later = at(besideOf(what)['CreatedDate']) - at(claimOf(what)['Protected_Until__c']);
      expect(later).toBeGreaterThan(days(45));
    }
  });

  it('otherCountry is a subsidiary abroad', () => {
    for (const what of playedAll(beside.otherCountry)) {
      const account = what.one('Account', besideOf(what)['AccountId']);
      expect(account['ParentId']).toBe(dealOf(what)['AccountId']);
      const home = what.all('Account').find((row) => row['Id'] === dealOf(what)['AccountId'])!['BillingCountry'];
      expect(account['BillingCountry']).not.toBe(home);
    }
  });

  it('similarName is another company with a website of its own', () => {
    for (const what of playedAll(beside.similarName)) {
      const [his, other] = [dealOf(what), besideOf(what)].map((row) => what.one('Account', row['AccountId']));
      expect(other!['Website']).not.toBe(his!['Website']);
      expect(other!['ParentId'] ?? null).toBeNull();
    }
  });

  it('renewal says so', () => {
    for (const what of playedAll(beside.renewal)) expect(besideOf(what)['Type']).toBe('Existing Customer - Renewal');
  });

  it('olderAndWorked is opened and contacted in the sixty days before the submission', () => {
    for (const what of playedAll(beside.olderAndWorked)) {
      const [older, submitted] = [besideOf(what), at(claimOf(what)['Submitted_At__c'])];
      const contact = what.all('Task').find((row) => row['WhatId'] === older['Id'])!;
      expect(at(older['CreatedDate'])).toBeLessThan(submitted);
      expect(at(contact['CompletedDateTime'])).toBeLessThan(submitted);
      expect(submitted - at(contact['CompletedDateTime'])).toBeLessThan(days(60));
    }
  });
});

describe('Claims that protect nothing', () => {
  it('vendorAtWork: rejected, with contact completed before the submission', () => {
    for (const what of playedAll(claims.vendorAtWork)) {
      expect(claimOf(what)).toMatchObject({ Status__c: 'Rejected', Protected_From__c: null });
      expect(at(what.all('Task')[0]!['CompletedDateTime'])).toBeLessThan(at(claimOf(what)['Submitted_At__c']));
    }
  });

  it('namedBefore: rejected, and the tag was recorded before the submission', () => {
    for (const what of playedAll(claims.namedBefore)) {
      const tag = what.all('AccountHistory').find((row) => row['Field'] === 'Named_Account__c')!;
      expect(tag).toMatchObject({ OldValue: false, NewValue: true });
      expect(at(tag['CreatedDate'])).toBeLessThan(at(claimOf(what)['Submitted_At__c']));
      expect(claimOf(what)['Status__c']).toBe('Rejected');
    }
  });

  it('tenderBefore: rejected, and the tender was published before the submission', () => {
    for (const what of playedAll(claims.tenderBefore)) {
      expect(
        String(claimOf(what)['Tender_Published_On__c']) < String(claimOf(what)['Submitted_At__c']).slice(0, 10),
      ).toBe(true);
    }
  });

  it('withdrawn: ended before the deal fell due', () => {
    for (const what of playedAll(claims.withdrawn)) {
      expect(claimOf(what)['Status__c']).toBe('Withdrawn');
      expect(at(claimOf(what)['Ended_At__c'])).toBeLessThan(dueOf(what));
    }
  });

  it('lapsed: 45 days and more after the approval, and nothing of the vendor’s inside', () => {
    for (const what of playedAll(claims.lapsed)) {
      const ended = at(claimOf(what)['Ended_At__c']);
      expect(ended - at(claimOf(what)['Protected_From__c'])).toBeGreaterThan(days(45));
      expect(at(dealOf(what)['CreatedDate'])).toBeGreaterThan(ended);
    }
  });

  it('queued: submitted later by another partner and never protected', () => {
    for (const what of playedAll(claims.queued)) {
      const [first, second] = what.all('Deal_Registration__c');
      expect(second).toMatchObject({ Status__c: 'Queued', Queue_Position__c: 1, Protected_From__c: null });
      expect(second!['Partner__c']).not.toBe(first!['Partner__c']);
      expect(at(second!['Submitted_At__c'])).toBeGreaterThan(at(first!['Submitted_At__c']));
    }
  });

  it('draft: never submitted', () => {
    for (const what of playedAll(claims.draft))
      expect(claimOf(what)).toMatchObject({ Status__c: 'Draft', Submitted_At__c: null });
  });
});
