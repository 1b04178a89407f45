import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateGrids } from '../../deploy/profiles/generate-grids.ts';
import { divide, outline, share, squaresOf } from '../../deploy/profiles/synthetic/lattice.ts';
import { PROFILES } from './profiles.ts';

const drawn = generateGrids();

describe('synthetic grids', () => {
  it.each([...drawn])('are committed as drawn: %s', (path, text) => {
    expect(readFileSync(join(PROFILES, path), 'utf8')).toBe(text);
  });

  it('are all the maps there are, and say so', () => {
    const maps = readdirSync(PROFILES, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.geojson'),
    );
    expect(maps.sort()).toEqual([...drawn.keys()].sort());
    for (const text of drawn.values()) expect(JSON.parse(text)).toMatchObject({ synthetic: true });
  });

  it('stay small', () => {
    const bytes = [...drawn.values()].map((text) => text.length);
    expect(Math.max(...bytes)).toBeLessThan(250_000);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_000_000);
  });
});

describe('lattice', () => {
  it('shares a number out into parts that differ by one', () => {
    expect(share(11, 4)).toEqual([2, 3, 3, 3]);
  });

  it('divides squares into whole pieces of given sizes', () => {
    const pieces = divide(squaresOf({ column: 0, row: 0, columns: 5, rows: 4 }), [7, 7, 6]);
    expect(pieces.map((piece) => piece.length)).toEqual([7, 7, 6]);
    expect(new Set(pieces.flat().map(({ column, row }) => `${column} ${row}`)).size).toBe(20);
  });

  it('refuses an outline in two pieces', () => {
    const ring = (x: number) =>
      [
        [x, 0],
        [x + 1, 0],
        [x + 1, 1],
        [x, 0],
      ] as const;
    expect(() => outline([ring(0), ring(5)])).toThrow('not one piece');
  });
});
