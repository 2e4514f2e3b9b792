import { describe, expect, it } from '@jest/globals';
import { accountMoves, quotesOf, type FieldChange, type QuoteRow } from '../../../sync-service/domain/recorded.ts';

const quote = (chosenAccountId: string | null, accountId: string | null): QuoteRow => ({
  id: '0Q0',
  status: 'Presented',
  issuedAt: 0,
  byId: '005rep',
  currency: null,
  discount: null,
  total: null,
  lines: [],
  ...{ accountId, chosenAccountId },
});

describe('a quote', () => {
  const addressees = (...rows: QuoteRow[]) => quotesOf(rows, '001customer').map(({ accountId }) => accountId);

  it('is made out to the account that somebody chose', () => {
    expect(addressees(quote('001partner', '001customer'), quote('001customer', null))).toEqual([
      '001partner',
      '001customer',
    ]);
  });
  it('tells nothing by the account that Salesforce takes from the opportunity', () => {
    expect(addressees(quote(null, '001customer'), quote('001partner', '001customer'))).toEqual([null, '001partner']);
  });
  it('tells by that account where the org fills it otherwise', () => {
    expect(addressees(quote(null, '001customer'), quote(null, '001partner'), quote(null, null))).toEqual([
      '001customer',
      '001partner',
      null,
    ]);
  });
});

describe('a move from account to account', () => {
  const change = (more: Partial<FieldChange>): FieldChange => ({
    ...{ recordId: '006deal', field: 'Account', dataType: 'Text', from: 'Old', to: 'New', at: 5, byId: '005rep' },
    ...more,
  });
  const ids = { dataType: 'EntityId', from: '001old', to: '001new' };

  it('comes as two rows, with the names and with the ids', () => {
    expect(accountMoves([change({}), change(ids)])).toEqual([
      { dealId: '006deal', from: '001old', fromName: 'Old', at: 5 },
    ]);
  });
  it('may come with names only, or by the name of the column', () => {
    expect(accountMoves([change({ field: 'AccountId' })])).toEqual([
      { dealId: '006deal', from: null, fromName: 'Old', at: 5 },
    ]);
  });
  it('is none where the opportunity had no account before, or another field changed', () => {
    expect(accountMoves([change({ from: null }), change({ field: 'Owner' })])).toEqual([]);
  });
});
