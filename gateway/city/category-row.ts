import type { Category } from '../model/catalogue.ts';
import type { Values } from './catalogue-file.ts';
import { given } from './given.ts';
import type { CityProblem } from './problem.ts';

/** A row once all files have had their say. */
export interface DraftRow {
  readonly code: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly values: Values;
  /** `file:line:column` of what said the last word. */
  readonly where: string;
}

/** What every category must say, itself or through its group. */
const NEEDED = [
  ...(['kind', 'severity', 'dept', 'responderRole', 'response', 'disposal'] as const),
  ...(['layer', 'line', 'verify', 'capCategory', 'provenance'] as const),
] as const;

type Complete = Values & { readonly [K in (typeof NEEDED)[number]]: Exclude<Values[K], undefined> };

function isComplete(values: Values): values is Complete {
  return NEEDED.every((key) => values[key] !== undefined);
}

/** What cannot stand together in one row. */
function contradictions({ kind, restricted, autoFlow, verify, lifeSafety, confirmAt, ...row }: Complete): string[] {
  const { response, disposal } = row;
  return [
    restricted && autoFlow && 'is restricted and autoFlow; what concerns persons always needs a person',
    restricted && verify.by === 'SENSOR' && 'is restricted and verified by a sensor; write verify: { by: HUMAN }',
    kind === 'CLUE' && autoFlow && 'is a CLUE and autoFlow; a clue always waits for a person',
    lifeSafety && confirmAt !== undefined && 'is lifeSafety and has confirmAt; danger to life never waits',
    verify.by === 'HUMAN' && verify.autoClose && 'is verified by a person and has autoClose, which only sensors do',
    verify.by === 'HUMAN' && verify.quietFor && 'is verified by a person and has quietFor, which only sensors keep',
    response.clock === disposal.clock && response.ms > disposal.ms && 'must be answered later than settled',
  ].flatMap((text) => (typeof text === 'string' ? [text] : []));
}

/** The departments of a row: whoever answers for a component owns and keeps it, unless the row says otherwise. */
function departmentsOf({ dept, departments }: Complete, isComponent: boolean): Category['departments'] {
  const all = { ...(isComponent ? { own: dept, maintain: dept } : {}), ...departments };
  return Object.keys(all).length > 0 ? given(all) : undefined;
}

function bySiteOf({ bySite }: Complete): Category['bySite'] {
  return bySite && Object.fromEntries(Object.entries(bySite).map(([site, values]) => [site, given(values ?? {})]));
}

/** A row as a category. What it lacks or contradicts goes to `problems`; a row that lacks something gives none. */
export function categoryOf(
  { code, name, values, where }: DraftRow,
  names: { readonly departments: object; readonly roles: object },
  problems: CityProblem[],
): Category | undefined {
  const complain = (message: string) => problems.push({ level: 'error', where, message: `${code}: ${message}` });
  const { departments: roles = {} } = values;
  for (const dept of new Set([values.dept, ...Object.values(roles)]))
    if (dept && !(dept in names.departments)) complain(`department "${dept}" is not in "departments"`);
  if (values.responderRole && !(values.responderRole in names.roles))
    complain(`role "${values.responderRole}" is not in "roles"`);
  if (!isComplete(values)) {
    const missing = NEEDED.filter((key) => values[key] === undefined);
    complain(`lacks ${missing.join(', ')}; give it in the row or in the defaults of its group`);
    return undefined;
  }
  for (const contradiction of contradictions(values)) complain(contradiction);
  const isComponent = code.startsWith('C');
  const { verify, bySite: _sites, departments: _departments, ...plain } = values;
  const { kind, severity, dept, responderRole, response, disposal, provenance } = values;
  return {
    ...given(plain),
    ...{ code, class: isComponent ? 'COMPONENT' : 'EVENT', name, kind, severity, dept, responderRole, response },
    ...{ disposal, provenance, restricted: values.restricted ?? false },
    verify: { by: verify.by, quietFor: verify.quietFor ?? 0, ...(verify.autoClose ? { autoClose: true } : {}) },
    ...given({ departments: departmentsOf(values, isComponent), bySite: bySiteOf(values) }),
  };
}
