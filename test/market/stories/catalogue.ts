/** Every story by name, with how often it is played among its kind. */
import * as beside from './beside.ts';
import * as claims from './claims.ts';
import * as engaged from './engaged.ts';
import * as games from './games.ts';
import type { Story } from './story.ts';

type Catalogue = readonly (readonly [weight: number, name: string, story: Story])[];

export const honestStories: Catalogue = [
  [20, 'engaged in time', engaged.engagedInTime],
  [8, 'engaged by row', engaged.engagedByRow],
  [5, 'engaged at the last moment', engaged.engagedAtTheLastMoment],
  [4, 'engaged late', engaged.engagedLate],
  [4, 'exempted', engaged.exempted],
  [3, 'swap undone', engaged.swapUndone],
  [3, 'distributor beside', engaged.distributorBeside],
  [3, 'handed over', engaged.handedOver],
  [2, 'extended', engaged.extended],
  [6, 'still in time', engaged.stillInTime],
  [4, 'lost early', engaged.lostEarly],
  [5, 'other family', beside.otherFamily],
  [4, 'similar name', beside.similarName],
  [4, 'renewal', beside.renewal],
  [4, 'after the window', beside.afterTheWindow],
  [3, 'other country', beside.otherCountry],
  [2, 'older and worked', beside.olderAndWorked],
  [2, 'back with the partner', beside.backWithHim],
  [2, 'offered cheaper to him', beside.offeredCheaperToHim],
  [4, 'vendor at work', claims.vendorAtWork],
  [2, 'named before', claims.namedBefore],
  [2, 'named, rejected for another reason', claims.namedMeanwhile],
  [1, 'tender before', claims.tenderBefore],
  [3, 'withdrawn', claims.withdrawn],
  [2, 'lapsed', claims.lapsed],
  [4, 'queued', claims.queued],
  [4, 'undecided', claims.undecided],
  [2, 'draft', claims.draft],
];

export const gameStories: Catalogue = [
  [5, 'past the gate', games.pastTheGate],
  [2, 'won at once', games.wonAtOnce],
  [4, 'fell due', games.fellDue],
  [4, 'other partner instead', games.otherPartnerInstead],
  [3, 'taken off', games.takenOff],
  [3, 'second deal', games.secondDeal],
  [3, 'second deal respelled', games.secondDealRespelled],
  [2, 'second deal below', games.secondDealBelow],
  [2, 'reopened without him', games.reopenedWithoutHim],
  [4, 'quoted cheaper', games.quotedCheaper],
  [2, 'waited out', games.waitedOut],
  [2, 'pushed beyond the end', games.pushedBeyondTheEnd],
  [4, 'tagged afterwards', games.taggedAfterwards],
  [4, 'entered for the look', games.enteredForTheLook],
];

/** Honest too: a deal that nobody registered. */
export const { unregistered } = claims;
