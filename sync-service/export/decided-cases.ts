/** Cases of an export that people have decided, for what they teach, as in an org where the service runs. */
import { learnedBars, withBars, type DecidedCase } from '../domain/conflict/learned-bars.ts';
import { learnedWeights, type Company } from '../domain/customer/index.ts';
import type { DecidedCustomers } from '../domain/customer/learned-weights.ts';
import { conflictPatterns, type ConflictPattern, type Id } from '../domain/deal.ts';
import type { Policy } from '../domain/rules.ts';
import type { CsvRow } from './csv.ts';
import type { ExportFiles } from './files.ts';
import { at, flagOf } from './tables.ts';

/** What the customer of an opportunity and that of a registration are to each other, by a decision. */
interface DecidedPair {
  dealId: Id;
  registrationId: Id;
  same: boolean;
}

export interface DecidedCases {
  cases: DecidedCase[];
  pairs: DecidedPair[];
}

/** A case that waits, or that lacks what a decision is learned from, teaches nothing and is passed over. */
export function decidedCasesIn(files: ExportFiles): DecidedCases {
  const decided: DecidedCases = { cases: [], pairs: [] };
  files.read('Channel_Conflict__c', (row) => {
    const text = (name: string) => row.text(at('Channel_Conflict__c', name));
    const status = text('Status__c');
    const isConfirmed = status === 'Confirmed';
    if (flagOf(text('IsDeleted')) || (!isConfirmed && status !== 'Dismissed')) return;
    const [pattern, confidence] = [patternOf(text('Pattern__c')), text('Confidence__c')];
    if (pattern !== undefined && confidence !== '') {
      const outcome = isConfirmed ? 'confirmed' : 'dismissed';
      decided.cases.push({ pattern, confidence: Number(confidence), outcome });
    }
    const [dealId, registrationId] = [text('Opportunity__c'), text('Registration__c')];
    const tellsCustomers = isConfirmed || text('Dismissed_Because__c') === 'Another Customer';
    if (tellsCustomers && dealId !== '' && registrationId !== '') {
      decided.pairs.push({ dealId, registrationId, same: isConfirmed });
    }
  });
  return decided;
}

/** As the picklist of cases has them: `Late On Paper`. */
function patternOf(label: string): ConflictPattern | undefined {
  const name = label.toLowerCase().replaceAll(' ', '-');
  return conflictPatterns.find((pattern) => pattern === name);
}

/** Puts together, from rows in whatever order, the customers of pairs that were decided. */
export class CustomersOfPairs {
  readonly #pairs: readonly DecidedPair[];
  readonly #deals: ReadonlySet<Id>;
  readonly #registrations: ReadonlySet<Id>;
  readonly #accountOf = new Map<Id, Id>();
  readonly #typed = new Map<Id, Company>();
  readonly #buyers = new Map<Id, Company>();

  constructor(pairs: readonly DecidedPair[]) {
    this.#pairs = pairs;
    this.#deals = new Set(pairs.map(({ dealId }) => dealId));
    this.#registrations = new Set(pairs.map(({ registrationId }) => registrationId));
  }

  seeDeal(id: Id, accountId: () => Id): void {
    if (this.#deals.has(id)) this.#accountOf.set(id, accountId());
  }
  seeRegistration(id: Id, typed: () => Company): void {
    if (this.#registrations.has(id)) this.#typed.set(id, typed());
  }
  /** To be called when all deals were seen: gives what is to be done with a row of accounts. */
  seeAccounts(companyOf: (row: CsvRow) => Company): (id: Id, row: CsvRow) => void {
    const wanted = new Set(this.#accountOf.values());
    return (id, row) => {
      if (wanted.has(id)) this.#buyers.set(id, companyOf(row));
    };
  }

  /** Those of whom everything is there. */
  all(): DecidedCustomers[] {
    return this.#pairs.flatMap(({ dealId, registrationId, same }) => {
      const buyer = this.#buyers.get(this.#accountOf.get(dealId) ?? '');
      const registered = this.#typed.get(registrationId);
      return buyer === undefined || registered === undefined ? [] : [{ registered, buyer, same }];
    });
  }
}

export interface Taught {
  policy: Policy;
  /** What was learned, in words; empty where there is nothing to learn from. */
  learned: string[];
}

/** The policy with the bars and the weights that decisions taught. */
export function taught(policy: Policy, cases: readonly DecidedCase[], customers: readonly DecidedCustomers[]): Taught {
  if (cases.length === 0 && customers.length === 0) return { policy, learned: [] };
  const bars = learnedBars(cases, policy.settings);
  const weights = learnedWeights(customers);
  const learned = [
    ...bars
      .filter(({ decisions }) => decisions > 0)
      .map(({ pattern, bar, why }) => `${pattern} is raised from ${bar} on: ${why}`),
    `customers are told apart by ${weights.why}`,
  ];
  return { policy: { ...withBars(policy, bars), knowledge: weights.knowledge }, learned };
}
