import type { Forecasts } from '../ports.ts';
import type { ForecastModel } from '../domain/forecast/model.ts';
import type { Database } from './database.ts';

/** How many versions are kept, so that a figure told some weeks ago can still be explained. */
const kept = 60;

export function openForecasts(database: Database): Forecasts {
  return {
    async latest() {
      const [row] = await database.query<{ model: ForecastModel; at: Date }>(
        'SELECT model, at FROM forecast_model ORDER BY at DESC, version LIMIT 1',
      );
      return row === undefined ? null : { model: row.model, at: row.at.getTime() };
    },
    async keep(model, at) {
      await database.query(
        `INSERT INTO forecast_model (version, model, at) VALUES ($1, $2, $3)
         ON CONFLICT (version) DO UPDATE SET at = excluded.at`,
        [model.version, JSON.stringify(model), new Date(at)],
      );
      await database.query(
        'DELETE FROM forecast_model WHERE version NOT IN (SELECT version FROM forecast_model ORDER BY at DESC LIMIT $1)',
        [kept],
      );
    },
  };
}
