import { describe, expect, it } from 'vitest';
import { loadCity } from '../../gateway/city/city.ts';
import { areaOf, type MultiPolygon } from '../../gateway/city/geometry.ts';
import { type DiffSide, diffGrids } from '../../gateway/city/grid-diff.ts';
import type { GridCell } from '../../gateway/city/grid-systems.ts';
import { PROFILES, square } from './profiles.ts';

const SIZE = 0.01;
const one = areaOf([[square(108, 34, SIZE)]]);
const at = (lon: number, size = SIZE): MultiPolygon => [[square(lon, 34, size)]];
const cell = (code: string, shape: MultiPolygon, more: Partial<GridCell> = {}): GridCell => ({
  ...{ code, parent: 'T', level: 'grid', name: code, type: 'URBAN', shape, areaM2: areaOf(shape), where: () => '' },
  ...more,
});
const side = (version: string, ...leaves: GridCell[]): DiffSide => ({ spec: { system: 's', version }, leaves });

describe('difference of two versions', () => {
  it('finds +3 −1 between the two of Jiading, and whose ground the new ones are', () => {
    const { systems } = loadCity({ profilesDir: PROFILES, profile: 'jiading' });
    const of = (version: string) => systems.find(({ spec }) => spec.version === version) as DiffSide;
    const diff = diffGrids(of('2014'), of('2017'));
    expect(diff).toMatchObject({ from: { version: '2014', cells: 417 }, to: { version: '2017', cells: 419 } });
    expect([diff.added.length, diff.removed.length, diff.unchanged]).toEqual([3, 1, 416]);
    expect([diff.moved, diff.reshaped, diff.retyped, diff.reparented, diff.renamed].flat()).toEqual([]);
    const [gone] = diff.removed;
    expect(gone?.type).toBe('SELF_GOVERNED');
    expect(gone?.to.map(({ code }) => code).sort()).toEqual(diff.added.map(({ code }) => code));
    expect(gone?.to.reduce((sum, { areaM2 }) => sum + areaM2, 0)).toBeCloseTo(gone?.areaM2 ?? 0, -2);
    for (const { type, areaM2, of: ground } of diff.added) {
      expect(type).toBe('URBAN');
      expect(ground).toEqual([{ code: gone?.code, areaM2: expect.closeTo(areaM2, -1) }]);
    }
  });

  it('tells a reshaped cell from a moved one', () => {
    const wider: MultiPolygon = [[square(108, 34, SIZE).map(([lon, lat]) => [lon > 108 ? lon + SIZE / 4 : lon, lat])]];
    const diff = diffGrids(
      side('1', cell('A', at(108)), cell('B', at(109)), cell('C', at(110))),
      side('2', cell('A', wider), cell('B', at(109.05)), cell('C', at(110))),
    );
    expect(diff.reshaped).toMatchObject([{ code: 'A', lostM2: expect.closeTo(0, 0) }]);
    expect(diff.reshaped[0]?.gainedM2).toBeCloseTo(one / 4, -3);
    expect(diff.moved).toMatchObject([{ code: 'B' }]);
    expect((diff.moved[0]?.byM ?? 0) / (0.05 * 92_360)).toBeCloseTo(1, 2);
    expect(diff.unchanged).toBe(1);
  });

  it('takes drawing noise for nothing, and a ring that begins elsewhere too', () => {
    const [ring = []] = at(108)[0] ?? [];
    const turned: MultiPolygon = [[[...ring.slice(1), ring[1] ?? []]]];
    const noisy: MultiPolygon = [[square(108 + 1e-10, 34, SIZE)]];
    for (const again of [turned, noisy])
      expect(diffGrids(side('1', cell('A', at(108))), side('2', cell('A', again)))).toMatchObject({
        ...{ reshaped: [], moved: [], unchanged: 1 },
      });
  });

  it('says what else changed', () => {
    const diff = diffGrids(
      side('1', cell('A', at(108)), cell('B', at(109)), cell('C', at(110))),
      side(
        '2',
        cell('A', at(108), { type: 'SELF_GOVERNED' }),
        cell('B', at(109), { parent: 'U' }),
        cell('C', at(110), { name: 'new' }),
      ),
    );
    expect(diff.retyped).toMatchObject([{ code: 'A', type: 'SELF_GOVERNED', was: 'URBAN' }]);
    expect(diff.reparented).toMatchObject([{ code: 'B', was: 'T', parent: 'U' }]);
    expect(diff.renamed).toMatchObject([{ code: 'C', name: 'new', was: 'C' }]);
    expect(diff.unchanged).toBe(0);
  });
});
