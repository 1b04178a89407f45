import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCity } from '../../gateway/city/city.ts';
import { fromWgs84 } from '../../gateway/city/coordinates.ts';
import { crsMismatch, judgePosition } from '../../gateway/city/position-guard.ts';
import type { Crs, GeoPosition } from '../../gateway/model/observation.ts';
import { PROFILES } from './profiles.ts';

const HOME = { lon: 108.93, lat: 34.26, crs: 'wgs84' } as const satisfies GeoPosition;
const fixed = { position: HOME, mobility: 'FIXED' } as const;
const mobile = { position: HOME, mobility: 'MOBILE' } as const;
/** The numbers of one system under the name of another. */
const mislabelled = (really: Crs, declared: Crs): GeoPosition => ({ ...fromWgs84(HOME, really), crs: declared });

describe('position guard', () => {
  it('believes a fixed device near its place, and goes by the registered position', () => {
    expect(judgePosition({ ...HOME, lat: 34.2602 }, fixed)).toEqual({ position: HOME, quality: 'GOOD' });
    expect(judgePosition(undefined, fixed)).toEqual({ position: HOME, quality: 'GOOD' });
  });

  it('goes by the report of a mobile device, and of one without a registered place', () => {
    const there = { ...HOME, lon: 108.95 };
    expect(judgePosition(there, mobile)).toEqual({ position: there, quality: 'GOOD' });
    expect(judgePosition(there, { mobility: 'FIXED' })).toEqual({ position: there, quality: 'GOOD' });
  });

  it.each([
    [{ lon: 0, lat: 0 }, 'NULL_ISLAND'],
    [{ lon: 34.26, lat: 108.93 }, 'SWAPPED'],
    [{ lon: 2.35, lat: 48.85 }, 'OUTSIDE_CHINA'],
    [{ lon: Number.NaN, lat: 34 }, 'NOT_FINITE'],
  ])('uses the registered position instead of %o, fixed or mobile', (place, fault) => {
    for (const device of [fixed, mobile])
      expect(judgePosition({ ...place, crs: 'wgs84' }, device)).toMatchObject({
        ...{ position: HOME, quality: 'SUSPECT', fault, detail: expect.any(String) },
      });
    expect(judgePosition({ ...place, crs: 'wgs84' }, { mobility: 'MOBILE' })).not.toHaveProperty('position');
  });

  it('does not believe a fixed device that is 2 km from where it is registered', () => {
    expect(judgePosition({ ...HOME, lat: 34.2775 }, fixed)).toMatchObject({ quality: 'GOOD' });
    expect(judgePosition({ ...HOME, lat: 34.28 }, fixed)).toMatchObject({
      ...{ position: HOME, quality: 'SUSPECT', fault: 'FAR_FROM_REGISTERED' },
      detail: expect.stringMatching(/^2219 m from the registered position/),
    });
  });

  it('recognises GCJ-02 declared as WGS-84 by its shift, and says how far off it is', () => {
    expect(judgePosition(mislabelled('gcj02', 'wgs84'), fixed)).toMatchObject({
      ...{ position: HOME, quality: 'SUSPECT', fault: 'CRS_MISMATCH' },
      detail: expect.stringMatching(
        /^looks like GCJ-02 declared as WGS-84: off by 46[12] m, 0 m when read as GCJ-02; correct/,
      ),
    });
  });

  it.each([
    ['bd09', 'wgs84', 'looks like BD-09 declared as WGS-84'],
    ['bd09', 'gcj02', 'looks like BD-09 declared as GCJ-02'],
    ['gcj02', 'cgcs2000', 'looks like GCJ-02 declared as CGCS2000'],
    // Converted once already, and declared as what it was before.
    ['wgs84', 'gcj02', 'looks like WGS-84 declared as GCJ-02'],
  ] as const)('recognises %s declared as %s', (really, declared, words) => {
    expect(judgePosition(mislabelled(really, declared), fixed).detail).toContain(words);
  });

  it('tells of the shift of a mobile device without holding it against it', () => {
    const reported = mislabelled('gcj02', 'wgs84');
    expect(judgePosition(reported, mobile)).toMatchObject({
      ...{ position: reported, quality: 'GOOD', detail: expect.stringContaining('GCJ-02') },
    });
  });

  it('finds the mistake all over China, with the noise of a fix, and not in displacements of another direction', () => {
    const place = fc.tuple(fc.double({ min: 76, max: 133, noNaN: true }), fc.double({ min: 6, max: 50, noNaN: true }));
    const noise = fc.tuple(
      fc.double({ min: -2e-4, max: 2e-4, noNaN: true }),
      fc.double({ min: -2e-4, max: 2e-4, noNaN: true }),
    );
    fc.assert(
      fc.property(place, noise, ([lon, lat], [east, north]) => {
        const gcj = fromWgs84({ lon, lat }, 'gcj02');
        const seen = { lon: gcj.lon + east, lat: gcj.lat + north, crs: 'wgs84' } as const;
        expect(crsMismatch(seen, { lon, lat })?.looksLike).toBe('gcj02');
        const opposite = { lon: 2 * lon - gcj.lon, lat: 2 * lat - gcj.lat, crs: 'wgs84' } as const;
        expect(crsMismatch(opposite, { lon, lat })).toBeUndefined();
      }),
    );
  });

  it('notices a registration in the wrong system by what the device reports, either way round', () => {
    const registered = { position: mislabelled('gcj02', 'wgs84'), mobility: 'FIXED' } as const;
    expect(judgePosition(HOME, registered)).toMatchObject({
      ...{ position: registered.position, quality: 'SUSPECT', fault: 'REGISTERED_CRS_MISMATCH' },
      detail: expect.stringMatching(
        /registration looks like GCJ-02 declared as WGS-84: 46[12] m from where .* wrong grid/,
      ),
    });
  });

  it('catches unconverted GCJ-02 in Lianhu, where nearly every such point lies in another grid', () => {
    const city = loadCity({ profilesDir: PROFILES, profile: 'lianhu' });
    const [system] = city.systems;
    const tally = { points: 0, misgridded: 0, caught: 0 };
    for (const { shape } of system?.leaves ?? []) {
      const ring = shape[0]?.[0] ?? [];
      const lon = ring.slice(1).reduce((sum, at) => sum + (at[0] ?? 0), 0) / (ring.length - 1);
      const lat = ring.slice(1).reduce((sum, at) => sum + (at[1] ?? 0), 0) / (ring.length - 1);
      const known = { lon, lat, crs: 'wgs84' } as const;
      const reported = { ...fromWgs84(known, 'gcj02'), crs: 'wgs84' } as const;
      const codeAt = (position: GeoPosition) => city.locate(position).grids[0]?.code;
      tally.points++;
      if (codeAt(reported) !== codeAt(known)) tally.misgridded++;
      const asReported = judgePosition(reported, { position: known, mobility: 'FIXED' });
      const asRegistered = judgePosition(known, { position: reported, mobility: 'FIXED' });
      if (asReported.fault === 'CRS_MISMATCH' && asRegistered.fault === 'REGISTERED_CRS_MISMATCH') tally.caught++;
    }
    expect(tally.points).toBe(364);
    expect(tally.misgridded / tally.points).toBeGreaterThan(0.99);
    expect(tally.caught).toBe(tally.points);
  });
});
