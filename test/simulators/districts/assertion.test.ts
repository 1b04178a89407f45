import { describe, expect, it } from 'vitest';
import { assertAll, assertion, fits, select } from '../../../simulators/districts/assertion.ts';

const answer = {
  items: [
    { code: 'E0498', count: 3, told: ['a', 'b'], closedAt: null },
    { code: 'C0305', count: 5, told: ['a'] },
  ],
  total: 8,
};
const holds = (statement: object) => assertAll(answer, [assertion.parse(statement)], 'answer');

describe('a path', () => {
  it('names members, places, all of a list, and those with a value', () => {
    expect(select(answer, '')).toBe(answer);
    expect(select(answer, 'items.1.code')).toBe('C0305');
    expect(select(answer, 'items.*.told.*')).toEqual(['a', 'b', 'a']);
    expect(select(answer, 'items.*.told.length')).toEqual([2, 1]);
    expect(select(answer, 'items.code=C0305.0.count')).toBe(5);
    expect(select(answer, 'items.code=C0305.*.count')).toEqual([5]);
    expect(select(answer, 'items.code=E0000.0.count')).toBeUndefined();
  });
});

describe('what fits', () => {
  it('has at least what is wanted; null is what is not there', () => {
    expect(fits({ a: 1, b: 2 }, { a: 1 })).toBe(true);
    expect(fits({ a: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(fits({ a: [1, 2] }, { a: [1] })).toBe(false);
    expect([fits({}, { a: null }), fits({ a: null }, { a: null }), fits({ a: 0 }, { a: null })]).toEqual([
      ...[true, true, false],
    ]);
  });
});

describe('a statement', () => {
  it.each([
    { at: 'total', is: 8 },
    { at: 'items.0.code', not: 'C0305' },
    { at: 'items', count: 2 },
    { at: 'total', atLeast: 8, atMost: 8 },
    { at: 'total', near: { value: 8.1, within: 0.02 } },
    { at: 'items.0.code', matches: '^E04' },
    { at: 'items.*.told.*', distinct: 2 },
    { at: 'items.*.count', sum: 8, ascending: true },
    { at: 'items.*.told.0', all: 'a' },
    { at: 'items.*.code', has: 'C0305', lacks: 'E0001' },
  ])('%j', (statement) => {
    expect(holds(statement)).toBe(1);
  });

  it.each([
    [{ at: 'total', is: 9 }, 'answer total: expected 9; it is 8'],
    // What is not there is not something else, matches nothing and is not all of one kind.
    [{ at: 'none', not: 1 }, 'must be there'],
    [{ at: 'none', matches: '.' }, 'expected /./'],
    [{ at: 'items.*.none', all: 1 }, 'expected each to be 1'],
    [{ at: 'items', count: 3 }, 'expected 3, found 2'],
    [{ at: 'total', atLeast: 9 }, 'expected at least 9'],
    [{ at: 'total', near: { value: 9, within: 0.01 } }, 'expected 9 ± 1 %'],
    [{ at: 'items.*.code', distinct: 1 }, 'expected 1 different, found 2'],
    [{ at: 'items.*.count', sum: 9 }, 'expected a sum of 9, found 8'],
    [{ at: 'items.*.code', ascending: true }, 'expected to ascend'],
    [{ at: 'items.*.code', has: 'E0001' }, 'expected "E0001" in it'],
    [{ at: 'items.*.code', lacks: 'E0498' }, 'must not hold "E0498"'],
  ] as const)('%j does not hold', (statement, why) => {
    expect(() => holds(statement)).toThrow(why);
  });

  it('has no other words', () => {
    expect(() => assertion.parse({ at: 'total', equals: 8 })).toThrow();
  });
});
