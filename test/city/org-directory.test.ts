import { describe, expect, it } from 'vitest';
import type { GridSystem } from '../../gateway/city/grid-systems.ts';
import { createOrgDirectory } from '../../gateway/city/org-directory.ts';
import type { CityProblem } from '../../gateway/city/problem.ts';
import type { Org, Profile } from '../../gateway/city/profile.ts';

const name = { zh: '名', en: 'name' };
const org = (code: string, tier: Org['tier'], ...covers: string[]): Org => ({ code, tier, name, covers });

function directoryOf(...orgs: Org[]) {
  const problems: CityProblem[] = [];
  const source = { value: { orgs } as Profile, at: (path: readonly PropertyKey[]) => path.join('/') };
  const system = {
    spec: { system: 'test' },
    cells: new Map(['D', 'S1', 'S2', 'U1', 'G1'].map((code) => [code, {}])),
  } as unknown as GridSystem;
  return { directory: createOrgDirectory(source, system, problems), problems };
}

describe('organisations', () => {
  it('lets the street dispatch, the district where there is no street, and never a community', () => {
    const { directory, problems } = directoryOf(
      org('centre', 'DISTRICT', 'D'),
      org('office', 'STREET', 'S1'),
      org('committee', 'COMMUNITY', 'U1'),
    );
    expect(problems).toEqual([]);
    expect(directory.dispatcherOf(['D', 'S1', 'U1', 'G1'])).toBe('office');
    expect(directory.dispatcherOf(['D', 'S2'])).toBe('centre');
    expect(directory.dispatcherOf([])).toBe('centre');
    expect(directory.district).toBe('centre');
    expect(directory.org('committee')?.tier).toBe('COMMUNITY');
  });

  it('refuses a cell that does not exist and two commands over one cell', () => {
    const { problems } = directoryOf(
      org('centre', 'DISTRICT', 'D', 'S9'),
      org('one', 'STREET', 'S1'),
      org('two', 'STREET', 'S1'),
    );
    expect(problems).toEqual([
      { level: 'error', where: 'orgs/0/covers/1', message: 'centre covers S9, which is no cell of test' },
      { level: 'error', where: 'orgs/2/covers/0', message: 'S1 is covered by one and two; only one can command there' },
    ]);
  });
});
