import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, expect, it, vi } from 'vitest';
import { registerConfig } from '../../gateway/commands/config.ts';
import { testDir } from '../support/test-dir.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

function run(...words: string[]): string {
  let out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const program = new Command().exitOverride();
  registerConfig(program);
  program.parse(['config', ...words], { from: 'user' });
  return out;
}

it('takes the file as an argument, or as start does', () => {
  const file = join(testDir(), 'gridwarden.yaml');
  writeFileSync(file, 'profile: jiading\n');
  for (const given of [[file], ['--config', file], ['-c', file]]) {
    expect(run('check', ...given)).toMatch(/^ok: production mode, profile jiading /);
    expect(run('show', ...given)).toContain('# profile comes from file');
  }
});
