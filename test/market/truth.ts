/** What really happened, as it was played; never worked out by the code under test. */

export type Pattern =
  'named-account' | 'waiting-out' | 'undercut' | 'shadow' | 'replaced' | 'late-on-paper' | 'not-engaged';
export type EngagementState = 'Exempt' | 'Pending' | 'Engaged' | 'Engaged Late' | 'Overdue';

/** A bypass: one for an opportunity and a registration, on the opportunity that goes on without the partner. */
export interface TruthCase {
  opportunityId: string;
  registrationId: string;
  pattern: Pattern;
  aspects: Pattern[];
  /** Who did it. */
  personId: string;
  /** When it happened. */
  since: number;
}

/** Which claim protects which opportunity. */
export interface TruthProtection {
  opportunityId: string;
  registrationId: string;
}

/** How the duty to engage stands today on an open, protected opportunity; only where the story leaves no doubt. */
export interface TruthEngagement {
  opportunityId: string;
  state: EngagementState;
}

export interface Truth {
  cases: TruthCase[];
  protections: TruthProtection[];
  engagements: TruthEngagement[];
}

export function noTruth(): Truth {
  return { cases: [], protections: [], engagements: [] };
}
