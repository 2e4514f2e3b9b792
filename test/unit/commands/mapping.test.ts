import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditSettings } from '../../../sync-service/commands/audit.ts';
import { checkMapping } from '../../../sync-service/commands/check-mapping.ts';

describe('A mapping file', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mapping-'));
    writeFileSync(join(folder, 'Deal_Reg__c.csv'), 'Id,Reseller__c,Status__c,CreatedDate\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const mapped = (text: string) => {
    const map = join(folder, 'map.yaml');
    writeFileSync(map, text);
    return auditSettings({ map }).mapping;
  };

  it('may name only what the audit knows, and says what was probably meant', () => {
    expect(() => mapped('Deal_Registrations__c: {}\n')).toThrow(
      'map.yaml:1:1  Deal_Registrations__c: no such field; did you mean Deal_Registration__c?',
    );
    expect(() => mapped('Deal_Registration__c:\n  fields: { Oportunity__c: Opp__c }\n')).toThrow(
      'map.yaml:2:13  Deal_Registration__c.fields.Oportunity__c: no such field; did you mean Opportunity__c?',
    );
    expect(() => mapped('Deal_Registration__c:\n  statuses: { Genehmigt: Ok }\n')).toThrow(
      'Deal_Registration__c.statuses.Genehmigt is "Ok": expected one of Draft, Submitted, Queued, Approved, Rejected',
    );
  });

  it('names columns and files that are there', () => {
    const right = 'Deal_Registration__c:\n  object: Deal_Reg__c\n  fields: { Partner__c: Reseller__c }\n';
    expect(() => checkMapping(folder, mapped(right))).not.toThrow();
    expect(() => checkMapping(folder, mapped(right.replace('Reseller__c', 'Resellr__c')))).toThrow(
      'Deal_Reg__c.csv, line 1: expected the column Resellr__c, which the mapping names for Partner__c; did you mean Reseller__c?',
    );
    expect(() => checkMapping(folder, mapped('Quote: { object: Offer__c }\n'))).toThrow(
      'expected the file Offer__c.csv, which the mapping names for Quote',
    );
  });
});
