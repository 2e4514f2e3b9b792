/** The org's stages, read off its deals and their histories. */
import type { Stage } from '../domain/rules.ts';

interface Seen {
  probabilities: Map<number, number>;
  closed: number;
  won: number;
  told: number;
}

export interface StageRow {
  name: string;
  probability: string;
  /** Null where the row does not say. */
  isClosed: boolean | null;
  isWon: boolean | null;
}

export class StagesSeen {
  readonly #seen = new Map<string, Seen>();

  count({ name, probability, isClosed, isWon }: StageRow): void {
    const known = this.#of(name);
    if (probability !== '') addTo(known.probabilities, Number(probability), 1);
    if (isClosed === null) return;
    known.told += 1;
    known.closed += Number(isClosed);
    known.won += Number(isWon === true);
  }

  /** Probabilities that histories tell, with how often each. */
  addHistory(told: readonly (readonly [name: string, probability: number, times: number])[]): void {
    for (const [name, probability, times] of told) addTo(this.#of(name).probabilities, probability, times);
  }

  /** The usual probability of each, and whether its deals are closed or won. Where no deal says, the name does. */
  stages(): Stage[] {
    return [...this.#seen]
      .map(([name, { probabilities, closed, won, told }]) => {
        const [usual] = [...probabilities].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
        const isWon = told > 0 ? won * 2 > told : /closed.?won|^won$/i.test(name);
        const isClosed = isWon || (told > 0 ? closed * 2 > told : /^closed|lost$/i.test(name));
        return { name, probability: usual?.[0] ?? usualProbability(name, isWon, isClosed), isClosed, isWon };
      })
      .sort(
        (a, b) =>
          Number(a.isClosed) - Number(b.isClosed) || a.probability - b.probability || (a.name < b.name ? -1 : 1),
      )
      .map((stage, index) => ({ ...stage, order: index + 1 }));
  }

  #of(name: string): Seen {
    const known = this.#seen.get(name) ?? { probabilities: new Map<number, number>(), closed: 0, won: 0, told: 0 };
    this.#seen.set(name, known);
    return known;
  }
}

function addTo(counts: Map<number, number>, key: number, times: number): void {
  counts.set(key, (counts.get(key) ?? 0) + times);
}

/** Of the stages that every org begins with; half for one that nobody tells of. */
function usualProbability(name: string, isWon: boolean, isClosed: boolean): number {
  if (isWon) return 100;
  return isClosed ? 0 : (usualProbabilities[name.toLowerCase()] ?? 50);
}

const usualProbabilities: Readonly<Record<string, number>> = {
  prospecting: 10,
  qualification: 10,
  'needs analysis': 20,
  'value proposition': 50,
  'id. decision makers': 60,
  'perception analysis': 70,
  'proposal/price quote': 75,
  'negotiation/review': 90,
};
