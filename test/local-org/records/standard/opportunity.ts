/** Stage, forecast, fiscal period and stage history of opportunities, and the roll-up of their lines. */
import type { Row } from '../../types.ts';
import { round } from '../values.ts';
import { changedFields, type Work } from '../work.ts';
import { asNumber, asText, type Automation, type Writer } from './automation.ts';

const forecastNames: Record<string, string> = {
  Omitted: 'Omitted',
  Pipeline: 'Pipeline',
  BestCase: 'Best Case',
  Forecast: 'Commit',
  Closed: 'Closed',
};

/** Fields whose change writes a row of stage history. */
const historic = ['StageName', 'Amount', 'CloseDate', 'Probability', 'ForecastCategory'];

export const opportunity: Automation = {
  before(work, row, prior, given, by) {
    // With products on it the amount is theirs: what the user sends is passed over without an error.
    if (by === 'user' && prior?.['HasOpportunityLineItem'] === true) row['Amount'] = prior['Amount'] ?? null;
    if (prior === null || prior['StageName'] !== row['StageName']) setByStage(work, row, given);
    if (prior !== null && prior['StageName'] !== row['StageName']) row['LastStageChangeDate'] = work.at;
    if ('ForecastCategoryName' in given) setForecastCategory(row);
    row['ExpectedRevenue'] = expectedRevenue(row);
    setPeriod(row);
    if (prior !== null && laterMonth(prior, row)) row['PushCount'] = (asNumber(prior['PushCount']) ?? 0) + 1;
    row['PushCount'] ??= 0;
  },
  after(work, after, prior) {
    if (after === null || prior?.['IsDeleted'] === true) return;
    if (prior !== null && !changedFields(prior, after).some((name) => historic.includes(name))) return;
    work.rows.insert('OpportunityHistory', historyRow(work, after, prior));
  },
};

/** The stage's own values; a probability or forecast category in the same save goes before them. */
export function setByStage(work: Pick<Work, 'rows'>, row: Row, given: Row): void {
  const [stage] = work.rows.where('OpportunityStage', '"ApiName" = ?', row['StageName'] ?? null);
  row['IsClosed'] = stage?.['IsClosed'] ?? false;
  row['IsWon'] = stage?.['IsWon'] ?? false;
  if ((given['Probability'] ?? null) === null) row['Probability'] = stage?.['DefaultProbability'] ?? 0;
  if ((given['ForecastCategoryName'] ?? null) === null) {
    row['ForecastCategory'] = stage?.['ForecastCategory'] ?? 'Pipeline';
    row['ForecastCategoryName'] = forecastNames[String(row['ForecastCategory'])] ?? 'Pipeline';
  }
}

function setForecastCategory(row: Row): void {
  const found = Object.entries(forecastNames).find(([, name]) => name === row['ForecastCategoryName']);
  row['ForecastCategory'] = found?.[0] ?? 'Pipeline';
}

export function expectedRevenue(row: Row): number | null {
  const amount = asNumber(row['Amount']);
  return amount === null ? null : round((amount * (asNumber(row['Probability']) ?? 0)) / 100, 2);
}

/** Fiscal years begin in January. */
export function setPeriod(row: Row): void {
  const [year, month] = (asText(row['CloseDate']) ?? '').split('-').map(Number);
  if (!year || !month) return;
  row['FiscalYear'] = year;
  row['FiscalQuarter'] = Math.ceil(month / 3);
  row['Fiscal'] = `${year} ${row['FiscalQuarter']}`;
}

const laterMonth = (prior: Row, row: Row): boolean =>
  String(row['CloseDate']).slice(0, 7) > String(prior['CloseDate']).slice(0, 7);

function historyRow(work: Work, after: Row, prior: Row | null): Row {
  return {
    Id: work.rows.nextId(work.rows.object('OpportunityHistory')),
    IsDeleted: false,
    OpportunityId: after['Id'] ?? null,
    StageName: after['StageName'] ?? null,
    Amount: after['Amount'] ?? null,
    ExpectedRevenue: after['ExpectedRevenue'] ?? null,
    CloseDate: after['CloseDate'] ?? null,
    Probability: after['Probability'] ?? null,
    ForecastCategory: after['ForecastCategory'] ?? null,
    PrevAmount: prior?.['Amount'] ?? null,
    PrevCloseDate: prior?.['CloseDate'] ?? null,
    CreatedDate: work.at,
    CreatedById: work.session.userId,
    SystemModstamp: work.at,
  };
}

/** Amount and quantity of an opportunity with lines are sums over them; without lines the amount stays as it was. */
export function rollUpLines(work: Work, opportunityId: string, writer: Writer): void {
  const before = work.rows.live('Opportunity', opportunityId);
  if (!before) return;
  const lines = work.rows.where('OpportunityLineItem', '"OpportunityId" = ? AND "IsDeleted" = 0', opportunityId);
  const sum = (name: string): number =>
    round(
      lines.reduce((total, line) => total + (asNumber(line[name]) ?? 0), 0),
      2,
    );
  const values: Row = { HasOpportunityLineItem: lines.length > 0 };
  if (lines.length > 0) {
    values['Amount'] = sum('TotalPrice');
    values['TotalOpportunityQuantity'] = sum('Quantity');
  }
  if (changedFields({ ...before }, { ...before, ...values }).length > 0)
    writer.update('Opportunity', opportunityId, values);
}
