import { describe, expect, it } from '@jest/globals';
import { namesFor } from '../../../sync-service/salesforce/names.ts';

describe('without a namespace', () => {
  const names = namesFor('');

  it('names stay as they are, out and in', () => {
    expect(names.query('SELECT Partner__r.Name FROM Deal_Registration__c')).toBe(
      'SELECT Partner__r.Name FROM Deal_Registration__c',
    );
    expect(names.read({ Status__c: 'Open' })).toEqual({ Status__c: 'Open' });
  });
});

describe('with a namespace', () => {
  const names = namesFor('fl');

  it('our objects, fields and relationships get it, standard names do not', () => {
    expect(
      names.query('SELECT Id, Partner__r.Level_Key__c, Owner.Name FROM Deal_Registration__c WHERE Amount__c > 1'),
    ).toBe(
      'SELECT Id, fl__Partner__r.fl__Level_Key__c, Owner.Name FROM fl__Deal_Registration__c WHERE fl__Amount__c > 1',
    );
    expect(['Deal_Registration__History', 'Channel_Conflict__Share'].map(names.inOrg)).toEqual([
      'fl__Deal_Registration__History',
      'fl__Channel_Conflict__Share',
    ]);
  });

  it('text between quotes is left alone, with an escaped quote in it too', () => {
    expect(names.query("SELECT Id FROM Account WHERE Name = 'A__c \\' B__c' AND Tax_Id__c = null")).toBe(
      "SELECT Id FROM Account WHERE Name = 'A__c \\' B__c' AND fl__Tax_Id__c = null",
    );
  });

  it('a record to write gets it in the records it refers to as well', () => {
    expect(names.record({ Id: '1', Conflict__r: { Case_Key__c: 'k' }, What__c: null })).toEqual({
      Id: '1',
      fl__Conflict__r: { fl__Case_Key__c: 'k' },
      fl__What__c: null,
    });
  });

  it('a record that was read loses it at every depth', () => {
    expect(
      names.read([
        { Id: '1', fl__Partner__r: { fl__Level_Key__c: 'gold' }, fl__Kids__r: { records: [{ fl__A__c: 1 }] } },
      ]),
    ).toEqual([{ Id: '1', Partner__r: { Level_Key__c: 'gold' }, Kids__r: { records: [{ A__c: 1 }] } }]);
  });
});
