import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUnitGrid, encodeUnitGrid } from '../../gateway/city/grid-code.ts';

const three = fc.integer({ min: 0, max: 999 }).map((n) => String(n).padStart(3, '0'));

describe('15-digit codes of unit grids', () => {
  it('are division and number', () => {
    expect(decodeUnitGrid('610104002003001')).toEqual({
      ...{ district: '610104', street: '002', community: '003', number: 1 },
    });
  });

  it('are read as they were written', () => {
    const grid = fc.record({
      district: fc.integer({ min: 100_000, max: 999_999 }).map(String),
      street: three,
      community: three,
      number: fc.integer({ min: 1, max: 999 }),
    });
    fc.assert(
      fc.property(grid, (code) => {
        expect(decodeUnitGrid(encodeUnitGrid(code))).toEqual(code);
      }),
    );
  });

  it.each(['', '61010400200300', '6101040020030011', '010104002003001', '610104002003000', '61010400200300a'])(
    'are not "%s"',
    (text) => {
      expect(() => decodeUnitGrid(text)).toThrow(/REQUEST_INVALID/);
    },
  );

  it.each([
    { district: '61010', street: '002', community: '003', number: 1 },
    { district: '610104', street: '2', community: '003', number: 1 },
    { district: '610104', street: '002', community: '003', number: 1_000 },
  ])('are not made of %o', (code) => {
    expect(() => encodeUnitGrid(code)).toThrow(/REQUEST_INVALID/);
  });
});
