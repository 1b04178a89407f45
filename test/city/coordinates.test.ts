import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { positionFault, toBd09, toGcj02, toWgs84 } from '../../gateway/city/coordinates.ts';

/** Pairs that independent public implementations agree on. */
const PAIRS = [
  { wgs84: [121.5272106, 31.1774276], gcj02: [121.531541859215, 31.17530398364597] },
  { wgs84: [113.912316, 22.543847], gcj02: [113.9171764808363, 22.540796131694766] },
  { wgs84: [116.377817, 39.911954], gcj02: [116.38404722455657, 39.91334545536069] },
] as const;

describe('coordinates', () => {
  it.each(PAIRS)('shifts $wgs84 to GCJ-02 and back', ({ wgs84: [lon, lat], gcj02 }) => {
    const there = toGcj02(lon, lat);
    expect(there.lon).toBeCloseTo(gcj02[0], 9);
    expect(there.lat).toBeCloseTo(gcj02[1], 9);
    const back = toWgs84({ lon: gcj02[0], lat: gcj02[1], crs: 'gcj02' });
    expect(Math.abs(back.lon - lon)).toBeLessThan(1e-8);
    expect(Math.abs(back.lat - lat)).toBeLessThan(1e-8);
  });

  it('unwinds a published BD-09 pair', () => {
    const back = toWgs84({ lon: 116.41661560068297, lat: 39.92196580126834, crs: 'bd09' });
    expect(Math.abs(back.lon - 116.403988)).toBeLessThan(1e-8);
    expect(Math.abs(back.lat - 39.914266)).toBeLessThan(1e-8);
  });

  it('shifts Lianhu by 461 m: 426 m east, 178 m south', () => {
    const there = toGcj02(108.93, 34.26);
    expect((there.lon - 108.93) * 92_030).toBeCloseTo(426, -1);
    expect((34.26 - there.lat) * 110_930).toBeCloseTo(178, -1);
  });

  it('inverts both shifts to better than 1e-7° all over China', () => {
    const lonLat = fc.tuple(fc.double({ min: 75, max: 134, noNaN: true }), fc.double({ min: 5, max: 52, noNaN: true }));
    fc.assert(
      fc.property(lonLat, ([lon, lat]) => {
        const gcj = toGcj02(lon, lat);
        const bd = toBd09(gcj.lon, gcj.lat);
        for (const back of [toWgs84({ ...gcj, crs: 'gcj02' }), toWgs84({ ...bd, crs: 'bd09' })]) {
          expect(Math.abs(back.lon - lon)).toBeLessThan(1e-7);
          expect(Math.abs(back.lat - lat)).toBeLessThan(1e-7);
        }
      }),
    );
  });

  it('ends for any numbers in any system', () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), fc.constantFrom('gcj02', 'bd09', 'wgs84', 'cgcs2000'), (lon, lat, crs) => {
        toWgs84({ lon, lat, crs });
      }),
    );
    for (let lon = 73.39; lon < 73.42; lon += 0.000_1) toWgs84({ lon, lat: 34, crs: 'gcj02' });
  });

  it('leaves WGS-84, CGCS2000 and places outside China alone', () => {
    expect(toWgs84({ lon: 108.93, lat: 34.26, crs: 'cgcs2000' })).toEqual({ lon: 108.93, lat: 34.26 });
    expect(toWgs84({ lon: 2.35, lat: 48.85, crs: 'gcj02' })).toEqual({ lon: 2.35, lat: 48.85 });
    expect(toGcj02(2.35, 48.85)).toEqual({ lon: 2.35, lat: 48.85 });
  });

  it.each([
    [{ lon: 108.93, lat: 34.26 }, undefined],
    [{ lon: 0, lat: 0 }, 'NULL_ISLAND'],
    [{ lon: 34.26, lat: 108.93 }, 'SWAPPED'],
    [{ lon: 2.35, lat: 48.85 }, 'OUTSIDE_CHINA'],
    [{ lon: Number.NaN, lat: 34.26 }, 'NOT_FINITE'],
    [{ lon: 108.93, lat: Number.POSITIVE_INFINITY }, 'NOT_FINITE'],
  ])('guards %o: %s', (position, fault) => {
    expect(positionFault(position)).toBe(fault);
  });
});
