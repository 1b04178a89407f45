import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadDeviceTypes } from '../../../adapters/device-types.ts';
import { filled } from '../../../simulators/districts/check.ts';
import { writeOwnFiles } from '../../../simulators/districts/own-files.ts';
import { testDir } from '../../support/test-dir.ts';

const codes = Array.from({ length: 90 }, (_, index) => `E${String(1000 + index)}`);

test('a row that names categories brings device types that can report each of them', () => {
  const folder = testDir();
  const { types, environment, profiles } = writeOwnFiles(folder, {
    ...{ profile: 'zhongshan', ownProfile: false, categories: codes },
  });
  expect([types.map(({ typeId }) => typeId), profiles]).toEqual([['any-1', 'any-2'], undefined]);
  const loaded = loadDeviceTypes(environment['GRIDWARDEN_DEVICE_TYPES_DIR'] ?? '');
  const said = [...loaded.values()].flatMap(({ rules }) => rules.map(({ category }) => category));
  expect(said).toEqual(codes);
});

test('a row that edits its profile has a copy of it', () => {
  const folder = testDir();
  const { profiles = '', environment } = writeOwnFiles(folder, {
    ...{ profile: 'zhongshan', ownProfile: true, categories: [] },
  });
  expect(environment).toEqual({ GRIDWARDEN_PROFILES_DIR: profiles });
  expect([readdirSync(profiles), existsSync(join(profiles, 'zhongshan', 'profile.yaml'))]).toEqual([
    ['zhongshan'],
    true,
  ]);
});

test('what was saved fills texts, and stays what it is where the text is nothing else', () => {
  const saved = new Map<string, unknown>([
    ['lon', 121.5],
    ['codes', ['a', 'b']],
  ]);
  const hole = (name: string) => `\${${name}}`;
  expect(filled({ lon: hole('lon'), text: `at ${hole('lon')}`, list: [hole('codes')] }, saved)).toEqual({
    ...{ lon: 121.5, text: 'at 121.5', list: [['a', 'b']] },
  });
  expect(() => filled(hole('none'), saved)).toThrow('no earlier step saved "none"');
});
