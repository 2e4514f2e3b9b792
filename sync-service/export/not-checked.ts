/** What an export can't tell, in words, and what must not be judged for that: data that is missing accuses nobody. */
import type { Id } from '../domain/deal.ts';
import type { Gathered } from './gather.ts';
import type { ExportFiles } from './files.ts';
import type { TableName } from './tables.ts';

/** What is not known, where judging all the same would accuse people of what the data lacks. */
export interface Unknown {
  /** On which opportunities nobody can tell who stands. */
  partnersOn: 'none' | 'those with partner rows' | 'all';
  /** Whether people of a partner took part in an activity. */
  whoTookPart: boolean;
}

export function unknownIn(files: ExportFiles): Unknown {
  const lacks = (table: TableName, column: string) => files.has(table) && files.lacks(table).includes(column);
  // Both tell the same; the first that is there is read.
  const rows = (['OpportunityPartner', 'Partner'] as const).find((table) => files.has(table));
  const nameless = rows !== undefined && lacks(rows, 'AccountToId');
  const noLookup = lacks('Opportunity', 'Engaged_Partner__c');
  return {
    partnersOn: noLookup && (rows === undefined || nameless) ? 'all' : nameless ? 'those with partner rows' : 'none',
    whoTookPart: !files.has('Contact') || lacks('Task', 'WhoId') || lacks('Event', 'WhoId'),
  };
}

/** What each file would have told. */
const without: readonly (readonly [TableName | readonly TableName[], string])[] = [
  [
    'OpportunityFieldHistory',
    'no changes of partner, stage and owner: who entered or removed a partner, and whether he stood there in time',
  ],
  ['OpportunityHistory', 'no states of opportunities: when a stage was reached before field history begins'],
  ['OpportunityLineItem', 'no products: only opportunities that a registration names are compared with it'],
  ['Product2', 'no product families: only opportunities that a registration names are compared with it'],
  [
    'AccountHistory',
    'no changes of accounts: customers tagged as named accounts, or moved to a direct owner, after a registration came in',
  ],
  [['Task', 'Event'], "no activities: the vendor's work before a registration, and contact without the partner"],
  [
    'Contact',
    'no contacts: whether people of the partner took part in a contact, and so entries that are late on paper',
  ],
  ['Quote', 'no quotes: prices below those of the partner'],
  ['QuoteLineItem', 'no lines of quotes: prices below those of the partner'],
  [
    ['OpportunityPartner', 'Partner'],
    'no partner rows: partners who stand on an opportunity otherwise than by its lookup',
  ],
  ['Exemption_Request__c', 'no exemptions: partners who declined, letters of customers'],
  ['User', 'no users: people are told by their ids'],
];

/** Columns of files that are there, without which a question stays open. */
const missing: readonly (readonly [TableName, string, string])[] = [
  ['Opportunity', 'AccountId', 'only opportunities that a registration names are compared with it'],
  ['Opportunity', 'Engaged_Partner__c', 'partners are known by partner rows only'],
  ['Opportunity', 'Type', 'renewals are not told apart'],
  ['Account', 'Named_Account__c', 'customers tagged as named accounts'],
  ['Account', 'BillingCountry', 'customers of another country are not told apart'],
  ['Account', 'Website', 'customers are compared by their names'],
  ['Account', 'ParentId', 'companies of one group are known by their names only'],
  [
    'Deal_Registration__c',
    'Opportunity__c',
    'registrations are brought to their opportunities by customer and product',
  ],
  ['Deal_Registration__c', 'Product_Families__c', 'registrations are compared with the opportunity they name only'],
  ['Deal_Registration__c', 'Customer__c', 'customers of registrations are told by their names'],
  ['Deal_Registration__c', 'Customer_Name__c', 'customers of registrations are told by the lookup to their account'],
  ['Deal_Registration__c', 'Submitted_At__c', 'registrations count as submitted when they were created'],
  ['Deal_Registration__c', 'Decided_At__c', 'registrations count as decided when they were submitted'],
  ['Deal_Registration__c', 'Decision_Reason__c', 'customers tagged as named accounts: why registrations were ended'],
  ['Deal_Registration__c', 'Partner_Confirmed_At__c', 'whether partners confirmed that they were at work'],
  ['Deal_Registration__c', 'Ended_At__c', 'registrations ended before their time'],
  ['Task', 'WhoId', 'whether people of the partner took part, and so entries that are late on paper'],
  ['Event', 'WhoId', 'whether people of the partner took part, and so entries that are late on paper'],
  ['OpportunityPartner', 'AccountToId', 'customers with such a row were not judged, as it names nobody'],
  ['Partner', 'AccountToId', 'customers with such a row were not judged, as it names nobody'],
  [
    'Quote',
    'QuoteAccountId',
    'whom a quote was made out to, and so prices offered past the partner on his own opportunity',
  ],
  ['Deal_Registration__c', 'Protected_Until__c', "the end of protection is worked out by the policy's days"],
];

const mostIds = 10;

/** What the histories of opportunities keep from being judged. */
export function unjudgedInWords(ids: readonly Id[]): string[] {
  if (ids.length === 0) return [];
  const shown = ids.toSorted().slice(0, mostIds).join(', ');
  const more = ids.length > mostIds ? ` and ${ids.length - mostIds} more` : '';
  return [
    `OpportunityFieldHistory: opportunities not judged, as it tells their partners by names that no partner of the export has, or several: ${shown}${more}`,
  ];
}

/** Every question that the export leaves open, with what is lacking for it. */
export function notCheckedIn(
  files: ExportFiles,
  { historyFrom, tellsMergers }: Pick<Gathered, 'historyFrom' | 'tellsMergers'>,
): string[] {
  const absent = without.flatMap(([names, told]) => {
    const list = typeof names === 'string' ? [names] : names;
    return list.some((name) => files.has(name)) ? [] : [`${list.join(' and ')}: ${told}`];
  });
  const columns = missing.flatMap(([table, column, told]) =>
    files.has(table) && files.lacks(table).includes(column) ? [`${table}.${column}: ${told}`] : [],
  );
  const history =
    historyFrom === null
      ? files.has('OpportunityFieldHistory')
        ? ['OpportunityFieldHistory: it has no rows, so nothing is known of earlier partners, stages and owners']
        : []
      : [
          `before ${new Date(historyFrom).toISOString().slice(0, 10)}: no changes of fields are known; nothing is held against anyone`,
        ];
  const mergers = tellsMergers
    ? []
    : [
        'Account.MasterRecordId, with deleted accounts, or the history of Opportunity.AccountId: whether an opportunity stood under an account that was merged since',
      ];
  const nobody =
    unknownIn(files).partnersOn === 'all'
      ? [
          'Opportunity.Engaged_Partner__c, OpportunityPartner and Partner: nothing was judged, as nobody is known to stand on an opportunity',
        ]
      : [];
  return [...nobody, ...absent, ...columns, ...mergers, ...history];
}
