import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { changesIn } from '../../gateway/commands/trial.ts';
import { testDir } from '../support/test-dir.ts';

const written = (name: string, text: string) => {
  const path = join(testDir(), name);
  writeFileSync(path, text);
  return path;
};

it('takes what rules override, as YAML or JSON', () => {
  const rules = { smoke: { heat: { set: 50 } } };
  expect(changesIn(written('lower.yaml', 'smoke: { heat: { set: 50 } }'))).toEqual({ rules });
  expect(changesIn(written('lower.json', JSON.stringify(rules)))).toEqual({ rules });
});

it('takes a device type, and a folder of them', () => {
  const text = 'typeId: smoke\nheartbeat: 24h\n';
  expect(changesIn(written('smoke.yaml', text))).toEqual({ types: { smoke: text } });
  const folder = join(testDir(), 'types');
  mkdirSync(folder);
  writeFileSync(join(folder, 'smoke.yaml'), text);
  writeFileSync(join(folder, 'notes.txt'), 'x');
  expect(changesIn(folder)).toEqual({ types: { smoke: text } });
});

it.each([
  ['none.yaml', undefined, /--rules: ENOENT/],
  ['broken.yaml', 'smoke: [', /REQUEST_INVALID/],
  ['word.yaml', 'smoke', /--rules: .* holds no object/],
])('refuses %s', (name, text, detail) => {
  const path = text === undefined ? join(testDir(), name) : written(name, text);
  expect(() => changesIn(path)).toThrow(detail);
});
