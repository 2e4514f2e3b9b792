/**
 * Plays the deals of one group of accounts. In some product series a partner serves the group: he stands on all its
 * deals of the series, and registers some of them, far enough apart that no two claims protect at the same time. Where
 * somebody goes around him, one deal goes on without him.
 */
import { dateOf, day, hour, minute, stamp } from '../calendar.ts';
import { addClaim, type Claim, type ClaimedCustomer } from '../claim.ts';
import type { Part } from '../index.ts';
import { slip } from '../names.ts';
import { DealPlay } from '../play.ts';
import type { Random } from '../random.ts';
import type { Tables } from '../tables.ts';
import { noTruth, type Truth } from '../truth.ts';
import type { PartnerFirm, Salesperson, Vendor } from '../vendor.ts';
import type { Pipeline, PipelineDeal } from './read.ts';

interface Group {
  accounts: Pipeline['accounts'];
  deals: readonly PipelineDeal[];
}

interface Stage {
  vendor: Vendor;
  tables: Tables;
  random: Random;
  truth: Truth;
  customers: Map<string, ClaimedCustomer>;
}

/** What is laid over a deal of the file. */
type Role =
  | { kind: 'untouched' }
  | { kind: 'partner stands'; partner: PartnerFirm }
  | { kind: 'registered'; claim: Claim; game: 'none' | 'not-engaged' | 'replaced' }
  | { kind: 'shadow'; claim: Claim };

/** Countries as the file spells them. */
const codes: Record<string, string> = {
  Belgium: 'BE',
  Brazil: 'BR',
  China: 'CN',
  Germany: 'DE',
  Italy: 'IT',
  Japan: 'JP',
  Jordan: 'JO',
  Kenya: 'KE',
  Korea: 'KR',
  Norway: 'NO',
  Panama: 'PA',
  Philipines: 'PH',
  Poland: 'PL',
  Romania: 'RO',
  'United States': 'US',
};

/** Share of product series of a group that a partner serves. */
const SERVED = 0.6;
/** Days between two claims: protection, the grace after it, and some air. */
const APART = 130;
/** A deal must be open so long for a story to have room on it. */
const ROOM = 25;

export function playGroup(group: Group, vendor: Vendor, random: Random, bypassShare: number): Part {
  const tables = vendor.newTables();
  const truth = noTruth();
  const stage = { vendor, tables, random, truth, customers: addAccounts(group, vendor, tables, random) };
  const bySeries = Map.groupBy(group.deals, ({ series }) => series);
  for (const deals of bySeries.values()) {
    const served = group.accounts.length > 0 && random.chance(SERVED);
    playSeries(stage, deals, served ? random.pick(vendor.partners) : null, bypassShare);
  }
  return { rows: tables.rows, truth, story: null };
}

function addAccounts({ accounts }: Group, vendor: Vendor, tables: Tables, random: Random): Stage['customers'] {
  const customers = new Map<string, ClaimedCustomer>();
  // The parent first, so that its daughters can name it.
  for (const { name, country, parent } of accounts.toSorted(
    (a, b) => Number(a.parent !== null) - Number(b.parent !== null),
  )) {
    const at = vendor.asOf - 450 * day;
    const accountId = tables.add('Account', {
      Name: name,
      ParentId: parent === null ? null : customers.get(parent)!.accountId,
      BillingCountry: country,
      Type: 'Customer - Channel',
      Named_Account__c: false,
      OwnerId: random.pick(vendor.salespeople).id,
      CreatedDate: stamp(at),
    });
    const respelled = () => (random.chance(0.5) ? slip(name, random) : name.toUpperCase());
    customers.set(name, { accountId, name, respelled, website: null, country: codes[country] ?? null, taxId: null });
  }
  return customers;
}

function playSeries(stage: Stage, deals: readonly PipelineDeal[], partner: PartnerFirm | null, share: number): void {
  const plays = new Map(deals.map((deal) => [deal, open(stage, deal)]));
  const roles = new Map<PipelineDeal, Role>(
    deals.map((deal) => [deal, partner === null ? { kind: 'untouched' } : { kind: 'partner stands', partner }]),
  );
  let free = 0;
  for (const deal of partner === null ? [] : deals.toSorted((a, b) => a.engagedOn - b.engagedOn)) {
    if (deal.engagedOn < free || roles.get(deal)?.kind !== 'partner stands' || !hasRoom(stage, deal)) continue;
    free = deal.engagedOn + APART * day;
    const play = plays.get(deal)!;
    const claim = register(stage, deal, play, partner!);
    castStory(stage, { deal, claim, deals, roles }, share);
  }
  for (const [deal, play] of plays) perform(stage, deal, play, roles.get(deal)!);
}

/** Decides what happens on a claim: nothing untoward, or one of the three games. */
function castStory(
  { random }: Stage,
  {
    deal,
    claim,
    deals,
    roles,
  }: { deal: PipelineDeal; claim: Claim; deals: readonly PipelineDeal[]; roles: Map<PipelineDeal, Role> },
  share: number,
): void {
  const game = random.chance(share) ? random.pick(['not-engaged', 'replaced', 'shadow'] as const) : 'none';
  if (game !== 'shadow') {
    roles.set(deal, { kind: 'registered', claim, game });
    return;
  }
  const second = deals.find((other) => couldBeShadow(other, deal, claim));
  roles.set(deal, { kind: 'registered', claim, game: second === undefined ? 'not-engaged' : 'none' });
  if (second !== undefined) roles.set(second, { kind: 'shadow', claim });
}

/** For the same account, opened well inside the window, of a like amount, by somebody else. */
function couldBeShadow(other: PipelineDeal, deal: PipelineDeal, claim: Claim): boolean {
  const ratio = other.listPrice / deal.listPrice;
  const alike = other.account === deal.account && ratio < 3 && ratio > 1 / 3 && other.agent !== deal.agent;
  return (
    other !== deal && alike && other.engagedOn > claim.approvedAt + 3 * day && other.engagedOn < claim.until - 20 * day
  );
}

function hasRoom({ vendor }: Stage, { account, engagedOn, closedOn }: PipelineDeal): boolean {
  const end = Math.min(closedOn ?? vendor.asOf, vendor.asOf);
  return account !== null && end - engagedOn > ROOM * day;
}

function open({ vendor, tables, random, customers }: Stage, deal: PipelineDeal): DealPlay {
  const at = vendor.calendar.inOffice(deal.engagedOn, random);
  const product = vendor.products.find(({ name }) => name === deal.product)!;
  return new DealPlay(vendor, tables, {
    name: `${deal.account ?? 'Prospect'} – ${deal.product} ${deal.id}`,
    accountId: deal.account === null ? null : customers.get(deal.account)!.accountId,
    owner: agentOf(vendor, deal),
    at,
    closeDate: dateOf(deal.closedOn ?? at + 90 * day),
    products: [{ product, quantity: 1, discount: 0 }],
  });
}

function agentOf(vendor: Vendor, { agent }: PipelineDeal): Salesperson {
  return vendor.salespeople.find(({ name }) => name === agent)!;
}

function register({ truth, ...stage }: Stage, deal: PipelineDeal, play: DealPlay, partner: PartnerFirm): Claim {
  const claim = addClaim(stage, stage.customers.get(deal.account!)!, {
    partner,
    family: deal.series,
    submittedAt: play.openedAt - 2 * hour,
    dealId: play.id,
    amount: Math.round(play.amount),
  });
  if (claim.approvedAt < stage.vendor.asOf) {
    truth.protections.push({ opportunityId: play.id, registrationId: claim.id });
  }
  return claim;
}

function perform(stage: Stage, deal: PipelineDeal, play: DealPlay, role: Role): void {
  switch (role.kind) {
    case 'untouched':
      break;
    case 'partner stands':
      play.partner(role.partner, play.openedAt + 20 * minute);
      break;
    case 'registered':
      performRegistered(stage, play, role);
      break;
    case 'shadow': {
      const since = play.openedAt;
      bypassed(stage, play, role.claim, 'shadow', since);
    }
  }
  course(stage, deal, play);
  if (role.kind === 'registered' && role.game === 'none') duty(stage, play, role.claim);
  play.finish();
}

function performRegistered(stage: Stage, play: DealPlay, { claim, game }: Extract<Role, { kind: 'registered' }>): void {
  const { calendar } = stage.vendor;
  if (game === 'not-engaged') {
    const crossing = calendar.inOffice(Math.max(claim.approvedAt, play.openedAt) + 4 * day, stage.random);
    play.stage('Value Proposition', crossing);
    bypassed(stage, play, claim, 'not-engaged', crossing);
    return;
  }
  play.partner(claim.partner, play.openedAt + 20 * minute);
  if (game === 'none') return;
  const off = calendar.inOffice(claim.approvedAt + stage.random.whole(5, 12) * day, stage.random);
  play.partner(null, off);
  bypassed(stage, play, claim, 'replaced', off);
}

function bypassed(
  { truth }: Stage,
  play: DealPlay,
  claim: Claim,
  pattern: 'not-engaged' | 'replaced' | 'shadow',
  since: number,
): void {
  const personId = play.owner.id;
  truth.cases.push({ opportunityId: play.id, registrationId: claim.id, pattern, aspects: [], personId, since });
}

function duty({ vendor, truth }: Stage, play: DealPlay, claim: Claim): void {
  if (play.isClosed || claim.approvedAt >= vendor.asOf || claim.until <= vendor.asOf) return;
  truth.engagements.push({ opportunityId: play.id, state: 'Engaged' });
}

/** What the file tells of a deal, with the steps between that it leaves out. */
function course({ vendor, random }: Stage, deal: PipelineDeal, play: DealPlay): void {
  if (deal.stage === 'Prospecting') return;
  const { calendar } = vendor;
  const end = deal.closedOn === null ? vendor.asOf : calendar.inOffice(deal.closedOn, random);
  const at = (part: number) => calendar.inOffice(play.openedAt + part * (end - play.openedAt), random);
  const [engaged, offered] = [at(random.between(0.1, 0.3)), at(random.between(0.5, 0.8))];
  if (engaged > play.lastChangeAt && engaged < end && !play.isPastGate) {
    play.stage('Needs Analysis', engaged).contact(engaged + hour, 'Call');
  }
  if (offered > play.lastChangeAt && offered < end && (deal.closedOn !== null || random.chance(0.4))) {
    play.stage('Value Proposition', offered).meeting(offered + hour, 'Offer');
  }
  if (deal.closedOn === null) return;
  const closing = Math.max(end, play.lastChangeAt + 2 * minute);
  if (deal.stage === 'Won' && deal.closeValue !== null) {
    play.reprice(1 - deal.closeValue / deal.listPrice, closing - minute);
  }
  play.stage(deal.stage === 'Won' ? 'Closed Won' : 'Closed Lost', closing).push(dateOf(closing), closing + 1000);
}
