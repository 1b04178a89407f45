import { join } from 'node:path';
import { open } from 'lmdb';
import { expect, it } from 'vitest';
import { checkCursor, checkStores } from '../gateway/store-check.ts';
import { testDir } from './support/test-dir.ts';

async function environment(folder: string): Promise<void> {
  const root = open({ path: folder, noSubdir: false, maxDbs: 4 });
  await root.openDB<string, string>({ name: 'table' }).put('key', 'value');
  await root.close();
}

it('finds nothing to say of a new folder, or of two whole stores', async () => {
  const dir = testDir();
  const stores = { inbox: join(dir, 'inbox'), rules: join(dir, 'rules') };
  await checkStores(stores);
  await environment(stores.inbox);
  await expect(checkStores(stores)).rejects.toMatchObject({
    code: 'DATA_DIR_DAMAGED',
    detail: expect.stringContaining(`${join(stores.rules, 'data.mdb')} is gone`),
  });
  await environment(stores.rules);
  await checkStores(stores);
});

it('refuses an inbox that ends before what was read from it', () => {
  checkCursor('the rules', 7, 7);
  expect(() => checkCursor('the rules', 8, 7)).toThrow(/ends at commit 7, but the rules have read commit 8/);
});
