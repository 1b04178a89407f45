import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLiveCity } from '../../gateway/city/live-city.ts';
import { editableProfiles } from './profiles.ts';

const PROFILE = 'minhang-gumei';
const MARCH = Date.parse('2026-03-04T10:00:00+08:00');

function open(now = MARCH) {
  const profiles = editableProfiles();
  const warnings: string[] = [];
  const city = openLiveCity({
    ...{ profilesDir: profiles.folder, profile: PROFILE },
    now: () => now,
    warn: (message) => warnings.push(message),
  });
  return { profiles, warnings, city };
}

describe('a city that is read again', () => {
  it('swaps every part at once, also for whoever holds one of its methods', () => {
    const { profiles, city } = open();
    const { category, deadlines, dutyHint } = city;
    const before = category('E0101');
    const place = { grids: [{ path: ['310112006'] }] };
    const night = Date.parse('2026-03-04T23:00:00+08:00');
    expect([before?.name.zh, dutyHint(place, {}, night)?.post, city.catalogue.version]).toEqual([
      '违法建筑',
      'GM-N1',
      '2026.1',
    ]);

    profiles.edit(`${PROFILE}/catalogue.yaml`, 'version: "2026.1"', 'version: "2026.2"');
    profiles.edit(`${PROFILE}/catalogue.yaml`, 'zh: 违法建筑', 'response: 5min, zh: 违建');
    profiles.edit(`${PROFILE}/duty.yaml`, 'GM-N1', 'GM-N9');
    profiles.edit(`${PROFILE}/profile.yaml`, 'version: "2026.1"', 'version: "2026.5"');
    let swaps = 0;
    const unsubscribe = city.onReload(() => swaps++);
    expect(category('E0101')).toBe(before);
    expect(city.reload()).toEqual({
      profile: { id: PROFILE, from: '2026.1', to: '2026.5' },
      catalogue: { from: '2026.1', to: '2026.2' },
      warnings: [],
    });
    const after = category('E0101');
    expect([after?.name.zh, dutyHint(place, {}, night)?.post, city.catalogue.version]).toEqual([
      '违建',
      'GM-N9',
      '2026.2',
    ]);
    expect(after && deadlines(after, MARCH).response - MARCH).toBe(300_000);
    expect(city.profile.version).toBe('2026.5');
    expect(swaps).toBe(1);
    // What was raised before keeps what it was raised under.
    expect(before?.name.zh).toBe('违法建筑');
    unsubscribe();
    city.reload();
    expect(swaps).toBe(1);
  });

  it('keeps what it had when anything is wrong, and names everything that is', () => {
    const { profiles, city } = open();
    const before = city.category('E0101');
    profiles.edit(`${PROFILE}/catalogue.yaml`, 'zh: 违法建筑', 'severty: 1, zh: 违建');
    profiles.edit(`${PROFILE}/duty.yaml`, 'role: grid-officer', 'role: knight');
    profiles.edit(`${PROFILE}/profile.yaml`, 'communities: 12', 'communities: 13');
    const fault = () => {
      try {
        city.reload();
      } catch (error) {
        return error as Error;
      }
      return undefined;
    };
    const where = (file: string) => new RegExp(`${PROFILE}/${file}:\\d+:\\d+: `);
    for (const file of ['catalogue.yaml', 'duty.yaml', 'profile.yaml']) expect(fault()?.message).toMatch(where(file));
    expect(fault()).toMatchObject({ code: 'CITY_INVALID' });
    expect(city.category('E0101')).toBe(before);
    expect(city.dutyHint({ grids: [{ path: ['310112006P1'] }] }, {}, MARCH)?.role).toBe('grid-officer');
  });

  it('refuses another catalogue under the same version: a case names the version it was raised under', () => {
    const { profiles, city } = open();
    profiles.edit(`${PROFILE}/catalogue.yaml`, 'zh: 违法建筑', 'zh: 违建');
    expect(() => city.reload()).toThrow(/catalogue "minhang-gumei" was changed but is still version "2026.1"/);
    expect(city.category('E0101')?.name.zh).toBe('违法建筑');
    profiles.edit(`${PROFILE}/catalogue.yaml`, 'zh: 违建', 'zh: 违法建筑');
    profiles.edit(`${PROFILE}/duty.yaml`, 'GM-N1', 'GM-N2');
    expect(city.reload().catalogue).toEqual({ from: '2026.1', to: '2026.1' });
  });

  it('may be spread and asked for its parts like any other', () => {
    const { city } = open();
    expect({ ...city }.districtOrg).toBe('310112');
    expect('reload' in city && 'locate' in city && !('nothing' in city)).toBe(true);
    expect(city.locate).toBe(city.locate);
  });

  it('warns at once of a calendar that runs out, and again when a deadline is counted without one, once', () => {
    const { warnings, city } = open(Date.parse('2026-11-20T10:00:00+08:00'));
    expect(warnings).toEqual([expect.stringMatching(/no holiday calendar for 2027/)]);
    const litter = city.category('E0102');
    if (!litter) throw new Error('E0102 is missing');
    const day = (text: string) => city.deadlines(litter, Date.parse(`${text}T10:00:00+08:00`));
    day('2026-11-20');
    expect(warnings).toHaveLength(1);
    day('2026-12-31');
    day('2027-02-08');
    expect(warnings).toHaveLength(2);
    day('2028-02-08');
    expect(warnings[2]).toMatch(/2028/);
  });

  it('reads a district of the operator’s own, its base and calendars coming from the bundled ones', () => {
    const bundled = editableProfiles();
    const folder = join(bundled.folder, 'own');
    const copy = (file: string) =>
      bundled.write(`own/harbour/${file}`, readFileSync(join(bundled.folder, PROFILE, file), 'utf8'));
    for (const file of ['street', 'areas', 'communities', 'grids', 'managed-area']) copy(`grids/${file}.geojson`);
    for (const file of ['profile.yaml', 'catalogue.yaml', 'duty.yaml']) copy(file);
    bundled.edit('own/harbour/profile.yaml', `id: ${PROFILE}`, 'id: harbour');
    const city = openLiveCity({ profilesDir: folder, profile: 'harbour', now: () => MARCH, warn: () => undefined });
    expect([city.profile.id, city.category('E0498')?.name.zh]).toEqual(['harbour', '火灾']);
    expect([...city.calendarYears]).toEqual([2025, 2026]);
    expect(city.modeSpec('FLOOD').id).toBe('FLOOD');
    expect(
      openLiveCity({ profilesDir: folder, profile: PROFILE, now: () => MARCH, warn: () => undefined }).profile.id,
    ).toBe(PROFILE);
    // An own base comes before the bundled one.
    bundled.write('own/base/catalogue.yaml', 'id: own\nversion: "1"\ngroups: []\n');
    expect(() => city.reload()).toThrow(/E0101 is not in the catalogue below/);
  });
});
