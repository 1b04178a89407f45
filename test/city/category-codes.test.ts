import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODE_LAYOUTS, type CodeLayout, createCodeCodec, wideMinor } from '../../gateway/city/category-codes.ts';

const GROUPS = new Set(['C01', 'C21', 'E01', 'E04']);
const layouts = Object.keys(CODE_LAYOUTS) as CodeLayout[];
const codec = (layout: CodeLayout) => createCodeCodec(layout, GROUPS);

const minor = fc.integer({ min: 1, max: 99 }).map((n) => String(n).padStart(2, '0'));
const object = fc.record({
  category: fc.tuple(fc.constantFrom(...GROUPS), minor).map(([group, n]) => group + n),
  district: fc.integer({ min: 100_000, max: 999_999 }).map(String),
  serial: fc.integer({ min: 1, max: 99_999 }),
});

describe('16-digit codes of components and events', () => {
  it('reads a code of a public deployment in the older layout', () => {
    const older = createCodeCodec('2+2+6', new Set(['C01']));
    expect(older.decode('C3205080101000001')).toEqual({ category: 'C0101', district: '320508', serial: 1 });
  });

  it.each(layouts)('%s: what is written is read again', (layout) => {
    fc.assert(
      fc.property(object, (code) => {
        const text = codec(layout).encode(code);
        expect(text).toMatch(/^[CE]\d{16}$/);
        expect(codec(layout).decode(text)).toEqual(code);
      }),
    );
  });

  it.each(layouts)('%s: a component and an event of the same numbers never share a code', (layout) => {
    fc.assert(
      fc.property(object, (code) => {
        const twin = { ...code, category: (code.category.startsWith('C') ? 'E01' : 'C01') + code.category.slice(3) };
        expect(codec(layout).encode(twin)).not.toBe(codec(layout).encode(code));
      }),
    );
  });

  it.each(layouts)('%s: whatever is no code is refused by name, never misread', (layout) => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[CEX]?\d{14,18}$/)), (text) => {
        let read: ReturnType<ReturnType<typeof codec>['decode']> | undefined;
        try {
          read = codec(layout).decode(text);
        } catch (error) {
          expect(error).toMatchObject({ code: 'REQUEST_INVALID' });
        }
        if (read) expect(codec(layout).encode(read)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('maps standard and extension minors of the two layouts onto each other', () => {
    expect(['01', '79', '80', '99'].map(wideMinor)).toEqual(['001', '079', '980', '999']);
    const wide = createCodeCodec('2+3+5', GROUPS);
    expect(wide.encode({ category: 'E0498', district: '610104', serial: 7 })).toBe('E6101040499800007');
    expect(() => wide.decode('E6101040450000007')).toThrow(/minor 500 \(小类\) is none.*use 001–079 or 980–999/);
  });

  it.each([
    ['digits alone', '3205080101000001', /could be a component or an event; put C or E before it/],
    ['an unknown major', 'C3205089901000001', /major 99 \(大类\) is none of C: 01, 21/],
    ['a major of the other letter', 'E3205082101000001', /major 21 .* is none of E: 01, 04/],
    ['a district that is none', 'C0205080101000001', /no district begins with 0/],
    ['serial zero', 'C3205080101000000', /serials begin with 1/],
    ['minor zero', 'C3205080100000001', /minor 00/],
    ['too few digits', 'C32050801010001', /write C or E and 16 digits/],
  ])('refuses %s', (_, text, expected) => {
    expect(() => codec('2+2+6').decode(text)).toThrow(expected);
  });

  it.each([
    [{ category: 'X0101', district: '320508', serial: 1 }, /no category/],
    [{ category: 'C0101', district: '32050', serial: 1 }, /no district/],
    [{ category: 'C0101', district: '320508', serial: 1_000_000 }, /not from 1 to 999999/],
    [{ category: 'C0501', district: '320508', serial: 1 }, /major 05/],
  ])('does not write %o', (code, expected) => {
    expect(() => codec('2+2+6').encode(code)).toThrow(expected);
  });

  it('gives out extensions from the top down, passing over what is taken, until none is left', () => {
    const { nextExtension } = codec('2+2+6');
    expect(nextExtension('E04', [])).toBe('E0499');
    expect(nextExtension('E04', ['E0499', 'E0498', 'E0496'])).toBe('E0497');
    expect(nextExtension('E01', ['E0499'])).toBe('E0199');
    const all = Array.from({ length: 20 }, (_, i) => `E04${80 + i}`);
    expect(() => nextExtension('E04', all)).toThrow(/no extension left/);
    expect(() => nextExtension('E09', [])).toThrow(/major 09/);
  });
});
