import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CHILD = fileURLToPath(new URL('./lmdb-check-child.ts', import.meta.url));
/** Machine ms a start spends on looking at most; what lies beyond is read when it is needed. */
export const LOOK_MS = 1_500;

/**
 * What is wrong with the LMDB environment in `folder`; undefined when nothing was found, or when there is none yet. Another
 * process reads it, newest records first, for at most `lookMs`: LMDB maps the file into memory and follows what stands in it, so
 * that a file cut short, or a page of rubbish, ends whoever reads it with a signal instead of an error.
 */
export async function lmdbDamage(folder: string, lookMs = LOOK_MS): Promise<string | undefined> {
  const file = join(folder, 'data.mdb');
  if (!existsSync(file)) return undefined;
  if (statSync(file).size === 0) return `${file} is empty`;
  const child = spawn(process.execPath, [CHILD, folder, String(lookMs)], { stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return new Promise((resolve) => {
    // A machine that cannot start a process has other troubles than this one.
    child.once('error', () => resolve(undefined));
    child.once('close', (code, signal) => {
      if (signal) resolve(`${file} cannot be read (${signal})`);
      else resolve(code === 0 ? undefined : `${file}: ${said.trim() || `exit ${code}`}`);
    });
  });
}
