import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openShadowFolder } from '../../gateway/trials/shadow-folder.ts';
import { testDir } from '../support/test-dir.ts';

it('goes on with the types it began with, and begins anew with others', () => {
  const [folder, types] = [join(testDir(), 'shadow'), testDir()];
  writeFileSync(join(types, 'smoke.yaml'), 'set: 57');
  const first = openShadowFolder({ folder, types, now: 1 });
  expect(first.startedAt).toBe(1);
  mkdirSync(join(folder, 'rules'));
  writeFileSync(join(types, 'notes.txt'), 'not a type');
  expect(openShadowFolder({ folder, types, now: 2 })).toEqual(first);
  expect(existsSync(join(folder, 'rules'))).toBe(true);

  writeFileSync(join(types, 'smoke.yaml'), 'set: 50');
  expect(openShadowFolder({ folder, types, now: 3 }).startedAt).toBe(3);
  expect(existsSync(join(folder, 'rules'))).toBe(false);
});
