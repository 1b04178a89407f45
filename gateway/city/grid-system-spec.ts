import { z } from 'zod';
import { nameSchema } from './catalogue-file.ts';

const gridTypes = ['URBAN', 'SELF_GOVERNED', 'OVERLAY'] as const;
export const gridTypeSchema = z.enum(gridTypes);

/** What a map may be drawn in. */
export const mapCrsSchema = z.enum(['wgs84', 'cgcs2000', 'gcj02', 'bd09', 'local_metre']);

/** A day (its midnight in Shanghai) or an RFC 3339 instant, as epoch ms. */
export const dateSchema = z.string().transform((text, context) => {
  const at = Date.parse(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00+08:00` : text);
  if (!Number.isNaN(at) && /^\d{4}-\d\d-\d\d($|T.*(Z|[+-]\d\d:\d\d)$)/.test(text)) return at;
  context.addIssue({
    code: 'custom',
    message: `"${text}" is no date; write 2026-01-31 or an RFC 3339 time with a zone`,
  });
  return z.NEVER;
});

/** Which properties of a feature say what; an authority's map seldom uses our words. */
const propertiesSchema = z.strictObject({
  code: z.string().default('code'),
  parent: z.string().default('parent'),
  name: z.string().default('name'),
  type: z.string().default('type'),
  /** A file of several levels: features of another level are passed over. */
  level: z.string().default('level'),
});

export const levelSchema = z.strictObject({
  id: z.string().min(1),
  name: nameSchema,
  file: z.string(),
  properties: propertiesSchema.prefault({}),
  /** Where features have no parent property: the parent's code is this many characters of their own. */
  parentDigits: z.int().min(1).optional(),
  /** Type of features that have none. */
  type: gridTypeSchema.optional(),
  /** How many cells the file must have, in all and of each type. */
  count: z.int().min(1).optional(),
  types: z.partialRecord(gridTypeSchema, z.int().min(0)).optional(),
  /** How many children a cell usually has; others are warned about. */
  children: z.strictObject({ min: z.int().min(0), max: z.int().min(1) }).optional(),
});

/** One version of a grid system in a profile. Files are GeoJSON, relative to the profile. */
export const gridSystemSchema = z
  .strictObject({
    system: z.string().regex(/^[a-z0-9-]{1,64}$/, 'the name of a grid system is 1 to 64 of a–z 0–9 -'),
    version: z.string().min(1),
    name: nameSchema,
    /** A tiling fills its managed area; the cells of an overlay lie about, and most points are in none. */
    kind: z.enum(['TILING', 'OVERLAY']).default('TILING'),
    /** In force from here … */
    validFrom: dateSchema.optional(),
    /** … and up to, not including, here. */
    validTo: dateSchema.optional(),
    crs: mapCrsSchema.default('wgs84'),
    managedArea: z.string().optional(),
    /** The whole territory, of which only a part may be managed. */
    administrativeArea: z.string().optional(),
    /** Overlaps and gaps up to this size are drawing noise, m². */
    toleranceM2: z.number().min(0).default(1),
    /** From the top to the leaves. */
    levels: z.array(levelSchema).min(1),
  })
  .superRefine(({ kind, managedArea, validFrom, validTo }, context) => {
    const add = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (kind === 'TILING' && managedArea === undefined)
      add('managedArea', 'a tiling needs the area it must fill; only an overlay goes without');
    if (validFrom !== undefined && validTo !== undefined && validFrom >= validTo)
      add('validTo', 'ends before it begins; validTo is the first day on which it is no longer in force');
  });

export type GridSystemSpec = z.infer<typeof gridSystemSchema>;
export type LevelSpec = GridSystemSpec['levels'][number];

/** First and last instant of a version, epoch ms; the end is not included. */
export const validity = ({
  validFrom = Number.NEGATIVE_INFINITY,
  validTo = Number.POSITIVE_INFINITY,
}: GridSystemSpec) => ({
  from: validFrom,
  to: validTo,
});

/** All grid systems of a profile. Versions of one system have names of their own and are never in force together. */
export const gridSystemsSchema = z
  .array(gridSystemSchema)
  .min(1)
  .superRefine((specs, context) => {
    const add = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (specs[0]?.kind === 'OVERLAY')
      add([0, 'kind'], 'the first grid system is the responsible one, and that is a tiling; put overlays after it');
    specs.forEach((spec, i) => {
      for (const other of specs.slice(0, i)) {
        if (other.system !== spec.system) continue;
        const [a, b] = [validity(spec), validity(other)];
        if (other.version === spec.version)
          add([i, 'system'], `"${spec.system}" is defined twice; versions of a system need names of their own`);
        else if (a.from < b.to && b.from < a.to)
          add(
            [i, 'version'],
            `versions "${other.version}" and "${spec.version}" are in force together; end one with validTo`,
          );
        if (other.kind !== spec.kind) add([i, 'kind'], `version "${other.version}" is of kind ${other.kind}`);
      }
    });
  });
