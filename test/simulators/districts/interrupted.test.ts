import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readRows } from '../../../simulators/districts/row.ts';
import { playRows } from '../../../simulators/districts.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interrupted-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const rowsOf = (...numbers: number[]) => readRows().filter(({ row }) => numbers.includes(row));

test('a row that is interrupted stops its gateway, removes its folder and fails', async () => {
  const interruption = new AbortController();
  const reported: string[] = [];
  const played = playRows(rowsOf(13), ({ verdict }) => void reported.push(verdict), interruption.signal);
  expect(readdirSync(folder).filter((name) => name.startsWith('gridwarden-row-'))).toHaveLength(1);
  interruption.abort();
  expect(await played).toMatchObject([{ verdict: 'failed', reason: expect.stringContaining('interrupted') }]);
  expect(reported).toEqual(['failed']);
  expect(readdirSync(folder).filter((name) => name.startsWith('gridwarden-row-'))).toEqual([]);
}, 60_000);

test('nothing is started once it is interrupted', async () => {
  expect(await playRows(rowsOf(13), () => {}, AbortSignal.abort())).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});
