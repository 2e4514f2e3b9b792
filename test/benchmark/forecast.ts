/**
 * The forecast on a published pipeline, split by the day deals were opened: learned from the deals opened before, tried
 * on those opened after, next to the base rate. Once with all that became of the earlier deals (they closed later, and
 * their outcomes are known today), once with only what was known on the day of the split.
 */
import { existsSync } from 'node:fs';
import type { Run } from '../../scripts/bench.ts';
import { readHistory } from '../../sync-service/commands/forecast.ts';
import { evaluate, type Scores } from '../../sync-service/domain/forecast/evaluate.ts';
import { isTooLittle } from '../../sync-service/domain/forecast/model.ts';
import { knownOn, type PastDeal } from '../../sync-service/domain/forecast/past-deals.ts';
import { addCalendarDays } from '../../sync-service/domain/time.ts';

const published = '../shared/data/crm-pipeline';

export const run: Run = async (print) => {
  if (!existsSync(published)) {
    print({ figure: 'forecast on a published pipeline', skipped: `${published} is absent` });
    return;
  }
  const { deals } = readHistory(published);
  for (const split of ['2017-04-01', '2017-05-01', '2017-06-01', '2017-07-01']) {
    const before = deals.filter(({ openedOn }) => openedOn < split);
    const after = deals.filter(({ openedOn }) => openedOn >= split);
    const trains: [string, PastDeal[]][] = [
      ['all that became of them', before],
      ['what was known at the split', knownOn(before, addCalendarDays(split, -1))],
    ];
    for (const [known, train] of trains) {
      const started = performance.now();
      const { model, scores, deals: tried, won } = evaluate(train, after);
      const seconds = Math.round(performance.now() - started) / 1000;
      const told = { figure: 'forecast on a published pipeline', split, known, closed: model.closed, tried, won };
      print({ ...told, by: 'forecast', ...figures(scores.model), seconds });
      print({ ...told, by: 'base rate', ...figures(scores.base) });
    }
  }
};

function figures({ chances, intervals }: Scores): Record<string, number | string> {
  if (isTooLittle(chances) || isTooLittle(intervals)) return { basis: 'too little history' };
  return Object.fromEntries(
    Object.entries({ ...chances, ...intervals }).map(([name, value]) => [name, Math.round(value * 10_000) / 10_000]),
  );
}
