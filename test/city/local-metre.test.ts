import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLocalMetre, localMetreSchema } from '../../gateway/city/local-metre.ts';

/** UTM zone 51 is a transverse Mercator too, and its numbers are public. */
const utm51 = createLocalMetre(localMetreSchema.parse({ centralMeridian: 123, scale: 0.9996, falseEasting: 500_000 }));
/** A grid about a place, as a city has it. */
const city = createLocalMetre(localMetreSchema.parse({ centralMeridian: 121.467, latitudeOfOrigin: 31.23 }));

describe('local metre grid', () => {
  it('begins at its origin', () => {
    expect(city.fromWgs84(121.467, 31.23)).toEqual({ east: 0, north: 0 });
    expect(utm51.fromWgs84(123, 0)).toEqual({ east: 500_000, north: 0 });
  });

  it('has the meridian of the ellipsoid: a quadrant of 10,001,965.7 m', () => {
    expect(utm51.fromWgs84(123, 90).north / 0.9996).toBeCloseTo(10_001_965.73, 1);
  });

  it('is conformal and true to scale near its meridian', () => {
    const step = 1e-4;
    const at = city.fromWgs84(121.3, 31.35);
    const [east, north] = [city.fromWgs84(121.3 + step, 31.35), city.fromWgs84(121.3, 31.35 + step)];
    const alongEast = Math.hypot(east.east - at.east, east.north - at.north);
    const alongNorth = Math.hypot(north.east - at.east, north.north - at.north);
    // One ten-thousandth of a degree on the ellipsoid at 31.35° N: 9.5157 m of parallel, 11.0873 m of meridian.
    expect(alongEast).toBeCloseTo(9.516, 2);
    expect(alongNorth).toBeCloseTo(11.087, 2);
    const turn = (east.east - at.east) * (north.east - at.east) + (east.north - at.north) * (north.north - at.north);
    expect(Math.abs(turn)).toBeLessThan(1e-3);
  });

  it('comes back to a millimetre', () => {
    const lonLat = fc.tuple(
      fc.double({ min: 119, max: 124, noNaN: true }),
      fc.double({ min: 20, max: 45, noNaN: true }),
    );
    fc.assert(
      fc.property(lonLat, ([lon, lat]) => {
        const { east, north } = city.fromWgs84(lon, lat);
        const back = city.toWgs84(east, north);
        expect(Math.abs(back.lon - lon)).toBeLessThan(1e-8);
        expect(Math.abs(back.lat - lat)).toBeLessThan(1e-8);
      }),
    );
  });

  it('is never guessed: without a central meridian there is none', () => {
    expect(localMetreSchema.safeParse({}).success).toBe(false);
  });
});
