/** Ways around a partner: the patterns, and how what they find becomes one case per opportunity and registration. */
import type { Assessment, Evidence, Finding } from '../assessment.ts';
import type { CaseOnRecord, ConflictPattern } from '../deal.ts';
import { ruleFor } from '../engagement/engagement.ts';
import { dutyOf } from '../engagement/duty.ts';
import { firmOn } from '../engagement/same-firm.ts';
import { standingOfFirm } from '../engagement/standing.ts';
import { reviewPlacements, type CaseFile, type Placement } from '../protection/coverage.ts';
import type { Instant } from '../time.ts';
import { barFor } from './bar.ts';
import type { Draft, PatternRule, Scene } from './case.ts';
import { doubtFactor, namesNobody, isExcused } from './innocent.ts';
import { lateOnPaper } from './late-on-paper.ts';
import { deniedPlacements, namedAccount } from './named-account.ts';
import { notEngaged } from './not-engaged.ts';
import { replaced } from './replaced.ts';
import { severityOf } from './severity.ts';
import { shadow } from './shadow.ts';
import type { Remedy } from './stories.ts';
import { undercut } from './undercut.ts';
import { waitingOut } from './waiting-out.ts';

/** In the order in which one of them becomes a case's main pattern. */
const patterns: readonly PatternRule[] = [
  namedAccount,
  waitingOut,
  undercut,
  shadow,
  replaced,
  lateOnPaper,
  notEngaged,
];
/** Of an opportunity that is only for review: that he was not brought in. */
const forReview: readonly PatternRule[] = [notEngaged];
/** Of a registration that never protected anything only this can be told. */
const ofDenied: readonly PatternRule[] = [namedAccount];

export interface ConflictReview {
  findings: Finding[];
  remedied: Assessment['remedied'];
  reviews: Instant[];
}

/** Looks at the deal at hand from the side of every registration that protects an opportunity on file. */
export function reviewConflicts(file: CaseFile, placements: readonly Placement[], now: Instant): ConflictReview {
  const scenes = placements
    .map((placement) => sceneOf(file, placement, placements, now))
    .toSorted((a, b) => (registrationOf(a).id < registrationOf(b).id ? -1 : 1));
  const denied = deniedPlacements(file).map((placement) => sceneOf(file, placement, placements, now));
  const reviewed = reviewPlacements(file, placements).map((placement) => sceneOf(file, placement, placements, now));
  const findings = [
    ...scenes.map((scene) => findingIn(scene, patterns)),
    ...denied.map((scene) => findingIn(scene, ofDenied)),
    ...reviewed.map((scene) => findingIn(scene, forReview)),
  ]
    .filter((finding) => finding !== null)
    .toSorted((a, b) => (a.registrationId < b.registrationId ? -1 : 1));
  const found = new Set(findings.map((finding) => finding.registrationId));
  const gone = file.facts.cases.filter((known) => isOpen(known) && !found.has(known.registrationId));
  return {
    findings,
    remedied: gone.flatMap((known) => {
      const scene = scenes.find((one) => registrationOf(one).id === known.registrationId);
      const reason = scene === undefined ? null : remedyOf(known.pattern, scene);
      return reason === null ? [] : [{ registrationId: known.registrationId, reason }];
    }),
    reviews: [...scenes, ...reviewed].flatMap((scene) => [
      ...scene.ruleEdges,
      ...patterns.flatMap((rule) => rule.reviews(scene)),
    ]),
  };
}

function isOpen({ status }: CaseOnRecord): boolean {
  return status === 'Open' || status === 'Under Review';
}

function remedyOf(pattern: ConflictPattern, scene: Scene): Remedy | null {
  return patterns.find((rule) => rule.pattern === pattern)?.remedy(scene) ?? null;
}

function registrationOf({ placement }: Scene): Placement['coverage']['registration'] {
  return placement.coverage.registration;
}

function sceneOf(file: CaseFile, placement: Placement, placements: readonly Placement[], now: Instant): Scene {
  const { facts, history, policy } = file;
  const { coverage } = placement;
  const undo = { businessDays: policy.settings.undoBusinessDays, calendar: policy.calendar };
  const firm = firmOn(coverage.registration.partnerId, facts.deal, history, facts.partners);
  const standing = standingOfFirm(firm, facts.deal, history, undo);
  const { rule, edges: ruleEdges } = ruleFor(file, coverage, now);
  const exemptions = facts.exemptions.filter((exemption) => exemption.dealId === facts.deal.id);
  const enteredAt = standing.standsNow ? standing.firstEnteredAt : null;
  const covered = placement.deal.id === facts.deal.id && rule !== null;
  const duty = covered
    ? dutyOf(facts.deal, coverage.window.protected.from, rule, { history, policy, exemptions, enteredAt })
    : null;
  return { file, now, deal: facts.deal, placement, placements, firm, standing, rule, ruleEdges, duty };
}

function findingIn(scene: Scene, rules: readonly PatternRule[]): Finding | null {
  const drafts = rules
    .map((rule) => rule.find(scene))
    .filter((draft) => draft !== null)
    .filter((draft) => !isExcused(draft.innocent));
  const [main, ...further] = drafts;
  return main === undefined ? null : finding(scene, main, further);
}

function finding(scene: Scene, main: Draft, further: readonly Draft[]): Finding {
  const { file, deal, rule } = scene;
  const registration = registrationOf(scene);
  const aspects = further.map((draft) => draft.pattern);
  const all = [main, ...further];
  const [firstAct] = main.acts;
  const confidence = Math.max(...all.map(confidenceOf));
  const amountAtStake = deal.amount ?? registration.amount;
  const nameable = rule?.namePersons === true && firstAct !== undefined && !namesNobody(scene, firstAct);
  const known = file.facts.cases.find((one) => one.registrationId === registration.id);
  const { reviewOnly } = scene.placement.coverage;
  const isSure = !reviewOnly && confidence >= barFor(main.pattern, file.policy.settings);
  const isRaised = isSure || keepsItsCase(known);
  return {
    dealId: deal.id,
    registrationId: registration.id,
    partnerId: registration.partnerId,
    customerId: deal.customerId,
    pattern: main.pattern,
    aspects,
    personId: nameable ? main.personId : null,
    confidence,
    raised: isRaised,
    reviewOnly,
    severity: severityOf(main.pattern, aspects, amountAtStake, deal.currency, file.facts.cases, registration.id),
    amountAtStake,
    firstEvidenceAt: Math.min(...all.flatMap((draft) => draft.acts.map((act) => act.at))),
    evidence: inTime(all.flatMap((draft) => [...draft.context, ...draft.acts])).map((item) => readable(item, scene)),
    innocent: main.innocent,
    story: all.map((draft) => draft.story),
    // A case that closed itself opens again when its cause is back, if that would open a new one as well.
    status: isRaised && known?.status === 'Remedied' ? 'Open' : null,
  };
}

/**
 * A bar decides about new cases only. One that waits for a person or was decided by him goes on to be kept, whatever
 * the bar has become since: he is to see what the finding has come to.
 */
function keepsItsCase(known: CaseOnRecord | undefined): boolean {
  return known !== undefined && known.status !== 'Remedied';
}

/** The probability that a fair channel manager would confirm: the act, the customer, and what speaks against. */
function confidenceOf({ clarity, match, innocent }: Draft): number {
  return Math.round(clarity * match * doubtFactor(innocent) * 1000) / 1000;
}

/** Firms by their names, as a person judges them; people only where the policy names any and the act was a person's own. */
function readable(item: Evidence, scene: Scene): Evidence {
  const { file, rule } = scene;
  const isNameable = rule?.namePersons === true && !namesNobody(scene, item);
  const named = (value: string | null): string | null =>
    file.facts.partners.find(({ id }) => id === value)?.name ?? value;
  return { ...item, from: named(item.from), to: named(item.to), byId: isNameable ? item.byId : null };
}

function inTime(evidence: readonly Evidence[]): Evidence[] {
  const byKey = new Map(evidence.map((item) => [item.key, item]));
  return [...byKey.values()].sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
}
