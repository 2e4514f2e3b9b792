import { inWords } from 'c/marginReasons';
import { reasonCodes } from 'c/marginEngine';

jest.mock('@salesforce/i18n/locale', () => ({ default: 'de-DE' }), { virtual: true });
jest.mock('@salesforce/i18n/lang', () => ({ default: 'de' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Why_Size', () => ({ default: '{band} ({of}); es sind {size}' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Why_Tier_Of_Band', () => ({ default: 'Band {edge}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Why_Level', () => ({ default: 'für {levels}; hier {level}' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Why_Competency', () => ({ default: 'braucht {missing}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Why_Any_Competency', () => ({ default: 'eine von {competencies}' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Why_Role', () => ({ default: 'nur für {roles}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Why_Ended_On', () => ({ default: 'endete am {date}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Why_Replaced', () => ({ default: '{name} statt dessen' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Why_Growth', () => ({ default: '{band}; es sind {growth}' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Why_No_Tier', () => ({ default: 'keine: {value} ({of})' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Why_Not_In_Words', () => ({ default: 'ohne Worte: {code}' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Band_From', () => ({ default: 'ab {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Band_Below', () => ({ default: 'unter {0}' }), { virtual: true });

describe('reasons in words', () => {
  it('has words for every code of the engine', () => {
    expect(reasonCodes.filter((code) => inWords({ code, args: {} }).startsWith('ohne Worte'))).toEqual([]);
    expect(reasonCodes.length).toBeGreaterThan(70);
  });

  it('says bands, numbers and what is measured in the language of the user', () => {
    const args = { band: 'from 100000 below 300000.5', of: 'partner price', size: '99999.99' };
    expect(inWords({ code: 'size', args })).toBe(
      'ab 100.000 unter 300.000,5 (c.Fairlead_Of_Partner_Price); es sind 99.999,99'
    );
  });

  it('tells money with its currency where that is known, and nothing else', () => {
    const args = { band: 'from 100000 below 300000.5', of: 'partner price', size: '99999.99' };
    expect(inWords({ code: 'size', args }, { currency: 'EUR' })).toBe(
      'ab 100.000\u00a0€ unter 300.000,50\u00a0€ (c.Fairlead_Of_Partner_Price); es sind 99.999,99\u00a0€'
    );
    const things = { band: 'from 10', of: 'quantity', size: '3' };
    expect(inWords({ code: 'size', args: things }, { currency: 'EUR' })).toBe(
      'ab 10 (c.Fairlead_Of_Quantity); es sind 3'
    );
    const tier = (measure) =>
      inWords({ code: 'tier', args: { level: null, edge: 'from 5', measure } }, { currency: 'EUR' });
    expect([tier('list'), tier('quantity'), tier()]).toEqual(['Band ab 5\u00a0€', 'Band ab 5', 'Band ab 5']);
  });

  it('names levels and competencies where their names are known', () => {
    const levels = new Map([['gold', 'Gold Partner']]);
    const competencies = new Map([['cloud', 'Cloud']]);
    const known = { levels, competencies };
    expect(inWords({ code: 'level', args: { levels: ['gold', 'scaler'], level: 'scaler' } }, known)).toBe(
      'für Gold Partner oder scaler; hier scaler'
    );
    expect(inWords({ code: 'competency', args: { missing: 'cloud and sap' } }, known)).toBe('braucht Cloud und sap');
    expect(inWords({ code: 'any competency', args: { competencies: ['cloud', 'sap'] } }, known)).toBe(
      'eine von Cloud oder sap'
    );
  });

  it('tells shares as percentages', () => {
    expect(inWords({ code: 'growth', args: { band: 'from 10 %', growth: '3.3333333 %' } })).toBe(
      'ab 10\u00a0%; es sind 3,33\u00a0%'
    );
    expect(inWords({ code: 'no tier', args: { of: 'achievement', value: '0.875', lowest: null } })).toBe(
      'keine: 87,5\u00a0% (c.Fairlead_Of_Achievement)'
    );
  });

  it('joins what can each be enough, and tells a calendar date as it stands', () => {
    expect(inWords({ code: 'role', args: { roles: ['Reseller', 'OEM', 'ISV'] } })).toBe(
      'nur für Reseller, OEM oder ISV'
    );
    expect(inWords({ code: 'ended on', args: { date: '2026-03-31' } })).toBe('endete am 31.03.2026');
  });

  it('leaves names as they are, whatever signs are in them', () => {
    expect(inWords({ code: 'replaced', args: { name: "Gold $& {of} $' 100" } })).toBe(
      "Gold $& {of} $' 100 statt dessen"
    );
  });

  it.each([
    ['tier', { level: 'gold', edge: 'from 5' }, 'Tier'],
    ['tier', { level: 'gold', edge: '' }, 'Tier_Of_Level'],
    ['tier', { level: null, edge: '' }, 'Tier_Of_Its_Own'],
    ['level', { levels: ['gold'], level: null }, 'Level_Without_One'],
    ['registered at stage', { stages: ['A'], stage: null }, 'Registered_At_Stage_Unknown'],
    ['origin', { origin: 'vendor' }, 'Origin_Vendor'],
    ['origin', { origin: 'partner' }, 'Origin_Partner'],
    ['uses', { uses: 1, months: null }, 'Uses'],
    ['uses', { uses: 1, months: 12 }, 'Uses_In_Months'],
    ['no rate for level', { level: null }, 'No_Rate_Without_Level'],
    ['no tier', { of: 'list', value: '1', lowest: 'from 5' }, 'No_Tier_Yet'],
    ['period unknown', { period: 'half-year' }, 'Period_Unknown_Half_Year'],
    ['period unknown', { period: null }, 'Period_Unknown']
  ])('%s %j: chooses the sentence that fits', (code, args, label) => {
    expect(inWords({ code, args })).toBe(`c.Fairlead_Why_${label}`);
  });

  it.each([
    [{ code: 'of tomorrow', args: {} }, 'of tomorrow'],
    [{ code: 'constructor' }, 'constructor'],
    [undefined, '?'],
    ['text', '?']
  ])('names what it has no words for: %j', (reason, code) => {
    expect(inWords(reason)).toBe(`ohne Worte: ${code}`);
  });
});
