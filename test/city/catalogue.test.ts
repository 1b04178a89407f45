import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mergeCatalogues } from '../../gateway/city/catalogue.ts';
import { type CatalogueFile, catalogueSchema } from '../../gateway/city/catalogue-file.ts';
import type { CityProblem } from '../../gateway/city/problem.ts';
import { readSource, type SourceFile } from '../../gateway/city/source-file.ts';
import { editableProfiles, lines, PROFILES } from './profiles.ts';

/** Every category a bundled device class may raise. */
const RAISABLE = [
  ...['C0101', 'C0102', 'C0103', 'C0104', 'C0105', 'C0106', 'C0107', 'C0108', 'C0109', 'C0110', 'C0111', 'C0112'],
  ...['C0113', 'C0114', 'C0116', 'C0118', 'C0207', 'C0208', 'C0305', 'C0307', 'C0601', 'C2115', 'C2117', 'C2133'],
  ...['E0101', 'E0102', 'E0105', 'E0116', 'E0205', 'E0301', 'E0302', 'E0401', 'E0402', 'E0403', 'E0404', 'E0406'],
  ...['E0409', 'E0489', 'E0490', 'E0491', 'E0492', 'E0493', 'E0494', 'E0495', 'E0496', 'E0497', 'E0498'],
  ...['E0501', 'E0504', 'E0505'],
];

function merge(...files: string[]) {
  const problems: CityProblem[] = [];
  const sources = files.flatMap((file): SourceFile<CatalogueFile>[] => {
    const source = readSource(file, catalogueSchema, problems);
    return source ? [source] : [];
  });
  return { catalogue: mergeCatalogues(sources, problems), problems };
}

const base = () => merge(join(PROFILES, 'base/catalogue.yaml'));

describe('catalogue', () => {
  it('is complete: 7 component and 5 event classes, every code once, every row with names and limits', () => {
    const { catalogue, problems } = base();
    expect(problems).toEqual([]);
    expect(catalogue).toMatchObject({ id: 'base-cjt214', version: '2026.1' });
    expect(catalogue.categories.size).toBe(158);
    for (const [code, category] of catalogue.categories) {
      expect(category.code).toBe(code);
      expect(category.class).toBe(code.startsWith('C') ? 'COMPONENT' : 'EVENT');
      expect(catalogue.departments[category.dept]?.zh, code).toBeTruthy();
      expect(catalogue.roles[category.responderRole]?.zh, code).toBeTruthy();
      expect(category.response.ms, code).toBeLessThanOrEqual(category.disposal.ms);
    }
  });

  it('keeps component and event numbers apart', () => {
    const { categories } = base().catalogue;
    expect(categories.get('C0116')?.name.zh).toBe('电力设施');
    expect(categories.get('E0116')?.name.zh).toBe('油烟污染');
  });

  it('has every category that devices raise', () => {
    const { categories } = base().catalogue;
    expect(RAISABLE.filter((code) => !categories.has(code))).toEqual([]);
  });

  it('answers every danger to life in 3 or 5 minutes on the continuous clock', () => {
    const urgent = [...base().catalogue.categories.values()].filter((category) => category.severity === 1);
    expect(urgent.map((category) => category.code).sort()).toEqual(
      ['C0116', 'C0601', 'C2117', 'E0401', 'E0403', 'E0409', 'E0492', 'E0493', 'E0497', 'E0498'].sort(),
    );
    for (const { response, disposal, code } of urgent) {
      expect([180_000, 300_000], code).toContain(response.ms);
      expect([response.clock, disposal.clock], code).toEqual(['continuous', 'continuous']);
    }
  });

  it('has the local extensions with their kinds and gates', () => {
    const { categories } = base().catalogue;
    const row = (code: string) => categories.get(code);
    expect(row('E0498')).toMatchObject({ severity: 1, provenance: 'local', responderRole: 'fire-post' });
    expect(row('E0492')).toMatchObject({ severity: 1, restricted: true });
    expect(row('E0490')).toMatchObject({ severity: 4, kind: 'FAULT', dept: 'maintainer' });
    expect(row('E0102')?.response).toEqual({ ms: 4 * 3_600_000, clock: 'working' });
  });

  it('restricts rows about persons and has none about what people say', () => {
    const { categories } = base().catalogue;
    const restricted = [...categories.values()].filter((category) => category.restricted);
    expect(restricted.map((category) => category.code)).toEqual(['E0487', 'E0488', 'E0492', 'E0502']);
    expect(categories.has('E0512')).toBe(false);
  });

  it.each([
    ['a code twice', '{ code: C0102,', '{ code: C0101,', /:\d+:9 C0101: is listed twice/],
    ['a code of another group', '{ code: C0102,', '{ code: C0202,', /C0202: does not belong to group C01/],
    ['an unknown department', 'sewage manhole cover, dept: drainage', 'x, dept: sewers', /department "sewers"/],
    ['an unknown role', 'responderRole: fire-post', 'responderRole: firemen', /role "firemen" is not in "roles"/],
    ['a lost row', /\n.*code: E0404.*\n/, '\n', /:17:\d+ events: 67 found, 68 asserted/],
    [
      'a row without limits',
      'response: 3min, disposal: 4h, provenance',
      'provenance',
      /C0101: lacks response, disposal;/,
    ],
    [
      'a person nobody looks after',
      'confirmAt: 0.7, open311: rubbish',
      'restricted: true, autoFlow: true',
      /restricted and autoFlow/,
    ],
    [
      'a person left to a sensor',
      'line: POLICE',
      'verify: { by: SENSOR, quietFor: 1min }',
      /E0492: is restricted and verified by/,
    ],
    [
      'a clue on its way by itself',
      'kind: CLUE, dept: emergency',
      'autoFlow: true, kind: CLUE, dept: emergency',
      /a clue always waits/,
    ],
    ['danger to life that waits', 'capCategory: Rescue', 'confirmAt: 0.7', /E0497: is lifeSafety and has confirmAt/],
    [
      'a person kept quiet',
      'code: E0104,',
      'code: E0104, verify: { by: HUMAN, quietFor: 1min },',
      /which only sensors keep/,
    ],
    [
      'an answer later than the end',
      'code: E0104,',
      'code: E0104, response: 9d working,',
      /answered later than settled/,
    ],
  ])('refuses %s', (_, from, to, expected) => {
    const profiles = editableProfiles();
    profiles.edit('base/catalogue.yaml', from, to);
    const { problems } = merge(join(profiles.folder, 'base/catalogue.yaml'));
    expect(lines(problems, profiles.folder).join('\n')).toMatch(expected);
  });

  it('lays a city over the base: replaces, adds, omits, and counts the result', () => {
    const profiles = editableProfiles();
    profiles.write(
      'lianhu/catalogue.yaml',
      `id: lianhu
version: "7"
assert: { components: 89, events: 69 }
omit: [C0138]
departments: { tram: { zh: 有轨电车, en: tram } }
groups:
  - group: E01
    name: { zh: 市容环境, en: city appearance }
    defaults: { kind: ALARM, severity: 3, responderRole: grid-officer, response: 1h, disposal: 2h, provenance: local,
      layer: GROUND, line: GRID, verify: { by: HUMAN }, capCategory: Env }
    rows:
      - { code: E0102, zh: 暴露垃圾, en: rubbish, dept: sanitation }
      - { code: E0198, zh: 轨道异物, en: object on the track, dept: tram }
`,
    );
    const own = join(profiles.folder, 'lianhu/catalogue.yaml');
    const { catalogue, problems } = merge(join(profiles.folder, 'base/catalogue.yaml'), own);
    expect(problems).toEqual([]);
    expect(catalogue).toMatchObject({ id: 'lianhu', version: '7' });
    expect(catalogue.categories.get('E0102')).toMatchObject({ severity: 3, response: { ms: 3_600_000 } });
    expect(catalogue.categories.get('E0198')?.dept).toBe('tram');
    expect(catalogue.categories.has('C0138')).toBe(false);

    profiles.edit('lianhu/catalogue.yaml', 'omit: [C0138]', 'omit: [C0938]');
    const wrong = merge(join(profiles.folder, 'base/catalogue.yaml'), own).problems;
    expect(lines(wrong, profiles.folder)).toEqual([
      'error lianhu/catalogue.yaml:4:8 C0938 is not in the catalogue below; remove it',
      'error lianhu/catalogue.yaml:3:23 components: 90 found, 89 asserted; a row was lost or added',
    ]);
  });
});
