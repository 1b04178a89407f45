import { describe, expect, it } from 'vitest';
import { areaOf, type MultiPolygon } from '../../gateway/city/geometry.ts';
import { checkTiling } from '../../gateway/city/grid-checks.ts';
import type { GridCell } from '../../gateway/city/grid-systems.ts';
import { square } from './profiles.ts';

/** 0.001° is about 111 m by 92 m here. */
const SIZE = 0.001;
const one = areaOf([[square(108, 34, SIZE)]]);

function cell(code: string, level: string, shape: MultiPolygon, parent?: string): GridCell {
  const where = () => `cells.geojson:${code}`;
  return { code, level, name: code, type: 'URBAN', shape, areaM2: areaOf(shape), where, ...(parent ? { parent } : {}) };
}

const at = (column: number, row = 0): MultiPolygon => [[square(108 + column * SIZE, 34 + row * SIZE, SIZE)]];
/** From 108° E, `width` degrees wide. */
const strip = (width: number): MultiPolygon => [
  [square(108, 34, SIZE).map(([lon, lat]): [number, number] => [lon > 108 ? 108 + width : lon, lat])],
];
const two = strip(2 * SIZE);
const unit = cell('U', 'unit', two);

function check(cells: GridCell[], mask: MultiPolygon = two, toleranceM2 = 1) {
  return checkTiling({ cells, leafLevel: 'grid', mask, maskAt: () => 'mask.geojson:1:1', toleranceM2 });
}

describe('grid checks', () => {
  it('accepts a tiling', () => {
    expect(check([unit, cell('A', 'grid', at(0), 'U'), cell('B', 'grid', at(1), 'U')])).toEqual([]);
  });

  it('finds an overlap, with both codes, its size and its place', () => {
    const wide = strip(0.0012);
    const [problem, ...others] = check([unit, cell('A', 'grid', wide, 'U'), cell('B', 'grid', at(1), 'U')]);
    expect(others).toEqual([]);
    expect(problem?.where).toBe('cells.geojson:A');
    expect(problem?.message).toMatch(
      /^grids A and B overlap by [\d.]+ m² \(largest piece near 108\.0011\d*, 34\.0005\d*\)$/,
    );
    expect(problem?.areaM2).toBeCloseTo(0.2 * one, 0);
  });

  it('finds a gap against the managed area', () => {
    const [problem, ...others] = check([unit, cell('A', 'grid', at(0), 'U')]);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ level: 'error', where: 'mask.geojson:1:1' });
    expect(problem?.message).toMatch(/^the managed area has no grid on /);
    expect(problem?.areaM2).toBeCloseTo(one, 0);
  });

  it('finds a child outside its parent, though inside the managed area', () => {
    const half = cell('V', 'unit', at(0));
    const other = cell('W', 'unit', at(1));
    const cells = [half, other, cell('A', 'grid', at(0), 'V'), cell('B', 'grid', at(1), 'V')];
    const [problem, ...others] = check(cells);
    expect(others).toEqual([]);
    expect(problem?.message).toMatch(/^grid B lies outside its parent V, in W, with /);
    expect(problem?.areaM2).toBeCloseTo(one, 0);
  });

  it('finds a leaf beyond the managed area', () => {
    const cells = [cell('A', 'grid', at(0)), cell('B', 'grid', at(1)), cell('C', 'grid', at(2))];
    const [problem, ...others] = check(cells);
    expect(others).toEqual([]);
    expect(problem?.message).toMatch(/^grid C lies outside the managed area with /);
    expect(problem?.areaM2).toBeCloseTo(one, 0);
  });

  it('lets drawing noise pass up to the tolerance, and no more', () => {
    const sliver = strip(0.001_000_3);
    const cells = [unit, cell('A', 'grid', sliver, 'U'), cell('B', 'grid', at(1), 'U')];
    expect(check(cells, two, 5)).toEqual([]);
    expect(check(cells, two, 1)).toHaveLength(1);
  });

  it('names the largest of many problems and counts the others, with their sum', () => {
    // A comb of cells, each reaching over a quarter of the next one.
    const comb = Array.from({ length: 101 }, (_, i) =>
      cell(`C${String(i).padStart(3, '0')}`, 'grid', [
        [
          square(108 + i * SIZE, 34, SIZE).map(([lon, lat]): [number, number] => [
            lon > 108 + i * SIZE ? lon + SIZE / 4 : lon,
            lat,
          ]),
        ],
      ]),
    );
    const mask: MultiPolygon = [[square(107, 33, 2)]];
    const tiling = { cells: comb, leafLevel: 'grid', mask, maskAt: () => 'mask', toleranceM2: 1, sparse: true };
    const overlaps = checkTiling(tiling);
    expect(overlaps).toHaveLength(21);
    expect(overlaps.at(-1)?.message).toMatch(
      /^and 80 smaller overlaps of [\d.]+ m² in all; "gridwarden city check --all" names/,
    );
    expect(overlaps.reduce((sum, { areaM2 = 0 }) => sum + areaM2, 0)).toBeCloseTo(25 * one, -1);
    expect(checkTiling({ ...tiling, named: Number.POSITIVE_INFINITY })).toHaveLength(100);
  });

  it('lets the cells of an overlay lie about, but not outside its area', () => {
    const sparse = { leafLevel: 'grid', maskAt: () => 'mask', toleranceM2: 1, sparse: true };
    expect(checkTiling({ ...sparse, cells: [cell('A', 'grid', at(0))], mask: two })).toEqual([]);
    expect(checkTiling({ ...sparse, cells: [cell('A', 'grid', at(5))] })).toEqual([]);
    expect(checkTiling({ ...sparse, cells: [cell('A', 'grid', at(5))], mask: two })).toMatchObject([
      { message: expect.stringMatching(/^grid A lies outside the managed area/) },
    ]);
  });
});
