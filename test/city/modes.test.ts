import { describe, expect, it } from 'vitest';
import { checkCity } from '../../gateway/city/check.ts';
import { loadCity } from '../../gateway/city/city.ts';
import { editableProfiles, lines, PROFILES } from './profiles.ts';

const city = loadCity({ profilesDir: PROFILES, profile: 'lianhu' });

function withModes(text: string) {
  const profiles = editableProfiles();
  profiles.edit('lianhu/profile.yaml', 'catalogue: catalogue.yaml\n', 'catalogue: catalogue.yaml\nmodes: modes.yaml\n');
  profiles.write('lianhu/modes.yaml', `modes:\n${text}`);
  return {
    load: () => loadCity({ profilesDir: profiles.folder, profile: 'lianhu' }),
    problems: () =>
      lines(
        checkCity(profiles.folder, 'lianhu').filter(({ level }) => level === 'error'),
        profiles.folder,
      ).join('\n'),
  };
}

describe('operating modes', () => {
  it('say what a flood changes: limits of water, reporting every 5 minutes, the street, and bins that wait', () => {
    const flood = city.modeSpec('FLOOD');
    expect(flood.thresholds.find(({ ruleId }) => ruleId === 'flood-closed')).toEqual({
      ...{ typeId: 'flood', ruleId: 'flood-closed', set: 20, clear: 8 },
    });
    expect(flood.sampling).toContainEqual({ typeId: 'sewer', interval: 300_000 });
    expect(flood.routing[0]).toMatchObject({ categories: expect.arrayContaining(['E0406']), level: 'STREET' });
    expect(flood.deferred).toContain('C0305');
  });

  it('change nothing while it is normal, and in a mode the city does not have', () => {
    expect(city.modeSpec('NORMAL')).toMatchObject({ thresholds: [], sampling: [], routing: [], deferred: [] });
    expect(city.modeSpec('SIEGE')).toBe(city.modeSpec('NORMAL'));
  });

  it('never let life safety wait', () => {
    for (const { deferred } of city.modes)
      for (const code of deferred) expect(city.category(code)?.lifeSafety ?? false, code).toBe(false);
  });

  it('may be the city’s own: in place of one of the base, or beside them', () => {
    const own = withModes(
      '  - { id: FLOOD, name: { zh: 汛, en: own }, deferred: [E0102] }\n  - { id: MARATHON, name: { zh: 马拉松, en: marathon } }\n',
    ).load();
    expect(own.modes.map(({ id }) => id)).toEqual([
      ...['NORMAL', 'FLOOD', 'HEATWAVE', 'EVENT', 'EPIDEMIC', 'MARATHON'],
    ]);
    expect(own.modeSpec('FLOOD')).toEqual({
      ...{ id: 'FLOOD', name: { zh: '汛', en: 'own' }, thresholds: [], sampling: [], routing: [], deferred: ['E0102'] },
    });
  });

  it.each([
    [
      'a fire that waits',
      '{ id: A, name: { zh: x, en: x }, deferred: [E0498] }',
      /mode A defers E0498, which is about life safety/,
    ],
    ['a category that is none', '{ id: A, name: { zh: x, en: x }, deferred: [E0999] }', /mode A names E0999/],
    [
      'nobody to route to',
      '{ id: A, name: { zh: x, en: x }, routing: [{ categories: [E0406], dept: navy, responderRole: sailor }] }',
      /routes to "navy", no department[\s\S]*routes to "sailor", no role/,
    ],
    ['another normal', '{ id: NORMAL, name: { zh: x, en: x }, deferred: [E0102] }', /mode NORMAL changes something/],
    ['a name that is none', '{ id: flood, name: { zh: x, en: x } }', /a mode is 1 to 32/],
  ])('refuse %s', (_, mode, expected) => {
    const problems = withModes(`  - ${mode}\n`).problems();
    expect(problems).toMatch(expected);
    expect(problems).toMatch(/^error lianhu\/modes\.yaml:2:\d+ /);
  });
});
