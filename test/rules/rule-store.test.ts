import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { open } from 'lmdb';
import { describe, expect, it } from 'vitest';
import { EMPTY_HEAD } from '../../gateway/rules/records.ts';
import { type Changes, openRuleStore } from '../../gateway/rules/rule-store.ts';
import { testDir } from '../support/test-dir.ts';

const nothing: Changes = {
  ...{
    head: EMPTY_HEAD,
    devices: [],
    slots: [],
    states: [],
    forgotten: [],
    journal: undefined,
    shapes: [],
    windows: [],
    dropped: 0,
  },
  candidates: [],
};

describe('rule store', () => {
  it('keeps a commit and takes entries out again', async () => {
    const path = testDir();
    const store = openRuleStore(path);
    const known = { active: true, time: 5, order: 1 };
    await store.commit({
      ...nothing,
      head: { ...EMPTY_HEAD, cursor: 7, journal: 1 },
      devices: [[1, ['a/b', 'smoke', null, false, null, 1, 0, ['smoke', 5, 0.2], null, 0]]],
      states: [
        [1, 'x|Door1', known],
        [1, 'x|Door2', known],
      ],
      journal: Buffer.from('abc'),
    });
    await store.close();
    const again = openRuleStore(path);
    expect(again.head()).toEqual({ ...EMPTY_HEAD, cursor: 7, journal: 1 });
    expect([...again.devices()].map(({ key, value }) => [key, value[0]])).toEqual([[1, 'a/b']]);
    expect([...again.states()].map(({ key }) => key)).toEqual([
      [1, 'x|Door1'],
      [1, 'x|Door2'],
    ]);
    expect([...again.journal()].map(({ value }) => value.toString())).toEqual(['abc']);
    await again.commit({
      ...nothing,
      states: [[1, 'x|Door1', undefined]],
      windows: [[1, Buffer.alloc(8)]],
      ...{ dropped: 1, shapes: [[0, ['smoke', 'temperature']]] },
      forgotten: [2],
    });
    expect([...again.shapes()]).toEqual([{ key: 0, value: ['smoke', 'temperature'] }]);
    expect([...again.states()].map(({ key }) => key[1])).toEqual(['x|Door2']);
    expect([...again.journal()]).toEqual([]);
    expect([...again.windows()]).toHaveLength(1);
    await again.commit({ ...nothing, forgotten: [1] });
    expect([...again.devices()]).toEqual([]);
    expect([...again.windows()]).toEqual([]);
    await again.close();
  });

  it('writes nothing on a disk with no space left, and the same commit later', async () => {
    let shortage: string | undefined = 'the disk has 0 bytes left';
    const store = openRuleStore(testDir(), { shortage: () => shortage });
    const changes = { ...nothing, head: { ...EMPTY_HEAD, cursor: 7 } };
    await expect(store.commit(changes)).rejects.toMatchObject({ code: 'RECORDS_FAILED' });
    expect(store.head().cursor).toBe(0);
    shortage = undefined;
    await store.commit(changes);
    expect(store.head().cursor).toBe(7);
    await store.close();
  });

  it('refuses what a newer version wrote, and a folder it cannot use', async () => {
    const path = testDir();
    const root = open({ path, maxDbs: 12 });
    await root.openDB({ name: 'meta' }).put('format', 2);
    await root.close();
    expect(() => openRuleStore(path)).toThrow(expect.objectContaining({ code: 'DATA_DIR_NEWER' }));
    writeFileSync(join(path, 'file'), '');
    expect(() => openRuleStore(join(path, 'file', 'rules'))).toThrow(
      expect.objectContaining({ code: 'DATA_DIR_UNWRITABLE' }),
    );
  });
});
