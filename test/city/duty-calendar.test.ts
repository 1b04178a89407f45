import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCity } from '../../gateway/city/check.ts';
import { type City, loadCity } from '../../gateway/city/city.ts';
import { dutySchema } from '../../gateway/city/duty-file.ts';
import { editableProfiles, lines, PROFILES } from './profiles.ts';

const city = loadCity({ profilesDir: PROFILES, profile: 'zhongshan' });
const at = (text: string) => Date.parse(`${text}+08:00`);
const HOUR = 3_600_000;

function hint(of: City, lon: number, lat: number, time: number, openCases?: number) {
  const { grids, ...location } = of.locate({ lon, lat, crs: 'wgs84' });
  return of.dutyHint({ location, grids }, { line: 'GRID' }, time, openCases)?.post;
}

/** In a block of a foot post, and beside it in the same station. */
const BLOCK = [121.2182, 31.0063] as const;
const BESIDE = [121.2182, 31.002] as const;
/** On and beside the road section of a foot post. */
const ROAD = [121.2309, 31.00677] as const;
const OFF_ROAD = [121.2309, 31.0062] as const;

describe('duty calendar of zhongshan', () => {
  it('sends two people on foot by day and the car of the zone by night', () => {
    expect(hint(city, ...BLOCK, at('2026-03-04T14:00'))).toBe('ZS-F01');
    expect(hint(city, ...BLOCK, at('2026-03-04T23:30'))).toBe('ZS-N1');
    const night = city.locate({ lon: BLOCK[0], lat: BLOCK[1], crs: 'wgs84' }).grids[0]?.path[1];
    expect(night).toBe('310117004Q1');
  });

  it('sends the motor route where nobody is on foot, along a road section only within its width', () => {
    expect(hint(city, ...BESIDE, at('2026-03-04T14:00'))).toBe('ZS-M1');
    expect(hint(city, ...ROAD, at('2026-03-04T14:00'))).toBe('ZS-F03');
    expect(hint(city, ...OFF_ROAD, at('2026-03-04T14:00'))).not.toBe('ZS-F03');
  });

  it('changes shifts on the minute', () => {
    expect(hint(city, ...BLOCK, at('2026-03-04T21:59:59.999'))).toBe('ZS-F01');
    expect(hint(city, ...BLOCK, at('2026-03-04T22:00'))).toBe('ZS-N1');
    // From 6 the motor route, until the foot post comes at 7; the car is still there, and comes after both.
    expect(hint(city, ...BLOCK, at('2026-03-05T05:59'))).toBe('ZS-N1');
    expect(hint(city, ...BLOCK, at('2026-03-05T06:00'))).toBe('ZS-M1');
    expect(hint(city, ...BLOCK, at('2026-03-05T07:00'))).toBe('ZS-F01');
  });

  it('has somebody at every hour everywhere that is managed, and nobody outside', () => {
    const lon = fc.double({ min: 121.217, max: 121.239, noNaN: true });
    const lat = fc.double({ min: 31.002, max: 31.07, noNaN: true });
    const hour = fc.integer({ min: 0, max: 24 * 365 });
    fc.assert(
      fc.property(lon, lat, hour, (x, y, hours) => {
        expect(hint(city, x, y, at('2026-01-01T00:00') + hours * HOUR)).toMatch(/^ZS-[FMN]\d/);
      }),
    );
    expect(hint(city, 121.3, 31.0, at('2026-03-04T14:00'))).toBeUndefined();
  });

  it('says name and role of the post', () => {
    const { grids } = city.locate({ lon: BLOCK[0], lat: BLOCK[1], crs: 'wgs84' });
    expect(city.dutyHint({ grids }, {}, at('2026-03-04T23:00'))).toEqual({
      ...{ post: 'ZS-N1', name: { zh: '板块1夜间巡逻车', en: 'night car of zone 1' }, role: 'auxiliary' },
    });
  });

  it.each([
    ['a lost foot post', /\n {2}- id: ZS-F30[\s\S]*?(?=\n {2}- )/, '', /posts of kind "foot": 29 found, 30 asserted/],
    ['a lost car', /\n.*ZS-N4.*\n/, '\n', /posts of kind "car": 3 found, 4 asserted/],
    ['a cell that is none', '310117004Q1', '310117004Q9', /post ZS-N1: there is no cell 310117004Q9/],
    ['a role that is none', 'role: auxiliary', 'role: knight', /post ZS-F01: role "knight" is not in the catalogue/],
    ['a kind without a rank', 'order: [foot, motor, car]', 'order: [foot, motor]', /"car" is not in "order"/],
    ['a band that is none', '"22:00-07:00"', '"22:00-27:00"', /no band of a day/],
    ['a post twice', 'id: ZS-F02', 'id: ZS-F01', /post ZS-F01 is defined twice/],
  ])('refuses %s', (_, from, to, expected) => {
    const profiles = editableProfiles();
    profiles.edit('zhongshan/duty.yaml', from, to);
    const text = lines(checkCity(profiles.folder, 'zhongshan'), profiles.folder).join('\n');
    expect(text).toMatch(expected);
    expect(text).toMatch(/^error zhongshan\/duty\.yaml:\d+:\d+ /);
  });
});

describe('duty calendar of jiading', () => {
  it('has 948 people in grids and 335 who move, in 12 teams each', () => {
    const profiles = editableProfiles();
    profiles.edit('jiading/duty.yaml', 'staff: 79', 'staff: 78');
    expect(lines(checkCity(profiles.folder, 'jiading'), profiles.folder).join('\n')).toMatch(
      /error jiading\/duty\.yaml:\d+:\d+ staff of kind "grid": 947 found, 948 asserted/,
    );
  });

  it('falls back to the mobile team when the grid team has its hands full', () => {
    const jiading = loadCity({ profilesDir: PROFILES, profile: 'jiading' });
    const place = [121.25, 31.35] as const;
    const street = jiading.locate({ lon: place[0], lat: place[1], crs: 'wgs84' }).grids[0]?.path[1] ?? '';
    const team = `JD${street.slice(-2)}`;
    const noon = at('2026-03-04T12:00');
    expect([0, 4, 5].map((open) => hint(jiading, ...place, noon, open))).toEqual([
      ...[`${team}-GRID`, `${team}-GRID`, `${team}-MOBILE`],
    ]);
  });
});

describe('a post', () => {
  const write = (posts: string) => {
    const profiles = editableProfiles();
    profiles.write('minhang-gumei/duty.yaml', `order: [a, b]\nposts:\n${posts}`);
    return loadCity({ profilesDir: profiles.folder, profile: 'minhang-gumei' });
  };
  const post = (id: string, rest: string) =>
    `  - { id: ${id}, kind: a, name: { zh: x, en: x }, role: auxiliary, staff: 1, where: { grids: ["310112006"] }, ${rest} }\n`;

  it('may serve working days or free days only, 调休 included', () => {
    const of = write(
      post('WORK', 'bands: ["00:00-24:00"], days: working') + post('FREE', 'bands: ["00:00-24:00"], days: free'),
    );
    const on = (day: string) => hint(of, 121.385, 31.14, at(`${day}T10:00`));
    expect([on('2026-03-04'), on('2026-03-07')]).toEqual(['WORK', 'FREE']);
    // A Saturday worked in exchange, and a Thursday of National Day.
    expect([on('2026-10-10'), on('2026-10-01')]).toEqual(['WORK', 'FREE']);
  });

  it('may serve some services only', () => {
    const of = write(post('POLICE', 'bands: ["00:00-24:00"], lines: [POLICE]'));
    const { grids } = of.locate({ lon: 121.385, lat: 31.14, crs: 'wgs84' });
    expect(of.dutyHint({ grids }, { line: 'POLICE' }, 0)?.post).toBe('POLICE');
    expect(of.dutyHint({ grids }, { line: 'GRID' }, 0)).toBeUndefined();
    expect(of.dutyHint({ grids }, {}, 0)).toBeUndefined();
  });

  it('stays named when it has its hands full and nobody else is there', () => {
    const of = write(post('ONLY', 'bands: ["00:00-24:00"], capacity: 1'));
    expect(hint(of, 121.385, 31.14, 0, 99)).toBe('ONLY');
  });

  it('reads bands over midnight and to the end of the day', () => {
    const band = (text: string) =>
      dutySchema.parse({
        order: ['a'],
        posts: [
          {
            id: 'x',
            kind: 'a',
            name: { zh: 'x', en: 'x' },
            role: 'r',
            staff: 0,
            bands: [text],
            where: { grids: ['1'] },
          },
        ],
      }).posts[0]?.bands[0];
    expect(band('22:00-06:00')).toEqual({ from: 22 * HOUR, to: 6 * HOUR });
    expect(band('18:30-24:00')).toEqual({ from: 18.5 * HOUR, to: 24 * HOUR });
    for (const none of ['06:00-06:00', '6-22', '24:00-06:00', '12:00-24:30'])
      expect(() => band(none)).toThrow(/no band/);
  });
});
