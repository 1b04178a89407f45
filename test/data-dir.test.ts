import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDataDir } from '../gateway/data-dir.ts';
import { testDir } from './support/test-dir.ts';

describe('data directory', () => {
  it('keeps the gateway id and refuses a second holder', () => {
    const path = join(testDir(), 'data');
    const first = openDataDir(path, undefined);
    expect(() => openDataDir(path, undefined)).toThrowError(/DATA_DIR_LOCKED/);
    first.release();
    const second = openDataDir(path, undefined);
    expect(second.gatewayId).toBe(first.gatewayId);
    expect(second.pepper.equals(first.pepper)).toBe(true);
    second.release();
  });

  it('refuses a secret that is empty, and makes none on top of a half-written one', () => {
    const path = join(testDir(), 'data');
    openDataDir(path, undefined).release();
    writeFileSync(join(path, 'pepper'), '');
    expect(() => openDataDir(path, undefined)).toThrowError(/DATA_DIR_UNWRITABLE.*pepper is empty/);
    rmSync(join(path, 'pepper'));
    writeFileSync(join(path, 'pepper.new'), 'ab');
    const opened = openDataDir(path, undefined);
    expect(opened.pepper).toHaveLength(32);
    opened.release();
  });

  it('is free again after kill -9 of its holder', async () => {
    const path = join(testDir(), 'data');
    const script = `import { openDataDir } from './gateway/data-dir.ts'; openDataDir(${JSON.stringify(path)}); console.log('held'); setInterval(() => {}, 1e6);`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    expect(() => openDataDir(path, undefined)).toThrowError(/DATA_DIR_LOCKED/);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    openDataDir(path, undefined).release();
  });

  it('refuses a newer format and a path that cannot be a folder', () => {
    const path = testDir();
    writeFileSync(join(path, 'FORMAT'), '99\n');
    expect(() => openDataDir(path, undefined)).toThrowError(/DATA_DIR_NEWER/);
    writeFileSync(join(path, 'file'), '');
    expect(() => openDataDir(join(path, 'file', 'data'), undefined)).toThrowError(
      /DATA_DIR_UNWRITABLE.*GRIDWARDEN_DATA_DIR/,
    );
  });
});
