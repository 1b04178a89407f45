import { describe, expect, it } from 'vitest';
import { filterWordsOf } from '../gateway/cases-wiring.ts';
import { loadCity } from '../gateway/city/city.ts';
import { checkFilter } from '../gateway/delivery/filter-check.ts';
import { unknownDevice } from '../gateway/ingest/device-directory.ts';
import { PROFILES } from './city/profiles.ts';

const device = { ...unknownDevice('acme', 's1'), orgCode: 'own-park' };
const directory = {
  ids: () => [device.deviceId, 'acme/gone'],
  get: (id: string) => (id.endsWith('s1') ? device : undefined),
};

describe.each(['lianhu', 'zhongshan'])('the words of receivers’ filters in %s', (profile) => {
  const city = loadCity({ profilesDir: PROFILES, profile });
  const words = filterWordsOf(city, directory);
  const refusalOf = (filter: object) => {
    try {
      checkFilter(filter, words);
      return undefined;
    } catch (error) {
      return (error as { path?: string }).path;
    }
  };

  it('are all that a case can carry', () => {
    const categories = [...city.catalogue.categories.values()];
    const depts = categories.flatMap(({ dept, departments = {} }) => [dept, ...Object.values(departments)]);
    const cells = city.systems.flatMap(({ spec, leaves, paths }) =>
      leaves.map(({ code }, i) => ({ spec, code, path: paths[i] ?? [] })),
    );
    const own = cells.filter(({ spec }) => spec.system === city.systems[0]?.spec.system);
    expect(own.length).toBeGreaterThan(20);
    const told = own.flatMap(({ path }) => [...path, city.communityOf(path) ?? []].flat());
    expect(refusalOf({ categories: categories.map(({ code }) => code), depts })).toBeUndefined();
    expect(refusalOf({ grids: ['UNGRIDDED', ...cells.flatMap(({ code, path }) => [code, ...path])] })).toBeUndefined();
    expect(
      refusalOf({ orgCodes: [city.districtOrg, ...city.orgs.map(({ code }) => code), ...told, 'own-park'] }),
    ).toBeUndefined();
  });

  it('are nothing else', () => {
    expect(refusalOf({ grids: [city.systems[0]?.leaves[0]?.code, 'G1'] })).toBe('filter.grids.1');
    expect(refusalOf({ orgCodes: ['dispatch'] })).toBe('filter.orgCodes.0');
    expect(refusalOf({ orgCodes: ['acme'] })).toBe('filter.orgCodes.0');
    expect(refusalOf({ depts: ['fire brigade'] })).toBe('filter.depts.0');
  });
});
