import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readYaml, readYamlFile } from '../gateway/yaml-file.ts';
import { testDir } from './support/test-dir.ts';

const schema = z.strictObject({ name: z.string(), rows: z.array(z.strictObject({ size: z.number().max(9) })) });
const read = (text: string, mark?: 'value') => readYaml({ file: 'a.yaml', text, ...(mark ? { mark } : {}) }, schema);

describe('a YAML file', () => {
  it('has a value, and places for its parts', () => {
    const { value, problems, at } = read('# what\nname: x\nrows:\n  - { size: 1 }\n  - { size: 2 }\n');
    expect([value, problems]).toEqual([{ name: 'x', rows: [{ size: 1 }, { size: 2 }] }, []]);
    expect(at(['rows', 1, 'size'])).toEqual({ line: 5, col: 7 });
    // What is not there is placed at what is around it.
    expect(at(['rows', 7, 'size'])).toEqual({ line: 3, col: 1 });
    expect(at([])).toEqual({ line: 2, col: 1 });
  });

  it('has each misfit at its key, or at its value where that is asked for', () => {
    const text = 'name: 7\nrows:\n  - size: 12\n';
    const places = (mark?: 'value') => read(text, mark).problems.map(({ line, col, path }) => [line, col, path]);
    expect(places()).toEqual([
      [1, 1, ['name']],
      [3, 5, ['rows', 0, 'size']],
    ]);
    expect(places('value')).toEqual([
      [1, 7, ['name']],
      [3, 11, ['rows', 0, 'size']],
    ]);
  });

  it('has one problem for each unknown key, at the key', () => {
    for (const mark of [undefined, 'value'] as const)
      expect(read('name: x\nrows: [{ size: 1, colour }]\nsise: 3\nnaem: 4\n', mark).problems).toEqual([
        { line: 2, col: 19, path: ['rows', 0], unknownKey: 'colour', message: 'unknown key colour' },
        { line: 3, col: 1, path: [], unknownKey: 'sise', message: 'unknown key sise' },
        { line: 4, col: 1, path: [], unknownKey: 'naem', message: 'unknown key naem' },
      ]);
  });

  it('that cannot be parsed has problems without a path', () => {
    const { value, problems, at } = read('name: x\nname: y\n');
    expect(value).toBeUndefined();
    expect(problems).toEqual([{ line: 2, col: 1, message: 'Map keys must be unique' }]);
    expect(at(['rows'])).toEqual({ line: 1, col: 1 });
  });

  it('may be JSON by its name, which is then held to JSON', () => {
    const json = (text: string) => readYaml({ file: 'a.geojson', text }, schema);
    expect(json('{"name":"x","rows":[]}').value).toEqual({ name: 'x', rows: [] });
    expect(json('{\n "name": 5,\n "rows": []}').problems).toMatchObject([{ line: 2, col: 2, path: ['name'] }]);
    expect(json('name: x\nrows: []').problems).toMatchObject([{ message: expect.stringMatching(/^not JSON: /) }]);
  });

  it('that is not there is a problem, not an exception', () => {
    const { value, problems } = readYaml({ file: join(testDir(), 'none.yaml') }, schema);
    expect(value).toBeUndefined();
    expect(problems).toEqual([{ line: 1, col: 1, message: 'cannot be read (ENOENT)' }]);
  });
});

describe('a YAML file that must fit', () => {
  const load = (text: string) => {
    const file = join(testDir(), 'a.yaml');
    writeFileSync(file, text);
    return { file, load: () => readYamlFile(file, schema, 'CITY_INVALID') };
  };

  it('is its value', () => {
    expect(load('name: x\nrows: []\n').load()).toEqual({ name: 'x', rows: [] });
  });

  it('is refused with every problem on a line of its own', () => {
    const { file, load: refused } = load('name: x\nrows:\n  - size: 12\n    colour: red\nsise: 3\n');
    expect(refused).toThrow(
      expect.objectContaining({
        code: 'CITY_INVALID',
        detail: [
          `${file}:3:5: rows.0.size: Too big: expected number to be <=9`,
          `${file}:4:5: rows.0: unknown key colour`,
          `${file}:5:1: unknown key sise`,
        ].join('\n'),
      }),
    );
  });

  it('is refused when it is missing', () => {
    const file = join(testDir(), 'none.yaml');
    expect(() => readYamlFile(file, schema, 'CONFIG_INVALID')).toThrow(
      `CONFIG_INVALID: ${file}:1:1: cannot be read (ENOENT)`,
    );
  });
});
