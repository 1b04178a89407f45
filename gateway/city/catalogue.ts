import type { Catalogue, Category, CategoryClass } from '../model/catalogue.ts';
import type { Asserted, CatalogueFile, Values } from './catalogue-file.ts';
import { categoryOf, type DraftRow } from './category-row.ts';
import type { CityProblem } from './problem.ts';
import type { SourceFile } from './source-file.ts';

type Name = { readonly zh: string; readonly en: string };
type Names = Readonly<Record<string, Name>>;

/** A catalogue with its classes and the names of its departments and responder roles. */
export interface NamedCatalogue extends Catalogue {
  readonly classes: readonly CategoryClass[];
  readonly departments: Names;
  readonly roles: Names;
}

type Source = SourceFile<CatalogueFile>;

/** What the files read so far make, before it is checked as a whole. */
interface Draft {
  readonly rows: Map<string, DraftRow>;
  /** Codes of every file, also those a later one leaves out: what may be referred to without being there. */
  readonly known: Set<string>;
  readonly groups: Map<string, Name>;
  /** The class a group or a single code counts under, where it is not its group. */
  readonly classOf: Map<string, string>;
  readonly classNames: Map<string, Name>;
  departments: Names;
  roles: Names;
}

type Complain = (path: readonly PropertyKey[], message: string) => void;

function omitRows({ value }: Source, { rows }: Draft, complain: Complain): void {
  value.omit.forEach((code, i) => {
    if (!rows.delete(code)) complain(['omit', i], `${code} is not in the catalogue below; remove it`);
  });
}

function changeRows(source: Source, { rows }: Draft, complain: Complain): void {
  source.value.change.forEach(({ codes, zh, en, ...values }, c) => {
    codes.forEach((wanted, i) => {
      const found = [...rows.keys()].filter(
        (code) => code === wanted || (wanted.length === 3 && code.startsWith(wanted)),
      );
      if (found.length === 0) complain(['change', c, 'codes', i], `${wanted} is not in the catalogue below`);
      for (const code of found) {
        const row = rows.get(code);
        if (!row) continue;
        const name = { zh: zh ?? row.name.zh, en: en ?? row.name.en };
        rows.set(code, { code, name, values: { ...row.values, ...values }, where: source.at(['change', c]) });
      }
    });
  });
}

function addRows(source: Source, draft: Draft, complain: Complain): void {
  const seen = new Set<string>();
  source.value.groups.forEach(({ group, name, defaults, rows }, g) => {
    draft.groups.set(group, name);
    rows.forEach(({ code, zh, en, ...own }, r) => {
      const path = ['groups', g, 'rows', r];
      if (seen.has(code)) complain(path, `${code}: is listed twice; remove one of the rows`);
      if (!code.startsWith(group)) complain(path, `${code}: does not belong to group ${group}; move it`);
      seen.add(code);
      draft.known.add(code);
      const values: Values = { ...defaults, ...own };
      draft.rows.set(code, { code, name: { zh, en }, values, where: source.at(path) });
    });
  });
}

function addClasses({ value }: Source, { classOf, classNames, rows }: Draft, complain: Complain): void {
  value.classes.forEach(({ id, name, groups, codes }, c) => {
    classNames.set(id, name);
    classOf.set(id, id);
    for (const member of [...groups, ...codes]) classOf.set(member, id);
    codes.forEach((code, i) => {
      if (!rows.has(code)) complain(['classes', c, 'codes', i], `${code} is not in the catalogue`);
    });
    if (groups.length + codes.length === 0) return;
    const strays = [...groups, ...codes].filter((member) => member[0] !== id[0]);
    if (strays.length > 0) complain(['classes', c], `${strays.join(', ')}: components and events never share a class`);
  });
}

/** Classes in the order of their ids; a class without rows is none. */
function classesOf({ rows, groups, classOf, classNames }: Draft): CategoryClass[] {
  const members = new Map<string, string[]>();
  for (const code of rows.keys()) {
    const group = code.slice(0, 3);
    const id = classOf.get(code) ?? classOf.get(group) ?? group;
    members.set(id, [...(members.get(id) ?? []), code]);
  }
  return [...members]
    .map(([id, codes]) => ({ id, name: classNames.get(id) ?? groups.get(id) ?? { zh: id, en: id }, codes }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Counts as the assertions name them. */
function countsOf(draft: Draft): Required<Asserted> {
  const rows = [...draft.rows.values()];
  const classes = classesOf(draft);
  const count = (test: (row: DraftRow) => unknown) => rows.filter(test).length;
  return {
    componentClasses: classes.filter(({ id }) => id.startsWith('C')).length,
    components: count(({ code }) => code.startsWith('C')),
    eventClasses: classes.filter(({ id }) => id.startsWith('E')).length,
    events: count(({ code }) => code.startsWith('E')),
    clues: count(({ values }) => values.kind === 'CLUE'),
    joint: count(({ values }) => values.joint),
    emergencyFlows: new Set(rows.flatMap(({ values }) => values.emergencyFlow ?? [])).size,
    departments: Object.keys(draft.departments).length,
    roles: Object.keys(draft.roles).length,
    autoFlowAtLeast: count(({ values }) => values.autoFlow),
  };
}

function checkCounts({ value }: Source, draft: Draft, complain: Complain): void {
  const counts = countsOf(draft);
  for (const [what, expected = 0] of Object.entries(value.assert)) {
    const found = counts[what as keyof typeof counts] ?? 0;
    if (what === 'autoFlowAtLeast' ? found >= expected : found === expected) continue;
    complain(['assert', what], `${what}: ${found} found, ${expected} asserted; a row was lost or added`);
  }
}

/**
 * Lays catalogue files over each other, the base first; the last file gives id and version, and each file's counts are
 * those of what it makes of the files below it. What is wrong goes to `problems`.
 */
export function mergeCatalogues(files: readonly Source[], problems: CityProblem[]): NamedCatalogue {
  const draft: Draft = {
    ...{ rows: new Map(), known: new Set(), groups: new Map(), classOf: new Map(), classNames: new Map() },
    ...{ departments: {}, roles: {} },
  };
  for (const source of files) {
    const complain: Complain = (path, message) => problems.push({ level: 'error', where: source.at(path), message });
    draft.departments = { ...draft.departments, ...source.value.departments };
    draft.roles = { ...draft.roles, ...source.value.roles };
    for (const step of [omitRows, changeRows, addRows, addClasses, checkCounts]) step(source, draft, complain);
  }
  const { rows, departments, roles } = draft;
  const categories = new Map<string, Category>();
  for (const row of rows.values()) {
    for (const other of row.values.confirmedBy ?? []) {
      const complain = (message: string) => problems.push({ level: 'error', where: row.where, message });
      if (!draft.known.has(other)) complain(`${row.code}: is confirmed by ${other}, which no catalogue has`);
      // It would join the case it confirms, and raise none of its own.
      if (rows.get(other)?.values.lifeSafety)
        complain(`${row.code}: is confirmed by ${other}, which is about life safety and needs a case of its own`);
    }
    const category = categoryOf(row, { departments, roles }, problems);
    if (category) categories.set(category.code, category);
  }
  const { id, version } = files.at(-1)?.value ?? { id: '', version: '' };
  return { id, version, categories, classes: classesOf(draft), departments, roles };
}
