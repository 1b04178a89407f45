import { writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { findProgram } from '../gateway/program.ts';
import { testDir } from './support/test-dir.ts';

/** Two folders on PATH with the named files in them; a name that ends in `!` can be executed. */
function path(...contents: readonly (readonly string[])[]): string[] {
  const folders = contents.map((names) => {
    const folder = testDir();
    for (const name of names)
      writeFileSync(join(folder, name.replace('!', '')), '', { mode: name.endsWith('!') ? 0o755 : 0o644 });
    return folder;
  });
  vi.stubEnv('PATH', ['', ...folders].join(delimiter));
  onTestFinished(() => void vi.unstubAllEnvs());
  return folders;
}

describe('a program', () => {
  it('is the first of that name on PATH', () => {
    const [first] = path(['alpha-server!'], ['alpha-server!']);
    expect(findProgram('alpha-server')).toBe(join(first ?? '', 'alpha-server'));
  });

  it('is what can be executed, not any file', () => {
    const [, second] = path(['alpha-server'], ['alpha-server!']);
    expect(findProgram('alpha-server')).toBe(join(second ?? '', 'alpha-server'));
  });

  it('is the first name that exists anywhere', () => {
    const [, second] = path(['beta-server!'], ['alpha-server!']);
    expect(findProgram('alpha-server', 'beta-server')).toBe(join(second ?? '', 'alpha-server'));
  });

  it('is undefined when there is none', () => {
    path([], []);
    expect(findProgram('alpha-server', 'beta-server')).toBeUndefined();
  });
});
