import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { loadCity } from '../../gateway/city/city.ts';
import { deviceTypeSchema } from '../../gateway/http/device-types.ts';
import { PROFILES } from '../city/profiles.ts';
import { bundledTypes } from '../support/class-rig.ts';
import { bearer, openHttpRig } from '../support/http-rig.ts';

describe('GET /v1/device-types', () => {
  const fits = new Ajv({ strict: false, allErrors: true }).compile(deviceTypeSchema);
  it.each([...bundledTypes.values()])('declares every field of $typeId', (type) => {
    // As it is sent: what is undefined is not.
    fits(JSON.parse(JSON.stringify(type)));
    expect(fits.errors ?? []).toEqual([]);
  });
  it('would notice one it does not declare', () => {
    expect(fits({ ...bundledTypes.get('smoke'), colour: 'red' })).toBe(false);
  });
});

describe('GET /v1/catalogue', () => {
  it('declares every field that categories of the bundled cities have', async () => {
    const rig = await openHttpRig();
    const { json } = await rig.http.app.inject({ url: '/openapi.json', headers: bearer('viewer') });
    await rig.stop();
    const items =
      json().paths['/v1/catalogue'].get.responses['200'].content['application/json'].schema.properties.items;
    const declared = new Set(Object.keys(items.items.properties));
    for (const profile of ['lianhu', 'zhongshan'])
      for (const row of loadCity({ profilesDir: PROFILES, profile }).catalogue.categories.values())
        for (const [key, value] of Object.entries(row)) if (value !== undefined) expect(declared).toContain(key);
  });
});
