import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLiveCity } from '../gateway/city/live-city.ts';
import { createCityReload, readAside } from '../gateway/city-reload.ts';
import type { DeviceType } from '../gateway/model/device.ts';
import { editableProfiles, PROFILES } from './city/profiles.ts';
import { bundledTypes } from './support/class-rig.ts';
import { testDir } from './support/test-dir.ts';

const BUNDLED = join(PROFILES, '../../adapters/device-types');
const PROFILE = 'minhang-gumei';
const BUOY = `typeId: buoy
name: { zh: 浮标, en: Buoy }
heartbeat: 5min
channels: { depth: { unit: m, kind: number } }
events: {}
rules: []
`;

function setUp() {
  const profiles = editableProfiles();
  const own = testDir();
  const folder = { profilesDir: profiles.folder, profile: PROFILE };
  const city = openLiveCity({ ...folder, now: () => Date.parse('2026-03-04'), warn: () => undefined });
  const deviceTypes = new Map<string, DeviceType>(bundledTypes);
  const retyped: ReadonlyMap<string, DeviceType>[] = [];
  let done = 0;
  const reload = createCityReload({
    ...{ city, deviceTypes },
    rules: { retype: async (types) => void retyped.push(types) },
    read: () => readAside({ ...folder, deviceTypeFolders: [BUNDLED, own] }),
    done: () => void done++,
  });
  return { profiles, own, city, deviceTypes, retyped, reload, done: () => done };
}

describe('a reload of the city and the device types', () => {
  it('swaps both, and a city read aside is the one that is read on the spot', async () => {
    const { profiles, own, city, deviceTypes, retyped, reload, done } = setUp();
    const at = { lon: 121.4, lat: 31.145, crs: 'wgs84' } as const;
    const before = [city.locate(at), city.gridSystems(), city.catalogue.classes];
    writeFileSync(join(own, 'buoy.yaml'), BUOY);
    profiles.edit('base/modes.yaml', 'rule: flood-closed, set: 20', 'rule: flood-closed, set: 18');
    expect(await reload()).toMatchObject({ profile: { id: PROFILE }, warnings: [] });
    expect([city.locate(at), city.gridSystems(), city.catalogue.classes]).toEqual(before);
    expect(city.locate(at).grids[0]?.code).not.toBe('UNGRIDDED');
    expect(deviceTypes.get('buoy')?.heartbeat).toBe(300_000);
    const limits = retyped[0]?.get('flood')?.overrides?.map(({ rules }) => rules['flood-closed']?.set);
    expect([limits, done()]).toEqual([expect.arrayContaining([18]), 1]);
  });

  it('names what is wrong with both at once, and changes nothing', async () => {
    const { profiles, own, city, deviceTypes, retyped, reload, done } = setUp();
    const { modes } = city;
    writeFileSync(join(own, 'buoy.yaml'), BUOY.replace('heartbeat', 'heartbeet'));
    profiles.edit(`${PROFILE}/duty.yaml`, 'role: grid-officer', 'role: knight');
    const failed = await reload().catch((error: Error) => error);
    expect(failed).toMatchObject({ code: 'CITY_INVALID' });
    for (const where of [/duty\.yaml:\d+:\d+: .*knight/, /buoy\.yaml:\d+:\d+: heartbeet/])
      expect(String(failed)).toMatch(where);
    expect([city.modes === modes, deviceTypes.size, retyped, done()]).toEqual([true, bundledTypes.size, [], 0]);
    // The next one follows, as if nothing had been.
    writeFileSync(join(own, 'buoy.yaml'), BUOY);
    profiles.edit(`${PROFILE}/duty.yaml`, 'role: knight', 'role: grid-officer');
    await Promise.all([reload(), reload()]);
    expect([deviceTypes.size, done()]).toEqual([bundledTypes.size + 1, 2]);
  });

  it('leaves the device types alone when the catalogue was changed under its old version', async () => {
    const { profiles, own, deviceTypes, reload } = setUp();
    writeFileSync(join(own, 'buoy.yaml'), BUOY);
    profiles.edit(`${PROFILE}/catalogue.yaml`, 'zh: 违法建筑', 'zh: 违建');
    await expect(reload()).rejects.toThrow(/was changed but is still version/);
    expect(deviceTypes.has('buoy')).toBe(false);
  });
});
