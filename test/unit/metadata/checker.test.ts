import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkComponents, checkQueries } from '../../../scripts/metadata/code.ts';
import { readMetadata, type Finding } from '../../../scripts/metadata/files.ts';
import { checkLimits } from '../../../scripts/metadata/limits.ts';
import { checkPages } from '../../../scripts/metadata/pages.ts';
import { checkReferences, namesOf } from '../../../scripts/metadata/references.ts';
import { checkStructure } from '../../../scripts/metadata/structure.ts';
import { checkTranslations } from '../../../scripts/metadata/translations.ts';
import { openRecords } from '../../local-org/records/index.ts';
import { loadSchema } from '../../local-org/schema/index.ts';

const project = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'fairlead-metadata-'));
const real = join(folder, 'force-app');
beforeAll(() => {
  cpSync(join(project, 'force-app'), real, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const objects = 'main/default/objects';
const field = `${objects}/Deal_Registration__c/fields/Amount__c.field-meta.xml`;
const gate = `${objects}/Opportunity/validationRules/Fairlead_Gate.validationRule-meta.xml`;
const sales = 'main/default/permissionsets/Fairlead_Salesperson.permissionset-meta.xml';
const member = 'cdc/default/platformEventChannelMembers/Fairlead_Account.platformEventChannelMember-meta.xml';

/** Findings of the real metadata with one text of one file replaced by another. */
function findingsWith(path: string, from: string | RegExp, to: string): string[] {
  const file = join(real, path);
  const before = readFileSync(file, 'utf8');
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${path} has no ${String(from)}`);
  writeFileSync(file, after);
  try {
    return check();
  } finally {
    writeFileSync(file, before);
  }
}

function check(): string[] {
  const findings: Finding[] = [];
  const files = readMetadata(real, findings);
  for (const file of files) {
    checkStructure(file, findings);
    checkLimits(file, findings);
  }
  if (findings.length === 0) {
    const names = namesOf(schema(), files);
    for (const file of files) {
      checkReferences(file, names, findings);
      checkPages(file, names, findings);
      checkTranslations(file, names, findings);
    }
    checkComponents(real, names, findings);
  }
  return findings.map(({ where, what }) => `${where}  ${what}`);
}

function schema() {
  return loadSchema({
    forceApp: real,
    packages: ['main', 'i18n', 'cdc', 'quotes', 'experience'],
    features: ['changeEvents', 'fieldHistory', 'quotes', 'translations', 'experience'],
  });
}

it('finds nothing in the real metadata', () => {
  expect(check()).toEqual([]);
});

describe('structure and limits', () => {
  it.each([
    ['an unknown element', field, '<scale>', '<skale>2</skale>\n    <scale>', 'skale: unknown element'],
    ['a value that is none of the enum', field, '>Currency<', '>Money<', 'type: "Money" — expected one of'],
    ['no boolean', field, '<required>false', '<required>no', 'required: "no" — expected true or false'],
    ['no number', field, '<precision>18', '<precision>many', 'precision: "many" — expected a number'],
    ['a missing element', gate, /<errorMessage>[^<]*<\/errorMessage>/, '', 'errorMessage: missing'],
    [
      'an element that stands twice',
      field,
      '<type>',
      '<type>Currency</type>\n    <type>',
      'type: stands more than once',
    ],
    [
      'a message of more than 255 characters',
      gate,
      '<errorMessage>',
      `<errorMessage>${'x'.repeat(200)}`,
      'at most 255',
    ],
    ['a label of more than 40 characters', field, '<label>', `<label>${'x'.repeat(40)}`, 'at most 40'],
    ['another name than the file', field, '>Amount__c<', '>Sum__c<', 'expected Amount__c, as the file is called'],
    ['no well-formed XML', field, '</label>', '</lable>', 'no well-formed XML'],
  ])('finds %s', (_what, path, from, to, expected) => {
    const findings = findingsWith(path, from, to);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toContain(expected);
    expect(findings[0]).toMatch(/-meta\.xml:\d+ {2}/);
  });
});

describe('references', () => {
  it.each([
    [
      'a field that does not exist',
      sales,
      'Account.Partner_Roles__c',
      'Account.Roles__c',
      'field Account.Roles__c does not exist',
    ],
    [
      'an object that does not exist',
      sales,
      '<object>Competency__c',
      '<object>Skill__c',
      'object Skill__c does not exist',
    ],
    [
      'a custom permission that does not exist',
      sales,
      '<name>Fairlead_Gate',
      '<name>Gate',
      'custom permission Gate does not exist',
    ],
    [
      'a tab that does not exist',
      sales,
      '<tab>Exemption_Request__c',
      '<tab>Exemption__c',
      'tab Exemption__c does not exist',
    ],
    [
      'a formula that is editable',
      sales,
      /false(<\/editable>\s*<field>Opportunity\.Gate_Open__c)/,
      'true$1',
      'nobody edits it',
    ],
    [
      'a right without the one it needs',
      sales,
      /<allowRead>true(<\/allowRead>\s*<modifyAllRecords>false<\/modifyAllRecords>\s*<object>Opportunity<)/,
      '<allowRead>false$1',
      'allowEdit needs allowRead',
    ],
    [
      'a column that does not exist',
      `${objects}/Deal_Registration__c/listViews/Fairlead_In_Force.listView-meta.xml`,
      '>Customer__c<',
      '>Client__c<',
      'Deal_Registration__c.Client__c does not exist',
    ],
    ['a channel that does not exist', member, 'Fairlead__chn', 'Other__chn', 'channel Other__chn does not exist'],
    [
      'a label that is translated and does not exist',
      'i18n/default/translations/fr.translation-meta.xml',
      '>Fairlead_Read_Again<',
      '>Fairlead_Read_Anew<',
      'label Fairlead_Read_Anew does not exist',
    ],
    [
      'a relationship name that is taken',
      `${objects}/Deal_Event__c/fields/Partner__c.field-meta.xml`,
      '>Partner_Events<',
      '>Deal_Events<',
      'is taken by',
    ],
    [
      "a component's label that does not exist",
      'main/default/lwc/unread/unread.js',
      'c.Fairlead_Read_Again',
      'c.Fairlead_Read_Anew',
      'label c.Fairlead_Read_Anew does not exist',
    ],
    [
      "a component's field that does not exist",
      'main/default/lwc/engagementPanel/engagementPanel.js',
      'Opportunity.Engaged_Partner__c',
      'Opportunity.Partner__c',
      'field Opportunity.Partner__c does not exist',
    ],
    [
      'a GraphQL field that does not exist',
      'main/default/lwc/engagementPanel/query.js',
      'Gate_Open__c {',
      'Gate__c {',
      'Cannot query field "Gate__c" on type "Deal_Assessment__c"',
    ],
    [
      'a GraphQL variable of another type than its place',
      'main/default/lwc/engagementPanel/query.js',
      '$recordId: ID',
      '$recordId: Picklist',
      'Variable "$recordId" of type "Picklist" used in position expecting type "ID"',
    ],
  ])('finds %s', (_what, path, from, to, expected) => {
    const findings = findingsWith(path, from, to);
    expect(findings.join('\n')).toContain(expected);
    expect(findings[0]).toMatch(/:\d+ {2}/);
  });
});

describe('pages', () => {
  const recordPage = 'main/default/flexipages/Fairlead_Opportunity_Record_Page.flexipage-meta.xml';
  const desk = 'main/default/flexipages/Fairlead_Conflict_Desk.flexipage-meta.xml';
  const tab = 'main/default/tabs/Fairlead_Conflict_Desk.tab-meta.xml';
  const app = 'main/default/applications/Fairlead.app-meta.xml';
  it.each([
    ['a component that does not exist', recordPage, '>c:marginPanel', '>c:margin', 'component c:margin does not exist'],
    [
      'a component that is not for such a page',
      recordPage,
      '>c:marginPanel',
      '>c:conflictDesk',
      'c:conflictDesk is not exposed to lightning__RecordPage',
    ],
    ['a region that the template lacks', desk, '<name>main', '<name>sidebar', 'has no region sidebar'],
    ['a facet that does not exist', recordPage, '<value>sidebarTabs', '<value>tabs', 'facet tabs does not exist'],
    ['an identifier that stands twice', recordPage, 'r>c_marginPanel', 'r>c_engagementPanel', 'stands twice'],
    ['an object that does not exist', recordPage, '>Opportunity<', '>Deal<', 'object Deal does not exist'],
    ['a tab without its page', tab, '<flexiPage>Fairlead_', '<flexiPage>', 'page Conflict_Desk does not exist'],
    [
      'a tab with a page of another kind',
      tab,
      '<flexiPage>Fairlead_Conflict_Desk',
      '<flexiPage>Fairlead_Opportunity_Record_Page',
      'Fairlead_Opportunity_Record_Page is no app page',
    ],
    [
      'a component that is not exposed',
      'main/default/lwc/marginPanel/marginPanel.js-meta.xml',
      '<isExposed>true',
      '<isExposed>false',
      'c:marginPanel is not exposed to lightning__RecordPage',
    ],
    [
      'a component that is for another object',
      'main/default/lwc/marginPanel/marginPanel.js-meta.xml',
      '<object>Opportunity',
      '<object>Account',
      'c:marginPanel is not for Opportunity',
    ],
    ['a component without identifier', desk, /<identifier>[^<]*<\/identifier>/, '', 'c:requestDesk has no identifier'],
    ['a template that it does not know', desk, 'defaultAppHome', 'appHome', 'is not known to this check'],
    ["an app's page that does not exist", app, '<content>Fairlead_', '<content>', 'Record_Page does not exist'],
    [
      'a tab that a language does not name',
      'i18n/default/translations/fr.translation-meta.xml',
      /<customTabs>\s*<label>[^<]*<\/label>\s*<name>Fairlead_Conflict_Desk<\/name>\s*<\/customTabs>/,
      '',
      'tab Fairlead_Conflict_Desk is not translated',
    ],
    [
      'a name of a tab that does not exist',
      'i18n/default/translations/fr.translation-meta.xml',
      '<name>Fairlead_Conflict_Desk',
      '<name>Fairlead_Desk',
      'tab Fairlead_Desk does not exist',
    ],
  ])('finds %s', (_what, path, from, to, expected) => {
    const findings = findingsWith(path, from, to);
    expect(findings.join('\n')).toContain(expected);
    expect(findings[0]).toMatch(/:\d+ {2}/);
  });
});

describe('translations', () => {
  it.each([
    [
      'a label out of order',
      'main/default/labels/CustomLabels.labels-meta.xml',
      '<fullName>Fairlead_Band_Above<',
      '<fullName>Fairlead_Zebra<',
      'label Fairlead_Band_Below belongs before Fairlead_Zebra',
    ],
    [
      'a label that a language lacks',
      'i18n/default/translations/de.translation-meta.xml',
      />Fairlead_Flag_Count<\/name>/,
      '>Fairlead_Why_Own_Rate</name>',
      'label Fairlead_Flag_Count is not translated',
    ],
    [
      'a placeholder lost in translation',
      'i18n/default/translations/es.translation-meta.xml',
      'esta operación: {0}',
      'esta operación',
      'label Fairlead_Flag_Count has the placeholders none, not {0}',
    ],
    [
      'a picklist value that is translated and does not exist',
      'i18n/default/objectTranslations/Deal_Registration__c-fr/Status__c.fieldTranslation-meta.xml',
      '>Queued<',
      '>Waiting<',
      'Deal_Registration__c.Status__c has no value Waiting',
    ],
    [
      'a rule that is translated and does not exist',
      'i18n/default/objectTranslations/Opportunity-fr/Opportunity-fr.objectTranslation-meta.xml',
      '>Fairlead_Gate<',
      '>Gate<',
      'Opportunity has no rule Gate',
    ],
    [
      'a picklist value that a language lacks',
      'i18n/default/objectTranslations/Channel_Conflict__c-de/Pattern__c.fieldTranslation-meta.xml',
      /<picklistValues>\s*<masterLabel>Shadow[^]*?<\/picklistValues>/,
      '',
      'the value Shadow is not translated',
    ],
    [
      'help that a language lacks',
      'i18n/default/objectTranslations/Channel_Conflict__c-es/Pattern__c.fieldTranslation-meta.xml',
      /<help>[^<]*<\/help>/,
      '',
      'help is not translated',
    ],
    [
      'a field that a language lacks',
      'i18n/default/objectTranslations/Channel_Conflict__c-de/Pattern__c.fieldTranslation-meta.xml',
      '<name>Pattern__c',
      '<name>Aspects__c',
      'field Channel_Conflict__c.Pattern__c is not translated',
    ],
    [
      'a message that a language lacks',
      'i18n/default/objectTranslations/Opportunity-de/Opportunity-de.objectTranslation-meta.xml',
      /<validationRules>[^]*<\/validationRules>/,
      '',
      'the rule Fairlead_Gate is not translated',
    ],
  ])('finds %s', (_what, path, from, to, expected) => {
    const findings = findingsWith(path, from, to);
    expect(findings.join('\n')).toContain(expected);
    expect(findings[0]).toMatch(/:\d+ {2}/);
  });
});

describe('formulas', () => {
  const brokenBy = (from: string, to: string) => () => {
    const file = join(real, gate);
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before.replace(from, to));
    try {
      openRecords({ schema: schema(), now: Date.now }).close();
    } finally {
      writeFileSync(file, before);
    }
  };
  it('are refused with a field that does not exist', () => {
    expect(brokenBy('Deal_Assessment__r.Gate_Open__c', 'Deal_Assessment__r.Gate__c')).toThrow('Gate__c');
  });
  it('are refused with a custom permission that does not exist', () => {
    expect(brokenBy('$Permission.Fairlead_Gate', '$Permission.Gate')).toThrow('Gate');
  });
  it('are refused where the types do not fit', () => {
    expect(brokenBy('NOT(Deal_Assessment__r.Gate_Open__c)', 'NOT(Deal_Assessment__r.Open_Conflicts__c)')).toThrow(
      'Fairlead_Gate',
    );
  });
});

describe('queries', () => {
  const findingsOf = (source: string) => {
    const path = join(folder, 'queries', 'read.ts');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, source);
    const findings: Finding[] = [];
    const queries = checkQueries(dirname(path), schema(), findings);
    return { queries, findings: findings.map(({ where, what }) => `${where}  ${what}`) };
  };
  it('are found with what is bound later, and pass', () => {
    expect(
      findingsOf(`const a = 'SELECT Id FROM Opportunity WHERE Id IN :ids AND CloseDate >= :since LIMIT 5';`),
    ).toEqual({ queries: 1, findings: [] });
  });
  it('with a wrong field or object are told with their line', () => {
    const { findings } = findingsOf(
      `\nconst a = 'SELECT Stage FROM Opportunity';\nconst b = 'SELECT Id FROM Deal__c';`,
    );
    expect(findings).toHaveLength(2);
    expect(findings[0]).toMatch(/read\.ts:2 {2}INVALID_FIELD/);
    expect(findings[1]).toMatch(/read\.ts:3 {2}INVALID_TYPE/);
  });
});

it('ends with 0 on the project as it is', () => {
  const { status, stdout } = spawnSync(process.execPath, [join(project, 'scripts/check-metadata.ts')], {
    encoding: 'utf8',
  });
  expect(stdout).toMatch(/^check:metadata: \d+ files, \d+ queries, nothing to find$/m);
  expect(status).toBe(0);
});
