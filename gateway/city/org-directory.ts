import type { GridSystem } from './grid-systems.ts';
import type { CityProblem } from './problem.ts';
import type { Org, Profile } from './profile.ts';
import type { SourceFile } from './source-file.ts';

export interface OrgDirectory {
  /** Every organisation, those made of cells after those that are named. */
  readonly orgs: readonly Org[];
  org(code: string): Org | undefined;
  /** Dispatches where no street does, and what lies in no grid. */
  readonly district: string;
  /** The commanding organisation (street office, else the district) of a leaf of the responsible system. */
  dispatcherOf(path: readonly string[]): string;
  /** The neighbourhood that answers for a leaf: receives tasks, never commands. */
  communityOf(path: readonly string[]): string | undefined;
}

type Cells = Pick<GridSystem, 'cells' | 'spec'>;
type Complain = (path: readonly PropertyKey[], message: string) => void;

/** One organisation per cell of a level. */
function orgsOfCells({ orgsOf }: Profile, responsible: Cells | undefined, complain: Complain): Org[] {
  if (!responsible) return [];
  return orgsOf.flatMap(({ tier, level, suffix }, i) => {
    const cells = [...responsible.cells.values()].filter((cell) => cell.level === level);
    if (cells.length === 0) complain(['orgsOf', i, 'level'], `${responsible.spec.system} has no level "${level}"`);
    return cells.map(({ code, name }) => ({
      ...{ code, tier, covers: [code] },
      name: { zh: `${name}${suffix.zh}`, en: `${name} ${suffix.en}` },
    }));
  });
}

function checkCounts({ assert, partners, functions }: Profile, orgs: readonly Org[], complain: Complain): void {
  const ofTier = (tier: Org['tier']) => orgs.filter((org) => org.tier === tier).length;
  const counts = {
    ...{ streets: ofTier('STREET'), communities: ofTier('COMMUNITY') },
    ...{ partners: partners.length, functions: functions.length },
  };
  for (const [what, expected] of Object.entries(assert)) {
    const found = counts[what as keyof typeof counts];
    if (found !== expected) complain(['assert', what], `${what}: ${found} found, ${expected} asserted`);
  }
}

/**
 * Who answers where. The organisation of tier DISTRICT or STREET that covers the deepest cell on the path dispatches, the
 * COMMUNITY that does is told. A cell that does not exist, or has two organisations of one kind, is a problem.
 */
export function createOrgDirectory(
  source: SourceFile<Profile>,
  responsible: Cells | undefined,
  problems: CityProblem[],
): OrgDirectory {
  const profile = source.value;
  const complain: Complain = (path, message) => problems.push({ level: 'error', where: source.at(path), message });
  const made = orgsOfCells(profile, responsible, complain);
  const orgs = [...profile.orgs, ...made];
  const commanding = new Map<string, string>();
  const neighbouring = new Map<string, string>();
  orgs.forEach((org, o) => {
    const own = o < profile.orgs.length;
    org.covers.forEach((cell, c) => {
      const path = own ? ['orgs', o, 'covers', c] : ['orgsOf'];
      if (responsible && !responsible.cells.has(cell))
        complain(path, `${org.code} covers ${cell}, which is no cell of ${responsible.spec.system}`);
      const there = org.tier === 'COMMUNITY' ? neighbouring : commanding;
      const other = there.get(cell);
      if (other) complain(path, `${cell} is covered by ${other} and ${org.code}; only one can command there`);
      there.set(cell, org.code);
    });
  });
  if (responsible) checkCounts(profile, orgs, complain);
  const byCode = new Map(orgs.map((org) => [org.code, org]));
  if (byCode.size < orgs.length) {
    const twice = made.find((org) => profile.orgs.some((other) => other.code === org.code));
    complain(['orgsOf'], `organisation ${twice?.code ?? ''} is defined twice`);
  }
  const deepest = (of: ReadonlyMap<string, string>, path: readonly string[]) => {
    const cell = path.findLast((code) => of.has(code));
    return cell === undefined ? undefined : of.get(cell);
  };
  const district = orgs.find((org) => org.tier === 'DISTRICT')?.code ?? '';
  return {
    ...{ orgs, district, org: (code) => byCode.get(code) },
    dispatcherOf: (path) => deepest(commanding, path) ?? district,
    communityOf: (path) => deepest(neighbouring, path),
  };
}
