/** How good forecasts were, told against what happened. */

export interface Told {
  chance: number;
  happened: boolean;
  /** How much it counts. */
  weight: number;
}

export interface ChanceScores {
  /** The chance that of a deal won and one lost the won one was given the higher chance; a tie counts half. */
  auc: number;
  /** The mean squared error of the chances. */
  brier: number;
  /** How far, on average, the chances told lie from the shares that happened, in ten bands of equal width. */
  calibrationError: number;
}

export function scoresOf(told: readonly Told[]): ChanceScores {
  const total = sum(told.map(({ weight }) => weight));
  return {
    auc: areaUnderCurve(told),
    brier: sum(told.map(({ chance, happened, weight }) => weight * (chance - Number(happened)) ** 2)) / total,
    calibrationError:
      sum(
        [...Map.groupBy(told, ({ chance }) => Math.min(9, Math.floor(chance * 10))).values()].map((band) =>
          Math.abs(sum(band.map(({ chance, happened, weight }) => weight * (chance - Number(happened))))),
        ),
      ) / total,
  };
}

function areaUnderCurve(told: readonly Told[]): number {
  let [lostBelow, ranked, won] = [0, 0, 0];
  const byChance = [...Map.groupBy(told, ({ chance }) => chance)].sort(([a], [b]) => a - b);
  for (const [, tied] of byChance) {
    const winners = sum(tied.map(({ happened, weight }) => (happened ? weight : 0)));
    const losers = sum(tied.map(({ happened, weight }) => (happened ? 0 : weight)));
    ranked += winners * (lostBelow + losers / 2);
    lostBelow += losers;
    won += winners;
  }
  return ranked / (won * lostBelow);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
