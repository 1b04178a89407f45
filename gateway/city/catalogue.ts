import { z } from 'zod';
import type { Catalogue, Category } from '../model/catalogue.ts';
import type { CityProblem } from './problem.ts';
import type { SourceFile } from './source-file.ts';
import { timeLimitSchema } from './time-limit.ts';

export const nameSchema = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

/** What a row may leave to the defaults of its group. */
const shared = {
  kind: z.enum(['ALARM', 'WARNING', 'CLUE', 'FAULT']),
  severity: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  dept: z.string(),
  responderRole: z.string(),
  response: timeLimitSchema,
  disposal: timeLimitSchema,
  restricted: z.boolean(),
  provenance: z.enum(['observed', 'inferred', 'local']),
};

const rowSchema = z.strictObject({
  code: z.string().regex(/^[CE]\d{4}$/, 'a code is C or E and four digits'),
  zh: z.string().min(1),
  en: z.string().min(1),
  ...z.object(shared).partial().shape,
});

/** A catalogue file: groups (大类) of rows, with what the rows of a group have in common said once. */
export const catalogueSchema = z.strictObject({
  id: z.string().min(1),
  version: z.string().min(1),
  /** Numbers the merged catalogue must have, so that a lost row is noticed. */
  assert: z
    .strictObject({ componentClasses: z.int(), components: z.int(), eventClasses: z.int(), events: z.int() })
    .partial()
    .default({}),
  departments: z.record(z.string(), nameSchema).default({}),
  roles: z.record(z.string(), nameSchema).default({}),
  /** Codes of the catalogue below that this one does not have. */
  omit: z.array(z.string()).default([]),
  groups: z.array(
    z.strictObject({
      /** Letter and the two digits that every code of the group starts with. */
      group: z.string().regex(/^[CE]\d{2}$/, 'a group is C or E and two digits'),
      name: nameSchema,
      defaults: z.strictObject(z.object(shared).partial().shape).default({}),
      rows: z.array(rowSchema),
    }),
  ),
});

export type CatalogueFile = z.infer<typeof catalogueSchema>;
type Names = Readonly<Record<string, { readonly zh: string; readonly en: string }>>;

/** A catalogue with the names of its departments and responder roles. */
export interface NamedCatalogue extends Catalogue {
  readonly departments: Names;
  readonly roles: Names;
}

/** The rows of one file as categories; a row that lacks a value nowhere given is a problem. */
function rowsOf(source: SourceFile<CatalogueFile>, names: Pick<NamedCatalogue, 'departments' | 'roles'>) {
  const problems: CityProblem[] = [];
  const categories: Category[] = [];
  const seen = new Set<string>();
  source.value.groups.forEach((group, g) => {
    group.rows.forEach(({ code, zh, en, ...own }, r) => {
      const problem = (message: string) =>
        problems.push({ level: 'error', where: source.at(['groups', g, 'rows', r]), message: `${code}: ${message}` });
      const row = { ...group.defaults, ...own };
      const { kind, severity, dept, responderRole, response, disposal, provenance } = row;
      if (seen.has(code)) problem('is listed twice; remove one of the rows');
      seen.add(code);
      if (!code.startsWith(group.group)) problem(`does not belong to group ${group.group}; move it`);
      if (dept && !(dept in names.departments)) problem(`department "${dept}" is not in "departments"`);
      if (responderRole && !(responderRole in names.roles)) problem(`role "${responderRole}" is not in "roles"`);
      if (!kind || !severity || !dept || !responderRole || !response || !disposal || !provenance) {
        const missing = Object.keys(shared).filter((key) => key !== 'restricted' && !(key in row));
        problem(`lacks ${missing.join(', ')}; give it in the row or in the defaults of its group`);
        return;
      }
      const type = code.startsWith('C') ? 'COMPONENT' : 'EVENT';
      categories.push({
        ...{ code, class: type, name: { zh, en }, kind, severity, dept, responderRole, response, disposal },
        ...{ restricted: row.restricted ?? false, provenance },
      });
    });
  });
  return { categories, problems };
}

/** Counts as the assertions name them. */
function countsOf(categories: Iterable<Category>): Required<CatalogueFile['assert']> {
  const codes = [...categories].map((category) => category.code);
  const ofLetter = (letter: string) => codes.filter((code) => code.startsWith(letter));
  const classes = (of: string[]) => new Set(of.map((code) => code.slice(0, 3))).size;
  const [components, events] = [ofLetter('C'), ofLetter('E')];
  return {
    ...{ componentClasses: classes(components), components: components.length },
    ...{ eventClasses: classes(events), events: events.length },
  };
}

/**
 * Lays catalogue files over each other, the base first: a later row replaces the one with its code, `omit` removes, and the
 * last file gives id and version. What is wrong goes to `problems`.
 */
export function mergeCatalogues(files: readonly SourceFile<CatalogueFile>[], problems: CityProblem[]): NamedCatalogue {
  const categories = new Map<string, Category>();
  let names: Pick<NamedCatalogue, 'departments' | 'roles'> = { departments: {}, roles: {} };
  let [id, version] = ['', ''];
  for (const source of files) {
    const { value } = source;
    ({ id, version } = value);
    names = {
      departments: { ...names.departments, ...value.departments },
      roles: { ...names.roles, ...value.roles },
    };
    value.omit.forEach((code, i) => {
      if (categories.delete(code)) return;
      problems.push({
        level: 'error',
        where: source.at(['omit', i]),
        message: `${code} is not in the catalogue below; remove it`,
      });
    });
    const own = rowsOf(source, names);
    problems.push(...own.problems);
    for (const category of own.categories) categories.set(category.code, category);
    const counts = countsOf(categories.values());
    for (const [what, expected] of Object.entries(value.assert)) {
      const found = counts[what as keyof typeof counts];
      if (found !== expected)
        problems.push({
          level: 'error',
          where: source.at(['assert', what]),
          message: `${what}: ${found} found, ${expected} asserted; a row was lost or added`,
        });
    }
  }
  return { id, version, categories, ...names };
}
