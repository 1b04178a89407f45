import { describe, expect, it } from 'vitest';
import { checkCity } from '../../gateway/city/check.ts';
import { type City, loadCity } from '../../gateway/city/city.ts';
import { editableProfiles, lines, PROFILES } from './profiles.ts';

const load = (profile: string) => loadCity({ profilesDir: PROFILES, profile });
const cities = new Map(['lianhu', 'jiading', 'zhongshan', 'minhang-gumei'].map((id) => [id, load(id)]));
const of = (id: string) => cities.get(id) as City;
const rows = (city: City) => [...city.catalogue.categories.values()];
const names = (city: City) => rows(city).map((row) => row.name.zh);
const classes = (city: City, letter: string) =>
  city.catalogue.classes
    .filter(({ id }) => id.startsWith(letter))
    .map(({ name, codes }) => `${name.zh}${codes.length}`);

describe('every bundled profile', () => {
  it.each([...cities.keys()])('%s loads without an error', (profile) => {
    expect(checkCity(PROFILES, profile).filter((problem) => problem.level === 'error')).toEqual([]);
  });

  it.each([...cities])('%s says of each row who, by when, on which clock, and how it is verified', (_, city) => {
    for (const row of rows(city)) {
      const { code, dept, responderRole, response, disposal, verify, layer, line, capCategory } = row;
      expect(city.departments[dept], code).toBeDefined();
      expect(city.roles[responderRole], code).toBeDefined();
      for (const { ms, clock } of [response, disposal])
        expect([ms > 0, clock], code).toEqual([true, expect.any(String)]);
      expect([verify?.by, layer, line, capCategory], code).not.toContain(undefined);
      expect(city.classOf(code)?.codes, code).toContain(code);
      if (row.class === 'COMPONENT')
        expect(Object.keys(row.departments ?? {}).sort()).toEqual(['maintain', 'own', 'supervise']);
    }
  });

  it.each([...cities])('%s never lets a matter of persons, or a clue, go its way without one', (_, city) => {
    for (const { code, restricted, kind, autoFlow, verify } of rows(city)) {
      if (restricted) expect([autoFlow ?? false, verify?.by], code).toEqual([false, 'HUMAN']);
      if (kind === 'CLUE') expect(autoFlow ?? false, code).toBe(false);
    }
  });

  it.each([...cities])('%s lets no danger to life be taken for the confirmation of another matter', (_, city) => {
    for (const { code, confirmedBy = [] } of rows(city))
      for (const other of confirmedBy)
        expect(city.category(other)?.lifeSafety ?? false, `${other} for ${code}`).toBe(false);
  });

  it.each([...cities])('%s gives every code of its own a unique 16-digit form in both layouts', (_, city) => {
    const codes = rows(city).map(({ code }) =>
      city.objectCodes.encode({ category: code, district: '610104', serial: 1 }),
    );
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(city.objectCodes.encode(city.objectCodes.decode(code))).toBe(code);
  });

  it.each([...cities])('%s has the five modes and the five levels, of which two command', (_, city) => {
    expect(city.modes.map(({ id }) => id)).toEqual(['NORMAL', 'FLOOD', 'HEATWAVE', 'EVENT', 'EPIDEMIC']);
    expect(city.ladder.levels).toHaveLength(5);
    expect(city.ladder.levels.filter(({ command }) => command).map(({ level }) => level)).toEqual([
      'STREET',
      'DISTRICT',
    ]);
    expect(city.ladder.bySeverity[4]).toEqual({ from: 'GRID', to: 'GRID' });
  });

  it.each([
    ['lianhu', /component.*7.*98|components: 97 found, 98 asserted/s, '      - { code: C2199'],
    ['jiading', /events: 79 found, 80 asserted/, '      - { code: E0596'],
  ])('%s does not load with a row too few', (profile, expected, row) => {
    const profiles = editableProfiles();
    profiles.edit(`${profile}/catalogue.yaml`, new RegExp(`${row}.*\\n`), '');
    const text = lines(checkCity(profiles.folder, profile), profiles.folder).join('\n');
    expect(text).toMatch(expected);
    expect(text).toMatch(new RegExp(`^error ${profile}/catalogue\\.yaml:\\d+:\\d+ `));
  });
});

describe('lianhu', () => {
  it('has 7 classes with 98 components and 6 classes with 60 events', () => {
    expect(classes(of('lianhu'), 'C')).toEqual([
      ...['公用设施38', '道路交通17', '市容环境10', '园林绿化10', '房屋土地3', '其他设施6', '扩展部件14'],
    ]);
    expect(classes(of('lianhu'), 'E')).toEqual([
      ...['市容环境17', '宣传广告5', '施工管理5', '突发事件9', '街面秩序10', '扩展事件14'],
    ]);
  });

  it('uses each of the seven roles of a grid; the adviser of the party gets no case of a device', () => {
    const used = new Set(rows(of('lianhu')).map((row) => row.responderRole));
    expect(Object.keys(of('lianhu').roles)).toHaveLength(9);
    expect([...used].sort()).toEqual(
      [
        ...['auxiliary', 'civic-informant', 'enforcement', 'fire-post', 'grid-officer'],
        ...['maintenance', 'property-staff', 'sanitation-worker'],
      ].sort(),
    );
  });

  it('has 9 streets, 134 communities and 40 departments, of which the unserved get nothing', () => {
    const city = of('lianhu');
    const tiers = (tier: string) => city.orgs.filter((org) => org.tier === tier).length;
    expect([tiers('DISTRICT'), tiers('STREET'), tiers('COMMUNITY')]).toEqual([1, 9, 134]);
    expect(Object.keys(city.departments)).toHaveLength(40);
    const served = new Set(rows(city).map(({ dept }) => dept));
    for (const dept of ['party-building', 'economy', 'commerce', 'statistics', 'education'])
      expect(served).not.toContain(dept);
    const profiles = editableProfiles();
    profiles.edit('lianhu/catalogue.yaml', 'change:\n', 'change:\n  - { codes: [E0508], dept: economy }\n');
    expect(lines(checkCity(profiles.folder, 'lianhu'), profiles.folder).join('\n')).toMatch(
      /error lianhu\/profile\.yaml:\d+:\d+ E0508 goes to "economy", whose function is not served/,
    );
  });

  it('sends each of the seven platforms its share', () => {
    const city = of('lianhu');
    const to = (categoryCode: string) => city.partnersOf({ categoryCode, path: [] });
    expect(city.partners).toHaveLength(7);
    expect(to('E0302')).toEqual(['construction-safety', 'air-quality']);
    expect(to('E0112')).toEqual(['construction-waste']);
    expect(to('E0488')).toEqual(['rentals']);
    expect(to('E0498')).toEqual([]);
  });

  it('knows the community of a leaf', () => {
    expect(of('lianhu').communityOf(['610104', '610104002', '610104002P01', '610104002003', '610104002003001'])).toBe(
      '610104002003',
    );
  });
});

describe('jiading', () => {
  const city = of('jiading');

  it('has 10 classes with 151 items as they are counted there', () => {
    expect(classes(city, 'C')).toEqual(['公用设施30', '道路交通15', '市容设施9', '园林绿化9', '其他设施8']);
    expect(classes(city, 'E')).toEqual(['市容环境19', '宣传广告6', '施工管理7', '突发与公共安全30', '街面秩序18']);
    expect(rows(city)).toHaveLength(151);
  });

  it('has exactly 35 joint items', () => {
    expect(rows(city).filter((row) => row.joint)).toHaveLength(35);
  });

  it('has every item whose name is published', () => {
    const published = [
      ...['行道树', '墙面污损破旧', '雨水井盖', '雨水箅子', '公共绿地', '非法营运', '无证网吧', '游戏厅', '占道设摊'],
      ...['跨门营业', '流动摊贩', '黑车', '非法行医', '群租', '违法建筑', '无证生产加工食品', '乱停车'],
    ];
    expect(names(city)).toEqual(expect.arrayContaining(published));
  });

  it('has 12 streets and towns, each with its own centre', () => {
    expect(city.orgs.filter((org) => org.tier === 'STREET')).toHaveLength(12);
  });
});

describe('zhongshan', () => {
  const city = of('zhongshan');

  it('lets 80 categories and more flow by themselves, behind a gate for the others', () => {
    expect(city.reviewGate).toBe(true);
    expect(rows(city).filter((row) => row.autoFlow).length).toBeGreaterThanOrEqual(80);
    expect(rows(city).filter((row) => !row.autoFlow).length).toBeGreaterThan(0);
  });

  it('has 11 emergency flows, each started by a category', () => {
    expect(city.emergencyFlows.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(city.category('E0498')?.emergencyFlow).toBe(1);
    expect(city.category('E0102')?.emergencyFlow).toBeUndefined();
  });

  it('counts every category under one of 54 items in 21 aspects, or under none on purpose', () => {
    const items = rows(city).flatMap(({ code }) => city.taskItemOf(code) ?? []);
    expect(new Set(items.map(({ id }) => id)).size).toBe(54);
    expect(new Set(items.map(({ aspect }) => aspect.id)).size).toBe(21);
    expect(city.taskItemOf('E0498')).toMatchObject({ name: { zh: '火灾' }, aspect: { name: { zh: '消防安全' } } });
    expect(city.taskItemOf('E0599')).toBeUndefined();
  });

  it('weighs the same smoke alarm by its site: 5 minutes in a flat, 3 at a major hazard', () => {
    const smoke = city.category('E0498');
    if (!smoke) throw new Error('E0498 is missing');
    const at = Date.parse('2026-03-04T14:00:00+08:00');
    const minutes = (siteClass: 'ORDINARY' | 'MAJOR_HAZARD') =>
      (city.deadlines(smoke, at, siteClass).response - at) / 60_000;
    expect([city.severityOf(smoke, 'ORDINARY', 1), minutes('ORDINARY')]).toEqual([3, 5]);
    expect([city.severityOf(smoke, 'MAJOR_HAZARD', 2), minutes('MAJOR_HAZARD')]).toEqual([1, 3]);
    expect([city.severityOf(smoke), city.severityOf(smoke, 'CONSTRUCTION', 2)]).toEqual([1, 2]);
  });
});

describe('minhang-gumei', () => {
  it('collects five kinds of clue, those about persons restricted', () => {
    const clues = rows(of('minhang-gumei')).filter((row) => row.kind === 'CLUE');
    expect(clues.map(({ name, restricted }) => `${name.zh} ${restricted}`).sort()).toEqual(
      ['违法建筑 false', '无证照经营 false', '地下工厂 false', '非法行医 true', '群租 true'].sort(),
    );
  });
});
