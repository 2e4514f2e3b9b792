import { describe, expect, it } from '@jest/globals';
import type { ObjectDef, OrgSchema, Row, Value } from '../../local-org/types.ts';
import { compileFormula, type FormulaOptions, type Surroundings } from '../../local-org/records/formula/compile.ts';
import { FormulaError } from '../../local-org/records/formula/references.ts';
import { conjuncts } from '../../local-org/records/formula/tokens.ts';
import { loadSchema } from '../../local-org/schema/index.ts';

const schema: OrgSchema = loadSchema({ forceApp: 'test/unit/local-org/fixture', packages: ['main'], features: [] });
const opportunity = schema.objects.get('Opportunity') as ObjectDef;
const verdicts: Record<string, Row> = {
  a01: { Id: 'a01', Margin__c: 25, Gate_Open__c: false, State__c: 'Shut', Partner__c: null },
};

function surroundings(over: Partial<Surroundings> = {}): Surroundings {
  return {
    now: Date.parse('2026-03-01T23:30:00Z'),
    prior: null,
    fieldOf: (_object, row, name) => row[name] ?? null,
    parent: (_object, id) => verdicts[id] ?? null,
    global: (path) => (path.join('.') === '$Permission.Guarded' ? true : path.join('.') === '$User.Id' ? '005x' : null),
    ...over,
  };
}

function evaluate(
  source: string,
  row: Row,
  options: Partial<FormulaOptions> = {},
  around: Partial<Surroundings> = {},
): Value {
  const defaults = {
    where: 'Opportunity.Test',
    object: opportunity,
    rule: true,
    returnType: 'boolean' as const,
    blankAsZero: false,
  };
  return compileFormula(schema, { ...defaults, source, ...options }).evaluate(row, surroundings(around));
}
const number = (blankAsZero: boolean) => ({ returnType: 'currency' as const, blankAsZero, scale: 2 });
const compiled =
  (source: string, options: Partial<FormulaOptions> = {}) =>
  () =>
    evaluate(source, {}, options);

describe('what a formula refuses when it is loaded', () => {
  it('a function that it does not know, naming where', () => {
    expect(compiled('VLOOKUP(Name)')).toThrow(FormulaError);
    expect(compiled('VLOOKUP(Name)')).toThrow('Opportunity.Test: function VLOOKUP is not known to the stand-in org');
  });

  it('a field, parent or global that does not exist', () => {
    expect(compiled('ISBLANK(Nmae)')).toThrow('Opportunity.Test: Opportunity has no field Nmae');
    expect(compiled('ISBLANK(Verdct__r.Name)')).toThrow('Opportunity has no parent Verdct__r');
    expect(compiled('$Permission.Gard')).toThrow('there is no custom permission Gard');
    expect(compiled('$Setup.Opportunity.Name = "x"')).toThrow('Opportunity is no custom setting');
    expect(compiled('$CustomMetadata.X__mdt.Y.Z__c = 1')).toThrow('$CustomMetadata.X__mdt.Y.Z__c is not known');
  });

  it('a comparison of types that do not compare', () => {
    expect(compiled('Amount = "x"')).toThrow(FormulaError);
    expect(compiled('StageName = "Closed Won"')).toThrow(FormulaError);
  });

  it('functions of a save outside a rule', () => {
    expect(compiled('ISNEW()', { rule: false })).toThrow('ISNEW is only possible in a validation rule');
    expect(compiled('ISCHANGED(Amount)', { rule: false })).toThrow('ISCHANGED is only possible in a validation rule');
  });

  it('ISCHANGED of a field of a parent', () => {
    expect(compiled('ISCHANGED(Verdict__r.Margin__c)')).toThrow("only possible for the record's own fields");
  });
});

describe('names', () => {
  it('are found in any case', () => {
    expect(evaluate('isBlank(NAME)', { Name: 'x' })).toBe(false);
    expect(evaluate('verdict__R.gate_open__C', { Verdict__c: 'a01' })).toBe(false);
  });

  it('inside a text or a comment are left alone', () => {
    expect(evaluate('/* ISCHANGED(Nmae) */ Name = "ISNEW() Nmae"', { Name: 'ISNEW() Nmae' })).toBe(true);
  });
});

describe('empty values', () => {
  it('an empty picklist equals the empty text', () => {
    expect(evaluate('ISPICKVAL(StageName, "")', { StageName: null })).toBe(true);
    expect(evaluate('ISPICKVAL(StageName, "")', { StageName: 'Closed Won' })).toBe(false);
    expect(evaluate('ISBLANK(TEXT(StageName))', { StageName: null })).toBe(true);
  });

  it('a number counts as zero only where the field says so', () => {
    expect(evaluate('Amount / 2', { Amount: null }, number(true))).toBe(0);
    expect(evaluate('Amount / 2', { Amount: null }, number(false))).toBeNull();
    expect(evaluate('Amount', { Amount: null }, number(true))).toBe(0);
    expect(evaluate('Amount', { Amount: null }, number(false))).toBeNull();
  });

  it('a comparison with an empty number does not hold', () => {
    expect(evaluate('Amount < 3', { Amount: null })).toBe(false);
    expect(evaluate('Amount < 3', { Amount: 2 })).toBe(true);
  });

  it('of a parent that is not there, a checkbox is false and all else empty', () => {
    expect(evaluate('Verdict__r.Gate_Open__c', { Verdict__c: null })).toBe(false);
    expect(evaluate('NOT(Verdict__r.Gate_Open__c)', { Verdict__c: null })).toBe(true);
    expect(evaluate('ISBLANK(Verdict__r.Margin__c)', { Verdict__c: 'missing' })).toBe(true);
  });
});

describe('a validation rule', () => {
  const row = { Id: '006', StageName: 'Closed Won', Amount: 5 };

  it('sees a new record as new and never as changed', () => {
    expect(evaluate('ISNEW()', row)).toBe(true);
    expect(evaluate('ISCHANGED(StageName)', row)).toBe(false);
  });

  it('sees what changed and what was before', () => {
    const around = { prior: { ...row, StageName: 'Qualification' } };
    expect(evaluate('ISNEW()', row, {}, around)).toBe(false);
    expect(evaluate('ISCHANGED(StageName)', row, {}, around)).toBe(true);
    expect(evaluate('ISCHANGED(Amount)', row, {}, around)).toBe(false);
    expect(evaluate('ISPICKVAL(PRIORVALUE(StageName), "Qualification")', row, {}, around)).toBe(true);
    expect(evaluate('PRIORVALUE(Amount) = Amount', row, {}, around)).toBe(true);
  });

  it('takes the value itself for PRIORVALUE of a new record', () => {
    expect(evaluate('PRIORVALUE(Amount) = 5', row)).toBe(true);
  });

  it('knows who saves', () => {
    expect(evaluate('$Permission.Guarded && $User.Id = OwnerId', { OwnerId: '005x' })).toBe(true);
    expect(evaluate('$User.Id = OwnerId', { OwnerId: '005y' })).toBe(false);
  });
});

describe('the clock', () => {
  it("is the org's, in UTC", () => {
    expect(evaluate('CloseDate = TODAY()', { CloseDate: '2026-03-01' })).toBe(true);
    expect(evaluate('CloseDate < TODAY()', { CloseDate: '2026-02-28' })).toBe(true);
    expect(evaluate('CreatedDate < NOW()', { CreatedDate: '2026-03-01T23:29:59.999Z' })).toBe(true);
    expect(evaluate('CreatedDate < NOW()', { CreatedDate: '2026-03-01T23:30:00.000Z' })).toBe(false);
    expect(
      evaluate('DATEVALUE(CreatedDate) = CloseDate', {
        CreatedDate: '2026-03-01T23:29:59.999Z',
        CloseDate: '2026-03-01',
      }),
    ).toBe(true);
  });

  it('gives instants in the form of the records', () => {
    expect(evaluate('NOW() + 1', {}, { returnType: 'datetime' })).toBe('2026-03-02T23:30:00.000Z');
  });
});

describe('results', () => {
  it('of a field that shows a parent are that field', () => {
    expect(evaluate('TEXT(Verdict__r.State__c)', { Verdict__c: 'a01' }, { returnType: 'string' })).toBe('Shut');
    expect(evaluate('Verdict__r.Margin__c', { Verdict__c: 'a01' }, number(true))).toBe(25);
  });

  it('are rounded to the scale of the field', () => {
    expect(evaluate('Amount / 3', { Amount: 2 }, number(true))).toBe(0.67);
  });

  it('of percent fields are fractions inside and percent outside', () => {
    expect(evaluate('Probability > 0.49', { Probability: 50 })).toBe(true);
    expect(evaluate('Probability > 0.5', { Probability: 50 })).toBe(false);
  });

  it('of REGEX need the whole text to match', () => {
    expect(evaluate('REGEX(Name, "[A-Z]{2}")', { Name: 'FR' })).toBe(true);
    expect(evaluate('REGEX(Name, "[A-Z]{2}")', { Name: 'FRA' })).toBe(false);
  });
});

describe('the conditions of an AND', () => {
  it('are its arguments where it is the whole formula', () => {
    expect(conjuncts(' AND(A, OR(B, C), CONTAINS(D, "x,(y")) ').map((each) => each.trim())).toEqual([
      'A',
      'OR(B, C)',
      'CONTAINS(D, "x,(y")',
    ]);
  });

  it('are the formula itself where more stands beside it', () => {
    expect(conjuncts('AND(A, B) || C')).toEqual(['AND(A, B) || C']);
    expect(conjuncts('OR(AND(A, B), C)')).toEqual(['OR(AND(A, B), C)']);
    expect(conjuncts('A')).toEqual(['A']);
  });
});
