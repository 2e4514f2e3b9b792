import { isHidden, messageOf } from 'c/problems';

describe('problems', () => {
  it('tells what a user may not see from what the org could not do', () => {
    expect(isHidden({ message: 'no such field', extensions: { ErrorType: 'ValidationError' } })).toBe(true);
    expect(isHidden({ message: 'no', extensions: { ErrorType: 'DataFetchingException' } })).toBe(false);
    expect(isHidden({ message: 'no' })).toBe(false);
  });

  it('says what a rule and a field have against a save', () => {
    const output = {
      errors: [{ message: 'The record is locked.' }],
      fieldErrors: { Status__c: [{ message: 'Not a value of this list.' }] }
    };
    expect(messageOf({ body: { message: 'An error occurred.', output } })).toBe(
      'The record is locked. Not a value of this list.'
    );
  });

  it('says what is wrong in general where nothing in particular is', () => {
    expect(messageOf({ body: { message: 'You do not have access.', output: { errors: [], fieldErrors: {} } } })).toBe(
      'You do not have access.'
    );
  });

  it('says nothing where the org was not reached', () => {
    expect(messageOf(new TypeError('Failed to fetch'))).toBeUndefined();
    expect(messageOf(undefined)).toBeUndefined();
  });
});
