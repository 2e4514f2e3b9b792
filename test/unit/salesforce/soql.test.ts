import { describe, expect, it } from '@jest/globals';
import { boundQueries, lastOf } from '../../../sync-service/salesforce/soql.ts';

const idOf = (n: number) => `001${String(n).padStart(12, '0')}AAA`;

describe('binding', () => {
  it('puts in text, dates, instants and lists', () => {
    expect(
      boundQueries('SELECT Id FROM A WHERE B = :b AND C >= :c AND D < :d AND E IN :e', {
        values: { b: "O'Neill\\", c: { date: '2026-03-01' }, d: { instant: Date.UTC(2026, 2, 1, 9) } },
        lists: { e: ['x', 'y'] },
      }),
    ).toEqual([
      "SELECT Id FROM A WHERE B = 'O\\'Neill\\\\' AND C >= 2026-03-01 AND D < 2026-03-01T09:00:00.000Z AND E IN ('x','y')",
    ]);
  });

  it('adds optional fields at the front', () => {
    expect(boundQueries('SELECT Id FROM A', { also: ['CurrencyIsoCode'] })).toEqual([
      'SELECT CurrencyIsoCode, Id FROM A',
    ]);
  });

  it('refuses a value that the query has no place for', () => {
    expect(() => boundQueries('SELECT Id FROM A', { values: { b: 'x' } })).toThrow('no place for b');
    expect(() => boundQueries('SELECT Id FROM A', { ids: ['x'] })).toThrow('no place for the ids');
  });
});

describe('a list of ids', () => {
  const soql = 'SELECT Id FROM A WHERE B IN :ids';

  it('that is empty asks nothing', () => {
    expect(boundQueries(soql, { ids: [] })).toEqual([]);
  });

  it('names each id once', () => {
    expect(boundQueries(soql, { ids: ['a', 'b', 'a'] })).toEqual(["SELECT Id FROM A WHERE B IN ('a','b')"]);
  });

  // On the wire an id takes 27 characters: 18 of its own, %27 on both sides, and the comma as %2C.
  it('of 550 fits one query, of 700 takes two, and none is lost or too long', () => {
    const ids = Array.from({ length: 700 }, (_, n) => idOf(n));
    expect(boundQueries(soql, { ids: ids.slice(0, 550) })).toHaveLength(1);
    const two = boundQueries(soql, { ids });
    expect(two).toHaveLength(2);
    expect(two.join().match(/001\d{12}AAA/g)).toEqual(ids);
    for (const query of two) expect(encodeURIComponent(query).length).toBeLessThanOrEqual(15_000);
  });

  it('that stands in two places leaves room for both', () => {
    const ids = Array.from({ length: 400 }, (_, n) => idOf(n));
    const queries = boundQueries('SELECT Id FROM A WHERE B IN :ids OR C IN :ids', { ids });
    expect(queries).toHaveLength(2);
    for (const query of queries) expect(encodeURIComponent(query).length).toBeLessThanOrEqual(15_000);
  });
});

describe('turning pages by id', () => {
  const page = (length: number) => Array.from({ length }, (_, n) => ({ Id: idOf(n) }));

  it('goes on after a full page and ends with one that is not full', () => {
    expect(lastOf(page(2000))).toBe(idOf(1999));
    expect(lastOf(page(1999))).toBeNull();
    expect(lastOf([])).toBeNull();
  });
});
