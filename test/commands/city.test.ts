import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { registerCity } from '../../gateway/commands/city.ts';
import { table, widthOf } from '../../gateway/commands/table.ts';
import { editableProfiles, type Feature, square } from '../city/profiles.ts';
import { testDir } from '../support/test-dir.ts';

let out = '';
beforeEach(() => {
  out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

function run(...words: string[]) {
  const program = new Command().exitOverride();
  registerCity(program);
  program.parse(['city', ...words], { from: 'user' });
  return out;
}

describe('gridwarden city', () => {
  it('check: warnings let a profile pass, errors do not', () => {
    expect(run('check')).toMatch(
      /^warning: .*units\.geojson:\d+:\d+: 38 of 134 cells.*\n(warning: .*no holiday calendar for \d{4}: .*\n)*ok: lianhu, \d warnings?\n$/,
    );
    expect(process.exitCode).toBeUndefined();
    const profiles = editableProfiles();
    profiles.redraw('jiading/grids/grids.geojson', (feature: Feature) =>
      feature.properties.code === '310114001001' ? undefined : feature,
    );
    out = '';
    expect(run('check', 'jiading', '--profiles', profiles.folder)).toMatch(
      /level "grid" has 418 cells, the profile says 419/,
    );
    expect(process.exitCode).toBe(2);
    out = '';
    expect(JSON.parse(run('check', 'jiading', '--profiles', profiles.folder, '--json'))[0]).toMatchObject({
      ...{ level: 'error', where: expect.stringMatching(/grids\.geojson:\d+:\d+$/) },
    });
  });

  it('show: the counts of every profile', () => {
    const text = run('show');
    for (const counts of [
      '1 区 / 9 街道 / 41 片区 / 134 单元 / 364 网格',
      '1 区 / 12 街镇 / 419 责任网格',
      '1 区 / 12 街镇 / 417 责任网格',
      '1 街道 / 4 片区 / 32 站点',
      '10 封闭区块',
      '20 零星点位',
    ])
      expect(text).toContain(counts);
    out = '';
    expect(JSON.parse(run('show', 'jiading', '--json'))).toMatchObject({
      gridSystems: [{ version: '2017', types: { URBAN: 99, SELF_GOVERNED: 320 } }, { version: '2014' }],
    });
  });

  it('areas: by level and type, or leaf by leaf', () => {
    const text = run('areas', 'jiading', '--grid-version', '2014');
    expect(text).toMatch(/^jiading 2014\nLEVEL +TYPE +CELLS +KM² +MEAN +MIN +MAX\n/);
    expect(text).toMatch(/\ngrid +SELF_GOVERNED +321 +373\.79 +1\.16 /);
    expect(text).toMatch(/\ngrid +URBAN +96 +89\.73 +0\.93 /);
    out = '';
    expect(run('areas', 'zhongshan', '--system', 'zhongshan-duty')).toContain('managed area 19.49 km² of 40.90 km²');
    out = '';
    expect(JSON.parse(run('areas', 'zhongshan', '--system', 'zhongshan-duty', '--leaves', '--json'))).toHaveLength(32);
    expect(() => run('areas', 'jiading', '--grid-version', '1999')).toThrow(
      /no grid system "jiading 1999"; jiading has jiading 2017, jiading 2014/,
    );
  });

  it('locate: every system, at a time, from another system of coordinates', () => {
    expect(run('locate', '108.93', '34.26')).toMatch(
      /^108\.9300000, 34\.2600000 wgs84\ndispatched by 610104002 .*\n.*\nlianhu +2026\.1 +610104002003001 +URBAN +610104 › 610104002 › 610104002P01 › 610104002003\n$/,
    );
    out = '';
    const at = JSON.parse(
      run('locate', '121.25', '31.37', '--profile', 'jiading', '--at', '2015-01-01', '--crs', 'gcj02', '--json'),
    );
    expect(at).toMatchObject({ convertedFrom: 'gcj02', grids: [{ version: '2014', type: 'URBAN' }] });
    out = '';
    expect(() => run('locate', '34.26', '108.93')).toThrow(/<lat> from -90 to 90; latitude and longitude look swapped/);
    expect(() => run('locate', '999', '999')).toThrow(
      /999, 999: <lon> is from -180 to 180 degrees, <lat> from -90 to 90$/,
    );
    expect(process.exitCode).toBeUndefined();
    expect(run('locate', '2.35', '48.86')).toContain('not believed: OUTSIDE_CHINA');
    expect(process.exitCode).toBe(1);
    for (const words of [
      ['check', 'bogus'],
      ['diff', 'bogus'],
      ['areas', 'bogus'],
      ['show', 'bogus'],
    ]) {
      out = '';
      const said = (() => {
        try {
          return run(...words);
        } catch (error) {
          return (error as Error).message;
        }
      })();
      expect(said).toMatch(/there is no city "bogus"; there are jiading, lianhu, minhang-gumei, zhongshan \(/);
    }
    expect(() => run('locate', '1', '2', '--crs', 'beijing54')).toThrow(
      /one of wgs84, cgcs2000, gcj02, bd09, local_metre/,
    );
    expect(() => run('locate', '1', '2', '--crs', 'local_metre')).toThrow(
      /lianhu has no parameters of a local metre grid/,
    );
    expect(() => run('locate', '1', '2', '--at', 'tomorrow')).toThrow(/"tomorrow" is no date/);
  });

  it('diff: between versions, and against a map that may become one', () => {
    expect(run('diff', 'jiading')).toMatch(
      /^jiading 2014 → 2017: 417 → 419 grids \(\+3 −1, 0 moved, 0 reshaped, 0 retyped, 416 unchanged\)\n/,
    );
    out = '';
    const profiles = editableProfiles();
    profiles.redraw('jiading/grids/grids.geojson', (feature: Feature) =>
      feature.properties.code === '310114001001' ? undefined : feature,
    );
    const map = join(profiles.folder, 'jiading/grids/grids.geojson');
    expect(JSON.parse(run('diff', 'jiading', '--to', map, '--json'))).toMatchObject({
      ...{ from: { version: '2017', cells: 419 }, to: { cells: 418 }, added: [], removed: [{ code: '310114001001' }] },
    });
  });

  it('import: writes a file of a profile, and says what it took', () => {
    const folder = testDir();
    const [file, target] = [join(folder, 'map.geojson'), join(folder, 'grids.geojson')];
    const geometry = { type: 'Polygon', coordinates: [square(121.4, 31.1, 0.01)] };
    writeFileSync(file, JSON.stringify({ type: 'Feature', properties: { BGID: 310114001 }, geometry }));
    expect(run('import', file, '--level', 'grid', '--code', 'BGID', '--parent-digits', '6', '-o', target)).toMatch(
      /grids\.geojson: 1 cells of level grid, 1\.06 km²\n$/,
    );
    out = '';
    expect(run('import', target, '--level', 'grid')).toContain('"code":"310114001","parent":"310114","level":"grid"');
    expect(() => run('import', file, '--level', 'grid', '--crs', 'x')).toThrow(/REQUEST_INVALID/);
  });
});

describe('tables', () => {
  it('give Chinese two columns and numbers the right side', () => {
    expect(widthOf('网格 km²')).toBe(8);
    expect(
      table(
        ['NAME', 'KM²'],
        [
          ['网格', '1.5'],
          ['unit', '12.25'],
        ],
        ['KM²'],
      ),
    ).toBe('NAME    KM²\n网格    1.5\nunit  12.25\n');
  });
});
