import { z } from 'zod';
import type { HandlingLevel } from '../model/case.ts';
import type { ModeSpec, ThresholdOverride } from '../model/mode.ts';
import { nameSchema } from './catalogue-file.ts';
import { given } from './given.ts';
import type { CityProblem } from './problem.ts';
import type { SourceFile } from './source-file.ts';
import { durationSchema } from './time-limit.ts';

/** The mode a city is in until it is told otherwise. */
export const NORMAL = 'NORMAL';

const LEVELS: readonly [HandlingLevel, ...HandlingLevel[]] = ['GRID', 'UNIT', 'AREA', 'STREET', 'DISTRICT'];

const thresholdSchema = z.strictObject({
  deviceType: z.string().min(1),
  rule: z.string().min(1).describe('id of a rule of the device type'),
  set: z.number().optional(),
  clear: z.number().optional(),
  dwell: durationSchema.optional(),
  quiet: durationSchema.optional(),
});

/** `modes.yaml`: what is different while the city is not in its normal state. */
export const modesSchema = z.strictObject({
  modes: z.array(
    z.strictObject({
      id: z.string().regex(/^[A-Z][A-Z_]{0,31}$/, 'a mode is 1 to 32 of A–Z _'),
      name: nameSchema,
      thresholds: z.array(thresholdSchema).default([]),
      sampling: z
        .array(z.strictObject({ deviceType: z.string().min(1), every: durationSchema }))
        .default([])
        .describe('reporting interval asked of devices of a type'),
      routing: z
        .array(
          z.strictObject({
            categories: z.array(z.string()).min(1),
            dept: z.string().optional(),
            responderRole: z.string().optional(),
            level: z.enum(LEVELS).optional().describe('lowest level that may settle it'),
          }),
        )
        .default([]),
      deferred: z.array(z.string()).default([]).describe('categories whose cases wait until the mode ends'),
    }),
  ),
});

export type ModesFile = z.output<typeof modesSchema>;
type Row = ModesFile['modes'][number];

function thresholdOf({ deviceType, rule, ...limits }: Row['thresholds'][number]): ThresholdOverride {
  return { ...given(limits), ...{ typeId: deviceType, ruleId: rule } };
}

function specOf({ id, name, thresholds, sampling, routing, deferred }: Row): ModeSpec {
  return {
    ...{ id, name, deferred },
    thresholds: thresholds.map(thresholdOf),
    sampling: sampling.map(({ deviceType, every }) => ({ typeId: deviceType, interval: every })),
    routing: routing.map(given),
  };
}

/** What is wrong with naming a device type, or with other limits for a rule of it: none such, or limits it cannot have. */
export type LimitFault = (
  override: Omit<ThresholdOverride, 'ruleId'> & { readonly ruleId?: string },
) => { readonly unknown: boolean; readonly message: string } | undefined;

/** What a mode may refer to. */
interface Known {
  readonly limitFault?: LimitFault | undefined;
  readonly categories: ReadonlyMap<string, { readonly lifeSafety?: boolean }>;
  readonly departments: object;
  readonly roles: object;
}

type Source = SourceFile<ModesFile>;

function checkModes(source: Source, known: Known, own: boolean, problems: CityProblem[]): void {
  source.value.modes.forEach((mode, m) => {
    const { id, thresholds, sampling, routing, deferred } = mode;
    const complain = (path: readonly PropertyKey[], message: string) =>
      problems.push({ level: 'error', where: source.at(['modes', m, ...path]), message: `mode ${id} ${message}` });
    const checkCode = (code: string, path: readonly PropertyKey[]) => {
      if (own && !known.categories.has(code)) complain(path, `names ${code}, which is not in the catalogue`);
    };
    thresholds.forEach((row, i) => {
      const fault = known.limitFault?.(thresholdOf(row));
      // The base may name device types and rules that this city does not have; then its limits are left out.
      if (fault && (own || !fault.unknown)) complain(['thresholds', i], `has limits that do not fit: ${fault.message}`);
    });
    sampling.forEach(({ deviceType }, i) => {
      const fault = own ? known.limitFault?.({ typeId: deviceType }) : undefined;
      if (fault) complain(['sampling', i, 'deviceType'], `asks for readings: ${fault.message}`);
    });
    deferred.forEach((code, i) => {
      checkCode(code, ['deferred', i]);
      if (known.categories.get(code)?.lifeSafety)
        complain(['deferred', i], `defers ${code}, which is about life safety`);
    });
    routing.forEach(({ categories, dept, responderRole }, i) => {
      for (const [c, code] of categories.entries()) checkCode(code, ['routing', i, 'categories', c]);
      if (dept && !(dept in known.departments)) complain(['routing', i, 'dept'], `routes to "${dept}", no department`);
      if (responderRole && !(responderRole in known.roles))
        complain(['routing', i, 'responderRole'], `routes to "${responderRole}", no role`);
    });
    if (id === NORMAL && [thresholds, sampling, routing, deferred].some((list) => list.length > 0))
      complain(['id'], 'changes something; what is normal stands in the catalogue and the device types');
  });
}

const QUIET: Row = {
  ...{ id: NORMAL, name: { zh: '常态', en: 'normal' } },
  ...{ thresholds: [], sampling: [], routing: [], deferred: [] },
};

/**
 * The modes of a city: those of the base, the city's own in place of or beside them. NORMAL, with nothing different, is
 * always there. The base may name categories this city does not have; the city itself may not.
 */
export function mergeModes(
  { base, own }: { readonly base?: Source | undefined; readonly own?: Source | undefined },
  known: Known,
  problems: CityProblem[],
): readonly ModeSpec[] {
  if (base) checkModes(base, known, false, problems);
  if (own) checkModes(own, known, true, problems);
  const rows = [QUIET, ...(base?.value.modes ?? []), ...(own?.value.modes ?? [])];
  return [...new Map(rows.map((mode) => [mode.id, specOf(mode)])).values()];
}
