/** What a pattern is given and what it answers. */
import type { Evidence, InnocentExplanation } from '../assessment.ts';
import type { ConflictPattern, Deal, DealEvent, Id } from '../deal.ts';
import type { EngagementPolicy } from '../rules.ts';
import type { Duty } from '../engagement/duty.ts';
import type { PartnerStanding } from '../engagement/standing.ts';
import type { CaseFile, Placement } from '../protection/coverage.ts';
import type { Instant } from '../time.ts';
import type { Remedy, Story } from './stories.ts';
import { fact, type Fact } from './facts.ts';

/** One opportunity against one registration. */
export interface Scene {
  file: CaseFile;
  now: Instant;
  /** The opportunity at hand, on which a case would stand. */
  deal: Deal;
  /** The registration, and the opportunity that it covers: the one at hand or another. */
  placement: Placement;
  /** Every registration's place, this one's included. */
  placements: readonly Placement[];
  /** The registered partner, and his other entities that are or were on the opportunity at hand, or worked on it. */
  firm: readonly Id[];
  /** Their standing on it, as one firm. */
  standing: PartnerStanding;
  rule: EngagementPolicy | null;
  /** When another policy may come to hold. */
  ruleEdges: Instant[];
  /** The duty to engage him; null where the opportunity at hand is not the covered one, or no policy is in force. */
  duty: Duty | null;
}

/** A pattern recognised, not yet merged with others on the same case. */
export interface Draft {
  pattern: ConflictPattern;
  /** What was done, dated; never empty. */
  acts: Evidence[];
  /** What shows that it mattered: the registration, the partner's own opportunity. */
  context: Evidence[];
  personId: Id | null;
  /** How clearly the act speaks, 0 to 1, before match and doubts. */
  clarity: number;
  /** Probability that the customer is the registered one. */
  match: number;
  innocent: InnocentExplanation[];
  story: Story;
}

/** One way around a partner. */
export interface PatternRule {
  pattern: ConflictPattern;
  find(scene: Scene): Draft | null;
  /** Why the cause of a case on record is gone; null where it is not, or where only people close it. */
  remedy(scene: Scene): Remedy | null;
  /** Instants at which time alone changes either answer. */
  reviews(scene: Scene): Instant[];
}

/** The partner is on the opportunity at hand, and it is the one his registration covers. */
export function isCoveredDeal({ deal, placement }: Scene): boolean {
  return placement.deal.id === deal.id;
}

export function evidenceOf(event: DealEvent, what: Fact): Evidence {
  const { key, kind, partnerId, byId, at, record } = event;
  const from = kind === 'Partner Left' ? (event.from ?? partnerId) : event.from;
  const to = kind === 'Partner Entered' ? (event.to ?? partnerId) : event.to;
  return { key, what, from, to, byId, at, record };
}

/** The approval, which every case rests on. */
export function approvalEvidence({ placement }: Scene): Evidence {
  const { registration, window } = placement.coverage;
  return {
    key: `approved:${registration.id}`,
    what: fact('approved', { registration: registration.name }),
    from: null,
    to: 'Approved',
    byId: null,
    at: window.protected.from,
    record: { object: 'Deal Registration', id: registration.id, field: 'Protected From' },
  };
}
