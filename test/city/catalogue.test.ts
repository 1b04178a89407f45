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
  ...['E0409', 'E0479', 'E0489', 'E0490', 'E0491', 'E0492', 'E0493', 'E0494', 'E0495', 'E0496', 'E0497', 'E0498'],
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
    expect(catalogue.categories.size).toBe(165);
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
      ['C0116', 'C0601', 'C2117', 'E0401', 'E0403', 'E0409', 'E0482', 'E0492', 'E0493', 'E0497', 'E0498'].sort(),
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
    expect(restricted.map((category) => category.code)).toEqual(['E0479', 'E0487', 'E0488', 'E0492', 'E0502']);
    expect(categories.has('E0512')).toBe(false);
  });

  it.each([
    ['a code twice', '{ code: C0102,', '{ code: C0101,', /:\d+:9 C0101: is listed twice/],
    ['a code of another group', '{ code: C0102,', '{ code: C0202,', /C0202: does not belong to group C01/],
    ['an unknown department', 'sewage manhole cover, dept: drainage', 'x, dept: sewers', /department "sewers"/],
    ['an unknown role', 'responderRole: fire-post', 'responderRole: firemen', /role "firemen" is not in "roles"/],
    ['a lost row', /\n.*code: E0404.*\n/, '\n', /:19:\d+ events: 74 found, 75 asserted/],
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
      'provenance: local, line: POLICE',
      'provenance: local, verify: { by: SENSOR, quietFor: 1min }',
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
assert: { components: 89, events: 76 }
omit: [C0138]
departments: { tram: { zh: 有轨电车, en: tram } }
groups:
  - group: E01
    name: { zh: 市容环境, en: city appearance }
    defaults: { kind: ALARM, severity: 3, responderRole: grid-officer, response: 1h, disposal: 2h, provenance: local,
      layer: GROUND, line: GRID, verify: { by: HUMAN }, capCategory: Env }
    rows:
      - { code: E0102, zh: 暴露垃圾, en: rubbish, dept: sanitation }
      - { code: E0196, zh: 轨道异物, en: object on the track, dept: tram }
`,
    );
    const own = join(profiles.folder, 'lianhu/catalogue.yaml');
    const { catalogue, problems } = merge(join(profiles.folder, 'base/catalogue.yaml'), own);
    expect(problems).toEqual([]);
    expect(catalogue).toMatchObject({ id: 'lianhu', version: '7' });
    expect(catalogue.categories.get('E0102')).toMatchObject({ severity: 3, response: { ms: 3_600_000 } });
    expect(catalogue.categories.get('E0196')?.dept).toBe('tram');
    expect(catalogue.categories.has('C0138')).toBe(false);

    profiles.edit('lianhu/catalogue.yaml', 'omit: [C0138]', 'omit: [C0938]');
    const wrong = merge(join(profiles.folder, 'base/catalogue.yaml'), own).problems;
    expect(lines(wrong, profiles.folder)).toEqual([
      'error lianhu/catalogue.yaml:4:8 C0938 is not in the catalogue below; remove it',
      'error lianhu/catalogue.yaml:3:23 components: 90 found, 89 asserted; a row was lost or added',
    ]);
  });

  it('changes rows of the base without repeating them, one by one or a group at once, and counts them under its own classes', () => {
    const profiles = editableProfiles();
    const own = join(profiles.folder, 'lianhu/catalogue.yaml');
    profiles.write(
      'lianhu/catalogue.yaml',
      `id: lianhu
version: "8"
assert: { componentClasses: 6, eventClasses: 6, joint: 11, autoFlowAtLeast: 10 }
change:
  - { codes: [E0405], zh: 暖气管破裂, en: burst heat pipe, response: 10min, joint: true }
  - { codes: [C04], joint: true, autoFlow: true, bySite: { CROWDED: { severity: 2, response: 2h } } }
classes:
  - { id: C05, name: { zh: 其他, en: other }, groups: [C05, C06] }
  - { id: E21, name: { zh: 扩展, en: extensions }, codes: [E0498, E0102] }
`,
    );
    const { catalogue, problems } = merge(join(profiles.folder, 'base/catalogue.yaml'), own);
    expect(problems).toEqual([]);
    const pipe = catalogue.categories.get('E0405');
    expect(pipe).toMatchObject({ name: { zh: '暖气管破裂' }, joint: true, response: { ms: 600_000 }, dept: 'heating' });
    expect(pipe?.disposal).toEqual(base().catalogue.categories.get('E0405')?.disposal);
    expect(catalogue.categories.get('C0407')?.bySite?.CROWDED).toEqual({
      ...{ severity: 2, response: { ms: 7_200_000, clock: 'continuous' } },
    });
    const other = catalogue.classes.find(({ id }) => id === 'C05');
    expect([other?.name.zh, other?.codes]).toEqual([
      ...['其他', ['C0501', 'C0502', 'C0503', 'C0601', 'C0602', 'C0603', 'C0604', 'C0605', 'C0606']],
    ]);
    expect(catalogue.classes.find(({ id }) => id === 'E21')?.codes).toEqual(['E0102', 'E0498']);
    expect(catalogue.classes.find(({ id }) => id === 'E04')?.codes).not.toContain('E0498');
  });

  it.each([
    ['a change of nothing', 'change: [{ codes: [C0999], joint: true }]', /:3:20 C0999 is not in the catalogue below/],
    [
      'a class of strangers',
      'classes: [{ id: E21, name: { zh: x, en: x }, codes: [E0999] }]',
      /E0999 is not in the catalogue/,
    ],
    [
      'a class of components and events',
      'classes: [{ id: E21, name: { zh: x, en: x }, groups: [C01] }]',
      /:3:11 C01: components and events never share/,
    ],
    [
      'a confirmation by nothing',
      'change: [{ codes: [E0403], confirmedBy: [E0999] }]',
      /E0403: is confirmed by E0999, which no/,
    ],
    [
      'a fire as a confirmation',
      'change: [{ codes: [E0403], confirmedBy: [E0498] }]',
      /E0498, which is about life safety/,
    ],
    ['a contradiction', 'change: [{ codes: [E0492], autoFlow: true }]', /:3:10 E0492: is restricted and autoFlow/],
    ['too few that flow', 'assert: { autoFlowAtLeast: 1 }', /:3:28 autoFlowAtLeast: 0 found, 1 asserted/],
    ['a word it does not know', 'change: [{ codes: [E0492], autoflow: true }]', /:3:28 unknown key "autoflow"/],
  ])('refuses %s of an overlay at its place', (_, text, expected) => {
    const profiles = editableProfiles();
    profiles.write('lianhu/catalogue.yaml', `id: x\nversion: "1"\n${text}\n`);
    const files = ['base/catalogue.yaml', 'lianhu/catalogue.yaml'].map((file) => join(profiles.folder, file));
    expect(lines(merge(...files).problems, profiles.folder).join('\n')).toMatch(expected);
  });
});
