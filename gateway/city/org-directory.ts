import type { GridSystem } from './grid-systems.ts';
import type { CityProblem } from './problem.ts';
import type { Org, Profile } from './profile.ts';
import type { SourceFile } from './source-file.ts';

export interface OrgDirectory {
  org(code: string): Org | undefined;
  /** Dispatches where no street does, and what lies in no grid. */
  readonly district: string;
  /** The commanding organisation (street office, else the district) of a leaf of the responsible system. */
  dispatcherOf(path: readonly string[]): string;
}

/**
 * Who dispatches where: the organisation of tier DISTRICT or STREET that covers the deepest cell on the path. A cell that
 * does not exist, or is covered by two organisations of one tier, is a problem.
 */
export function createOrgDirectory(
  source: SourceFile<Profile>,
  responsible: GridSystem | undefined,
  problems: CityProblem[],
): OrgDirectory {
  const { orgs } = source.value;
  const commanding = new Map<string, string>();
  orgs.forEach((org, o) => {
    org.covers.forEach((cell, c) => {
      const problem = (message: string) =>
        problems.push({ level: 'error', where: source.at(['orgs', o, 'covers', c]), message });
      if (responsible && !responsible.cells.has(cell))
        problem(`${org.code} covers ${cell}, which is no cell of ${responsible.spec.system}`);
      if (org.tier === 'COMMUNITY') return;
      const other = commanding.get(cell);
      if (other) problem(`${cell} is covered by ${other} and ${org.code}; only one can command there`);
      commanding.set(cell, org.code);
    });
  });
  const district = orgs.find((org) => org.tier === 'DISTRICT')?.code ?? '';
  return {
    district,
    org: (code) => orgs.find((org) => org.code === code),
    dispatcherOf: (path) => {
      const cell = path.findLast((code) => commanding.has(code));
      return (cell === undefined ? undefined : commanding.get(cell)) ?? district;
    },
  };
}
