import { remedyInWords, storyInWords } from 'c/conflictStories';

jest.mock('@salesforce/i18n/locale', () => ({ default: 'de-DE' }), { virtual: true });
jest.mock('@salesforce/i18n/lang', () => ({ default: 'de' }), { virtual: true });
jest.mock(
  '@salesforce/label/c.Fairlead_Desk_Story_Removed',
  () => ({ default: '{registration} schützt {deal}; am {date} entfernt.' }),
  { virtual: true }
);
jest.mock('@salesforce/label/c.Fairlead_Desk_Story_Waited_Out', () => ({ default: 'Am {parked}: {act}.' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Flag_Fact_Pushed', () => ({ default: 'der Abschluss wurde verschoben' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Desk_Closed_Entered', () => ({ default: 'am {date} eingetragen' }), {
  virtual: true
});

const story = (...told) => JSON.stringify({ version: 1, told });
const removed = { code: 'removed', args: { registration: 'DR-000001', deal: 'Sigbra', date: '2026-03-01' } };

describe('what happened in a case', () => {
  it('is told in the language of the user, a line for each pattern', () => {
    const waited = { code: 'waited out', args: { parked: '2026-06-03', act: 'pushed' } };
    expect(storyInWords(story(removed, waited), 'in English')).toBe(
      'DR-000001 schützt Sigbra; am 01.03.2026 entfernt.\nAm 03.06.2026: der Abschluss wurde verschoben.'
    );
  });

  it.each([
    ['of a code that is not known here', story(removed, { code: 'constructor', args: {} })],
    ['without a sentence', story()],
    ['that is missing', null]
  ])('%s is told as the service wrote it', (_, text) => {
    expect(storyInWords(text, 'in English')).toBe('in English');
  });
});

describe('why a case closed by itself', () => {
  it('is told in the language of the user', () => {
    expect(remedyInWords('{"version":1,"code":"entered","args":{"date":"2026-03-25"}}', 'in English')).toBe(
      'am 25.03.2026 eingetragen'
    );
  });

  it('is told as the service wrote it where its code is not known here', () => {
    expect(remedyInWords('{"version":1,"code":"bought off","args":{}}', 'in English')).toBe('in English');
    expect(remedyInWords(undefined, 'in English')).toBe('in English');
  });
});
