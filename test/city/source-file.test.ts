import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { CityProblem } from '../../gateway/city/problem.ts';
import { readSource } from '../../gateway/city/source-file.ts';
import { testDir } from '../support/test-dir.ts';
import { lines } from './profiles.ts';

const schema = z.strictObject({ name: z.string(), rows: z.array(z.strictObject({ size: z.number().max(9) })) });

function read(name: string, text: string | undefined) {
  const folder = testDir();
  const problems: CityProblem[] = [];
  if (text !== undefined) writeFileSync(join(folder, name), text);
  const source = readSource(join(folder, name), schema, problems);
  return { source, folder, problems: lines(problems, folder) };
}

describe('source files', () => {
  it('reads YAML and says where a part stands', () => {
    const { source, folder } = read('a.yaml', 'name: x\nrows:\n  - { size: 1 }\n  - { size: 2 }\n');
    expect(source?.value).toEqual({ name: 'x', rows: [{ size: 1 }, { size: 2 }] });
    expect(source?.at(['rows', 1, 'size'])).toBe(`${folder}/a.yaml:4:13`);
    // What is not there is placed at what is around it.
    expect(source?.at(['rows', 1, 'colour'])).toBe(`${folder}/a.yaml:4:5`);
    expect(source?.at(['rows', 7, 'size'])).toBe(`${folder}/a.yaml:3:3`);
  });

  it('places every misfit at its value, and unknown keys at the key', () => {
    const { source, problems } = read('a.yaml', 'name: 7\nrows:\n  - size: 12\n    colour: red\nsise: 3\n');
    expect(source).toBeUndefined();
    expect(problems).toEqual([
      expect.stringMatching(/^error a\.yaml:1:7 name: .*string/),
      expect.stringMatching(/^error a\.yaml:3:11 rows\[0\]\.size: .*9/),
      'error a.yaml:4:5 unknown key "colour"; remove it or correct its spelling',
      'error a.yaml:5:1 unknown key "sise"; remove it or correct its spelling',
    ]);
  });

  it('places misfits of JSON too', () => {
    const { problems } = read('a.geojson', '{\n "name": "x",\n "rows": [{"size": "big"}]\n}');
    expect(problems).toEqual([expect.stringMatching(/^error a\.geojson:3:20 rows\[0\]\.size: /)]);
  });

  it.each([
    ['a.yaml', 'name: [1\nrows: 3', /^error a\.yaml:\d+:\d+ /],
    ['a.yaml', 'name: x\nname: y\nrows: []', /^error a\.yaml:2:1 Map keys must be unique/],
    ['a.json', '{\n "name": x}', /^error a\.json:2:10 not JSON: /],
    ['a.json', '', /^error a\.json:1:1 not JSON: /],
    ['a.yaml', undefined, /^error a\.yaml:1:1 cannot be read \(ENOENT\)/],
  ])('refuses what cannot be read (%s, %j)', (name, text, expected) => {
    const { source, problems } = read(name, text);
    expect(source).toBeUndefined();
    expect(problems[0]).toMatch(expected);
  });
});
