import { describe, expect, it } from '@jest/globals';
import type { Story } from '../../market/stories/story.ts';
import * as games from '../../market/stories/games.ts';
import type { Row } from '../../market/tables.ts';
import type { TruthCase } from '../../market/truth.ts';
import { at, changes, days, played, seeds, stands, tenBusinessDaysAfter, type Played } from './played.ts';

interface Game {
  what: Played;
  told: TruthCase;
  claim: Row;
  /** The opportunity on which the case stands. */
  deal: Row;
}

function gamesOf(story: Story): Game[] {
  return seeds.map((seed) => {
    const what = played(story, seed);
    expect(what.truth.cases).toHaveLength(1);
    const told = what.truth.cases[0]!;
    return {
      what,
      told,
      claim: what.one('Deal_Registration__c', told.registrationId),
      deal: what.one('Opportunity', told.opportunityId),
    };
  });
}

const everyGame = Object.entries(games);
const { waitedOut, pushedBeyondTheEnd, taggedAfterwards, enteredForTheLook } = games;
const afterTheEnd: Story[] = [waitedOut, pushedBeyondTheEnd];
const whileProtected = everyGame.filter(([, story]) => ![...afterTheEnd, taggedAfterwards].includes(story));
const withoutHim = everyGame.filter(([, story]) => story !== enteredForTheLook);

describe.each(whileProtected)('%s', (_name, story) => {
  it('happens while the registration protects, or between its submission and approval', () => {
    for (const { told, claim } of gamesOf(story)) {
      expect(told.since).toBeGreaterThanOrEqual(at(claim['Submitted_At__c']));
      expect(told.since).toBeLessThan(at(claim['Protected_Until__c']));
    }
  });
});

describe.each(withoutHim)('%s', (_name, story) => {
  it('leaves the opportunity without the registered partner', () => {
    for (const { what, claim, deal } of gamesOf(story))
      expect(stands(what, claim['Partner__c'], deal['Id'])).toBe(false);
  });
});

describe.each(everyGame)('%s', (_name, story) => {
  it('names somebody who works for the vendor', () => {
    for (const { what, told } of gamesOf(story))
      expect(what.one('User', told.personId)['Title']).toMatch(/Account Executive|Sales Manager/);
  });
});

describe('not-engaged', () => {
  it.each([
    ['pastTheGate', games.pastTheGate, 'Value Proposition'],
    ['wonAtOnce', games.wonAtOnce, 'Closed Won'],
  ] as const)('%s: the stage passes the gate before the due date, by the person named', (_name, story, stage) => {
    for (const { what, told, claim, deal } of gamesOf(story)) {
      const crossing = changes(what, deal['Id'], 'StageName').find((row) => row['NewValue'] === stage)!;
      expect(at(crossing['CreatedDate'])).toBe(told.since);
      expect(crossing['CreatedById']).toBe(told.personId);
      const clock = Math.max(at(deal['CreatedDate']), at(claim['Protected_From__c']));
      expect(told.since).toBeLessThan(tenBusinessDaysAfter(clock, what));
      expect(told.pattern).toBe('not-engaged');
    }
  });

  it('fellDue: ten business days pass before the gate is reached', () => {
    for (const { what, told, claim, deal } of gamesOf(games.fellDue)) {
      const clock = Math.max(at(deal['CreatedDate']), at(claim['Protected_From__c']));
      expect(told.since).toBe(tenBusinessDaysAfter(clock, what));
      const moves = changes(what, deal['Id'], 'StageName').filter((row) => at(row['CreatedDate']) <= told.since);
      expect(moves.map((row) => row['NewValue'])).toEqual(['Qualification']);
      expect(told.personId).toBe(deal['CreatedById']);
    }
  });

  it('nobody ever entered the partner', () => {
    for (const story of [games.pastTheGate, games.wonAtOnce, games.fellDue]) {
      for (const { what, deal } of gamesOf(story)) expect(changes(what, deal['Id'], 'Engaged_Partner__c')).toEqual([]);
    }
  });
});

describe('replaced', () => {
  it('otherPartnerInstead: one who does the same job stands in his place from that moment on', () => {
    for (const { what, told, claim, deal } of gamesOf(games.otherPartnerInstead)) {
      const [entry, swap, ...more] = changes(what, deal['Id'], 'Engaged_Partner__c');
      expect(more).toEqual([]);
      expect(entry).toMatchObject({ OldValue: null, NewValue: claim['Partner__c'] });
      expect(swap).toMatchObject({ OldValue: claim['Partner__c'], CreatedById: told.personId });
      expect(at(swap!['CreatedDate'])).toBe(told.since);
      const roles = String(what.one('Account', swap!['NewValue'])['Partner_Roles__c']).split(';');
      expect(roles).toContain(claim['Partner_Role__c']);
      expect(roles).not.toContain('Distributor');
    }
  });

  it('takenOff: nobody stands in his place', () => {
    for (const { what, told, claim, deal } of gamesOf(games.takenOff)) {
      const off = changes(what, deal['Id'], 'Engaged_Partner__c').at(-1);
      expect(off).toMatchObject({ OldValue: claim['Partner__c'], NewValue: null, CreatedById: told.personId });
      expect(at(off!['CreatedDate'])).toBe(told.since);
    }
  });

  it('the partner had been entered in time', () => {
    for (const story of [games.otherPartnerInstead, games.takenOff]) {
      for (const { what, claim, deal } of gamesOf(story)) {
        const [entry] = changes(what, deal['Id'], 'Engaged_Partner__c');
        const clock = Math.max(at(deal['CreatedDate']), at(claim['Protected_From__c']));
        expect(at(entry!['CreatedDate'])).toBeLessThan(tenBusinessDaysAfter(clock, what));
      }
    }
  });
});

describe('shadow', () => {
  const shadows = [games.secondDeal, games.secondDealRespelled, games.secondDealBelow, games.reopenedWithoutHim];
  const partnersDeal = ({ what, deal }: Game): Row => what.all('Opportunity').find((row) => row['Id'] !== deal['Id'])!;

  it('a second opportunity is opened at that moment by the person named, beside the partner’s', () => {
    for (const game of shadows.flatMap(gamesOf)) {
      expect(at(game.deal['CreatedDate'])).toBe(game.told.since);
      expect(game.deal['CreatedById']).toBe(game.told.personId);
      expect(game.deal['CreatedById']).not.toBe(partnersDeal(game)['CreatedById']);
      expect(stands(game.what, game.claim['Partner__c'], partnersDeal(game)['Id'])).toBe(true);
    }
  });

  it('has a product family of the registration in common with it', () => {
    for (const { what, claim, deal } of shadows.flatMap(gamesOf)) {
      const families = what
        .all('OpportunityLineItem')
        .filter((row) => row['OpportunityId'] === deal['Id'])
        .map((row) => what.one('Product2', row['Product2Id'])['Family']);
      expect(String(claim['Product_Families__c']).split(';')).toContain(families[0]);
    }
  });

  it('secondDeal stands on the same account', () => {
    for (const game of gamesOf(games.secondDeal)) expect(game.deal['AccountId']).toBe(partnersDeal(game)['AccountId']);
  });

  it('secondDealRespelled stands on a new account of the same country that names no parent', () => {
    for (const game of gamesOf(games.secondDealRespelled)) {
      const [his, second] = [partnersDeal(game), game.deal].map((row) => game.what.one('Account', row['AccountId']));
      expect(second!['Id']).not.toBe(his!['Id']);
      expect(second!['Name']).not.toBe(his!['Name']);
      expect(second!['ParentId']).toBeNull();
      expect(at(second!['CreatedDate'])).toBe(game.told.since - 3_600_000);
    }
  });

  it('secondDealBelow stands on a subsidiary', () => {
    for (const game of gamesOf(games.secondDealBelow)) {
      const account = game.what.one('Account', game.deal['AccountId']);
      expect(account['ParentId']).toBe(partnersDeal(game)['AccountId']);
    }
  });

  it('reopenedWithoutHim is opened after the partner’s deal was given up as lost', () => {
    for (const game of gamesOf(games.reopenedWithoutHim)) {
      const his = partnersDeal(game);
      expect(his['StageName']).toBe('Closed Lost');
      expect(at(his['LastModifiedDate'])).toBeLessThan(game.told.since);
      expect(game.told.since - at(his['LastModifiedDate'])).toBeLessThan(days(24));
    }
  });
});

describe('undercut', () => {
  it('quotedCheaper: the second deal is quoted lower than the partner’s, by the person named, inside the window', () => {
    for (const { what, told, deal, claim } of gamesOf(games.quotedCheaper)) {
      const quotes = what.all('Quote');
      const lower = quotes.find((row) => row['OpportunityId'] === deal['Id'])!;
      const his = quotes.find((row) => row['OpportunityId'] !== deal['Id'])!;
      expect(at(lower['CreatedDate'])).toBe(told.since);
      expect(told.since).toBeLessThan(at(claim['Protected_Until__c']));
      expect(lower['CreatedById']).toBe(told.personId);
      expect(at(his['CreatedDate'])).toBeLessThan(told.since);
      const points = (quote: Row): number => {
        const line = what.all('QuoteLineItem').find((row) => row['QuoteId'] === quote['Id'])!;
        return 100 - (Number(line['UnitPrice']) / Number(line['ListPrice'])) * 100;
      };
      expect(points(lower) - points(his)).toBeGreaterThanOrEqual(2.99);
      expect(told.aspects).toEqual(['shadow']);
    }
  });
});

describe('waiting-out', () => {
  it('waitedOut: lost by the person named in the last third, opened anew within 45 days after the end', () => {
    for (const { what, told, deal, claim } of gamesOf(waitedOut)) {
      const [from, until] = [at(claim['Protected_From__c']), at(claim['Protected_Until__c'])];
      const his = what.all('Opportunity').find((row) => row['Id'] !== deal['Id'])!;
      const lost = changes(what, his['Id'], 'StageName').at(-1)!;
      expect(lost).toMatchObject({ NewValue: 'Closed Lost', CreatedById: told.personId });
      expect(at(lost['CreatedDate'])).toBeGreaterThan(from + ((until - from) * 2) / 3);
      expect(at(lost['CreatedDate'])).toBeLessThan(until);
      expect(told.since - until).toBeGreaterThan(0);
      expect(told.since - until).toBeLessThan(days(45));
    }
  });

  it('pushedBeyondTheEnd: its close date moves over the end, and it moves on once the partner is off', () => {
    for (const { what, told, deal, claim } of gamesOf(pushedBeyondTheEnd)) {
      const until = at(claim['Protected_Until__c']);
      const pushes = changes(what, deal['Id'], 'CloseDate').filter((row) => at(row['CreatedDate']) < until);
      expect(Date.parse(String(pushes.at(-1)!['OldValue']))).toBeLessThan(until);
      expect(Date.parse(String(pushes.at(-1)!['NewValue']))).toBeGreaterThan(until);
      const off = changes(what, deal['Id'], 'Engaged_Partner__c').at(-1)!;
      expect(at(off['CreatedDate'])).toBeGreaterThan(until);
      expect(told.since).toBeGreaterThan(at(off['CreatedDate']));
    }
  });
});

describe('named-account', () => {
  it('taggedAfterwards: tagged by the person named between submission and rejection', () => {
    for (const { what, told, claim } of gamesOf(taggedAfterwards)) {
      const [tag] = what.all('AccountHistory').filter((row) => row['Field'] === 'Named_Account__c');
      expect(tag).toMatchObject({ NewValue: true, CreatedById: told.personId });
      expect(at(tag!['CreatedDate'])).toBe(told.since);
      expect(told.since).toBeGreaterThan(at(claim['Submitted_At__c']));
      expect(told.since).toBeLessThan(at(claim['Decided_At__c']));
      expect(claim['Status__c']).toBe('Rejected');
    }
  });
});

describe('late-on-paper', () => {
  it('enteredForTheLook: entered within a week before it is won, after work without him', () => {
    for (const { what, deal, claim } of gamesOf(enteredForTheLook)) {
      const [entry] = changes(what, deal['Id'], 'Engaged_Partner__c');
      const won = changes(what, deal['Id'], 'StageName').at(-1)!;
      expect(entry!['NewValue']).toBe(claim['Partner__c']);
      expect(won['NewValue']).toBe('Closed Won');
      const ahead = at(won['CreatedDate']) - at(entry!['CreatedDate']);
      expect(ahead).toBeGreaterThan(0);
      expect(ahead).toBeLessThan(days(7));
      expect(what.all('Task').every((row) => row['WhoId'] === null)).toBe(true);
    }
  });
});
