import type { Change } from '../../../sync-service/intake/intake.ts';

/** 2026-11-23T10:00:00.750Z */
export const at = Date.UTC(2026, 10, 23, 10, 0, 0, 750);

/** An update of one opportunity by a person, with what differs. */
export function change(differs: Partial<Change>): Change {
  return {
    entity: 'Opportunity',
    recordIds: ['0065g0000000001AAA'],
    changeType: 'UPDATE',
    fields: {},
    nulled: [],
    unsent: [],
    at,
    by: '0055g0000000007AAA',
    origin: '',
    transactionKey: 't1',
    sequence: 1,
    ...differs,
  };
}
