import { onTestFinished } from 'vitest';
import { tempDir } from './temp-dir.ts';

/** A fresh folder, removed when the test in hand ends. */
export function testDir(): string {
  const { path, remove } = tempDir('test');
  onTestFinished(remove);
  return path;
}
