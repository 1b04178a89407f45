import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonErrorAt } from '../../../adapters/lib/json-error.ts';

describe('jsonErrorAt', () => {
  it.each([
    ['{oops', 1],
    ['{"a":1,}', 7],
    ['[1,]', 3],
    ['{"a" 1}', 5],
    ['{"a":01}', 6],
    ["{'a':1}", 1],
    ['{"a":1} x', 8],
    ['[1 2]', 3],
    ['{"a":[1,{"b":tru}]}', 13],
    ['}', 0],
    ['["a\nb"]', 1],
    ['{"a":1]', 6],
    ['{"a":', 5],
    ['[1', 2],
    ['', 0],
  ])('%j stops being JSON at %s', (text, at) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(jsonErrorAt(text)).toBe(at);
  });

  it('finds nothing wrong before the end of what the engine accepts', () => {
    fc.assert(fc.property(fc.json(), (text) => jsonErrorAt(text) === text.length));
  });

  it('finds the place where a cut or a stray character breaks it, and always ends', () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 3 }),
        fc.nat(60),
        fc.constantFrom('', '}', ']', ',', ':', '"', 'x', '\u0000'),
        (text, at, stray) => {
          const broken = text.slice(0, at) + stray;
          const place = jsonErrorAt(broken);
          expect(place).toBeGreaterThanOrEqual(0);
          expect(place).toBeLessThanOrEqual(broken.length);
        },
      ),
    );
  });
});
