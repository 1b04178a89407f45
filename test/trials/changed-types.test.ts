import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadDeviceTypes } from '../../adapters/device-types.ts';
import { celExpressions } from '../../gateway/expressions.ts';
import { writeTypes } from '../../gateway/trials/changed-types.ts';
import { testDir } from '../support/test-dir.ts';

const BUNDLED = fileURLToPath(new URL('../../adapters/device-types', import.meta.url));
const smoke = readFileSync(join(BUNDLED, 'smoke.yaml'), 'utf8');

it('changes limits everywhere, and leaves the other types as they are', () => {
  const rules = { smoke: { heat: { set: 50, clear: 45, dwell: '5s' } } };
  const folders = writeTypes([BUNDLED], { rules }, join(testDir(), 'types'));
  const types = loadDeviceTypes(folders, { expressions: celExpressions() });
  expect(types.get('smoke')?.overrides?.at(-1)).toMatchObject({ rules: { heat: { set: 50, dwell: 5_000 } } });
  expect(types.get('smoke')?.overrides?.at(-1)?.when.siteClass).toHaveLength(6);
  expect(types.get('door')?.overrides).toBeUndefined();
});

it('takes whole types, new ones among them', () => {
  const types = {
    smoke: smoke.replace('set: 57', 'set: 51'),
    'smoke-2': smoke.replace('typeId: smoke', 'typeId: smoke-2'),
  };
  const folders = writeTypes([BUNDLED], { types }, join(testDir(), 'types'));
  const loaded = loadDeviceTypes(folders, { expressions: celExpressions() });
  expect(loaded.get('smoke-2')?.rules).toHaveLength(loaded.get('smoke')?.rules.length ?? 0);
  expect(loaded.get('smoke')?.rules.find(({ id }) => id === 'heat')).toMatchObject({ set: 51 });
});

it.each([
  [{ rules: { smoke: { heat: { sett: 50 } } } }, / rules\.smoke\.heat\.sett: is not a known key$/],
  [{ rules: { smoke: { nope: { set: 1 } } } }, / rules\.smoke\.nope: there is no rule "nope"$/],
  [{ rules: { smoke: { heat: { set: 40 } } } }, / rules\.smoke\.heat: with it/],
  [{ rules: { smog: {} } }, /there is no device type "smog"; there are .*smoke/],
  [{ rules: { '../smoke': {} } }, /"\.\.\/smoke" is no typeId/],
  [{ types: { smog: smoke } }, /smog\.yaml: its typeId is "smoke"/],
  [{ types: { smoke: 'typeId: [' } }, /smoke\.yaml:1:\d+/],
])('refuses %j', (changes, detail) => {
  expect(() => writeTypes([BUNDLED], changes, join(testDir(), 'types'))).toThrow(detail);
});
