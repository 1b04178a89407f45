import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateGrids } from '../../deploy/profiles/generate-grids.ts';
import { boxOf, type MultiPolygon, type Ring } from '../../gateway/city/geometry.ts';
import { createLocator } from '../../gateway/city/locate.ts';
import { type Feature, square } from './profiles.ts';

const shapesOf = (file: string) =>
  (JSON.parse(generateGrids().get(`lianhu/grids/${file}`) ?? '') as { features: Feature[] }).features.map(
    (feature): MultiPolygon => [feature.geometry.coordinates],
  );
const leaves = shapesOf('grids.geojson');
const mask = shapesOf('managed-area.geojson')[0] ?? [];
const locator = createLocator(leaves);
const boxes = leaves.map(boxOf);

/** The textbook test, with divisions and without an index: what the locator must agree with. */
function textbook(shape: MultiPolygon, x: number, y: number): boolean {
  let inside = false;
  const rings: Ring[] = shape.flat();
  for (const ring of rings)
    ring.slice(1).forEach(([bx = 0, by = 0], i) => {
      const [ax = 0, ay = 0] = ring[i] ?? [];
      if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
    });
  return inside;
}

/** Within 1 mm of an edge, where the tie rule decides and the textbook does not know it. */
function nearEdge(x: number, y: number): boolean {
  return leaves.some((leaf, number) => {
    const box = boxes[number];
    if (!box || x < box.west - 1e-6 || x > box.east + 1e-6 || y < box.south - 1e-6 || y > box.north + 1e-6)
      return false;
    return leaf.flat().some((ring) =>
      ring.slice(1).some(([bx = 0, by = 0], i) => {
        const [ax = 0, ay = 0] = ring[i] ?? [];
        const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
        const part = Math.max(0, Math.min(1, along));
        return Math.hypot(x - ax - part * (bx - ax), y - ay - part * (by - ay)) < 1e-8;
      }),
    );
  });
}

const anywhere = fc.tuple(
  fc.double({ min: 108.84, max: 108.945, noNaN: true }),
  fc.double({ min: 34.248, max: 34.297, noNaN: true }),
);

describe('locate', () => {
  it('puts every point of the managed area in exactly one leaf, and no other point in any', () => {
    let within = 0;
    fc.assert(
      fc.property(anywhere, ([lon, lat]) => {
        fc.pre(!nearEdge(lon, lat));
        const holders = leaves.flatMap((leaf, i) => (textbook(leaf, lon, lat) ? [i] : []));
        const managed = textbook(mask, lon, lat);
        if (managed) within++;
        expect(holders).toHaveLength(managed ? 1 : 0);
        expect(locator.find(lon, lat)).toBe(holders[0] ?? -1);
      }),
      { numRuns: 2_000 },
    );
    expect(within).toBeGreaterThan(500);
  });

  it('gives a point on a shared edge to the lowest of its neighbours', () => {
    const byCorner = new Map<string, number[]>();
    leaves.forEach((leaf, number) => {
      for (const corner of new Set(leaf.flat(2).map(String)))
        byCorner.set(corner, [...(byCorner.get(corner) ?? []), number]);
    });
    let shared = 0;
    leaves.forEach((leaf) => {
      const ring = leaf[0]?.[0] ?? [];
      ring.slice(1).forEach(([bx = 0, by = 0], i) => {
        const [ax = 0, ay = 0] = ring[i] ?? [];
        const meeting = byCorner.get(`${ax},${ay}`) ?? [];
        const far = new Set(byCorner.get(`${bx},${by}`));
        const neighbours = meeting.filter((number) => far.has(number));
        if (neighbours.length > 1) shared++;
        for (const part of [0.1, 1 / 3, 0.5, 0.77])
          expect(locator.find(ax + (bx - ax) * part, ay + (by - ay) * part)).toBe(Math.min(...neighbours));
        expect(locator.find(ax, ay)).toBe(Math.min(...meeting));
      });
    });
    expect(shared).toBeGreaterThan(3_000);
  });

  it('knows holes, several polygons, and a shape inside a hole', () => {
    const ringWithHole: MultiPolygon = [[square(0, 0, 10), square(4, 4, 2)]];
    const island: MultiPolygon = [[square(4.5, 4.5, 1)], [square(20, 0, 5)]];
    const { find } = createLocator([ringWithHole, island]);
    const points = [find(1, 1), find(4.2, 4.2), find(5, 5), find(22, 2), find(15, 2), find(4, 5)];
    expect(points).toEqual([0, -1, 1, 1, -1, 0]);
  });

  it('lets the first of overlapping shapes win, in the raster too', () => {
    const big: MultiPolygon = [[square(0, 0, 10)]];
    const small: MultiPolygon = [[square(2, 2, 6)]];
    expect(createLocator([big, small]).find(5, 5)).toBe(0);
    expect(createLocator([small, big]).find(5, 5)).toBe(0);
    expect(createLocator([small, big]).find(1, 1)).toBe(1);
  });

  it('finds nothing for no shapes and for numbers that are no place', () => {
    expect(createLocator([]).find(1, 1)).toBe(-1);
    for (const odd of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e308]) {
      expect(locator.find(odd, 34.26)).toBe(-1);
      expect(locator.find(108.93, odd)).toBe(-1);
    }
  });
});
