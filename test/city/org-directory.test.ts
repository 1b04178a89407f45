import { describe, expect, it } from 'vitest';
import type { GridSystem } from '../../gateway/city/grid-systems.ts';
import { createOrgDirectory } from '../../gateway/city/org-directory.ts';
import type { CityProblem } from '../../gateway/city/problem.ts';
import type { Org, Profile } from '../../gateway/city/profile.ts';

const name = { zh: '名', en: 'name' };
const org = (code: string, tier: Org['tier'], ...covers: string[]): Org => ({ code, tier, name, covers });

function directoryOf(...orgs: Org[]) {
  return directoryFrom({ orgs });
}

function directoryFrom(profile: Pick<Profile, 'orgs'> & Partial<Profile>) {
  const problems: CityProblem[] = [];
  const defaults = { orgsOf: [], assert: {}, partners: [], functions: [] };
  const source = {
    value: { ...defaults, ...profile } as unknown as Profile,
    at: (path: readonly PropertyKey[]) => path.join('/'),
  };
  const system = {
    spec: { system: 'test' },
    cells: new Map(['D', 'S1', 'S2', 'U1', 'G1'].map((code) => [code, { code, name: code, level: code.slice(0, 1) }])),
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

  it('makes one of every cell of a level, and finds the neighbourhood of a leaf', () => {
    const { directory, problems } = directoryFrom({
      orgs: [org('centre', 'DISTRICT', 'D')],
      orgsOf: [
        { tier: 'STREET', level: 'S', suffix: { zh: '办事处', en: 'office' } },
        { tier: 'COMMUNITY', level: 'U', suffix: { zh: '居委', en: 'committee' } },
      ],
      assert: { streets: 2, communities: 1 },
    });
    expect(problems).toEqual([]);
    expect(directory.orgs.map(({ code, tier }) => `${tier} ${code}`)).toEqual([
      ...['DISTRICT centre', 'STREET S1', 'STREET S2', 'COMMUNITY U1'],
    ]);
    expect(directory.org('U1')?.name).toEqual({ zh: 'U1居委', en: 'U1 committee' });
    expect(directory.dispatcherOf(['D', 'S1', 'U1', 'G1'])).toBe('S1');
    expect(directory.communityOf(['D', 'S1', 'U1', 'G1'])).toBe('U1');
    expect(directory.communityOf(['D', 'S2'])).toBeUndefined();
  });

  it('counts what it made, and refuses a level that is none and a code made twice', () => {
    const of = (part: Partial<Profile>) =>
      directoryFrom({ orgs: [org('centre', 'DISTRICT'), org('S1', 'STREET')], ...part }).problems.map(
        ({ where, message }) => `${where} ${message}`,
      );
    const suffix = { zh: 'x', en: 'x' };
    expect(of({ assert: { streets: 9, partners: 7 } })).toEqual([
      ...['assert/streets streets: 1 found, 9 asserted', 'assert/partners partners: 0 found, 7 asserted'],
    ]);
    expect(of({ orgsOf: [{ tier: 'COMMUNITY', level: 'house', suffix }] })).toEqual([
      'orgsOf/0/level test has no level "house"',
    ]);
    expect(of({ orgsOf: [{ tier: 'STREET', level: 'S', suffix }] })).toEqual([
      'orgsOf organisation S1 is defined twice',
    ]);
  });
});
