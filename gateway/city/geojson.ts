import { z } from 'zod';
import type { GridType } from '../model/grid.ts';
import type { MultiPolygon, Polygon, Ring } from './geometry.ts';
import { windPolygon } from './geometry.ts';
import { gridTypeSchema, type LevelSpec } from './grid-system-spec.ts';

/** Geographic systems a file may name (the `crs` member of GeoJSON 2008); 4326 and 4490 agree at metre level. */
const GEOGRAPHIC = /^(urn:ogc:def:crs:)?(OGC:[\d.]*:?CRS84h?|EPSG:[\d.]*:?(4326|4490|4979|4480))$/i;

const crsSchema = z
  .object({ type: z.literal('name'), properties: z.object({ name: z.string() }) })
  .refine(({ properties }) => GEOGRAPHIC.test(properties.name), {
    error: ({ input }) =>
      `the file is in ${(input as { properties: { name: string } }).properties.name}; export it as EPSG:4490 or EPSG:4326 (longitude, latitude in degrees)`,
  })
  .nullish();

const polygonSchema = z.array(z.array(z.array(z.number()).min(2)).min(1)).min(1, 'a polygon needs an outer ring');
const geometrySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: polygonSchema }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(polygonSchema).min(1) }),
]);
const featureSchema = z.object({
  type: z.literal('Feature'),
  properties: z.record(z.string(), z.unknown()).nullish(),
  geometry: z.unknown().optional(),
});

/** A collection, or a single feature as a collection of one. */
const fileSchema = z
  .discriminatedUnion(
    'type',
    [
      z.object({ type: z.literal('FeatureCollection'), crs: crsSchema, features: z.array(featureSchema) }),
      featureSchema.extend({ crs: crsSchema }).transform(({ crs, ...feature }) => ({ crs, features: [feature] })),
    ],
    {
      error: (issue) =>
        issue.code === 'invalid_union' || issue.code === 'invalid_type'
          ? 'is no GeoJSON map: a Feature or FeatureCollection is wanted'
          : undefined,
    },
  )
  .refine(({ features }) => features.length > 0, { path: ['features'], error: 'the file has no features' });

type Feature = z.infer<typeof featureSchema>;
/** Whether coordinates are degrees; a local grid is in metres. */
type Unit = 'degrees' | 'metres';

/** A ring without repeated positions, closed (RFC 7946 §3.1.6), or what is wrong with it. */
function cleanRing(ring: Ring, unit: Unit): Ring | string {
  const clean = ring.filter((at, i) => i === 0 || at[0] !== ring[i - 1]?.[0] || at[1] !== ring[i - 1]?.[1]);
  const [first, last] = [clean[0], clean.at(-1)];
  if (first && (first[0] !== last?.[0] || first[1] !== last?.[1])) clean.push(first);
  if (clean.length < 4) return 'a ring needs three different positions at least';
  const off = clean.find((position) => position.slice(0, 2).some((value) => !Number.isFinite(value)));
  if (off) return `[${off}] is no position`;
  if (unit === 'metres') return clean;
  const far = clean.find(([lon = 0, lat = 0]) => Math.abs(lon) > 180 || Math.abs(lat) > 90);
  if (!far) return clean;
  const [x = 0, y = 0] = far;
  return Math.abs(x) <= 90 && Math.abs(y) <= 180
    ? `[${far}] is written latitude first; GeoJSON wants [lon, lat]`
    : `[${far}] is not a longitude and latitude in degrees; export the file as EPSG:4490`;
}

type Complain = (path: PropertyKey[], message: string) => void;

/** Polygon and MultiPolygon alike, wound by the right-hand rule; undefined when something is wrong with the geometry. */
function shapeOf(geometry: unknown, unit: Unit, complain: Complain): MultiPolygon | undefined {
  const { data, error } = geometrySchema.safeParse(geometry);
  if (!data) {
    const [issue] = error.issues;
    const got = (geometry as { type?: unknown } | null)?.type;
    const message =
      issue?.path[0] === 'type' || geometry === null
        ? `a grid is a Polygon or MultiPolygon, not ${got ?? 'null'}`
        : `${issue?.message}`;
    complain(issue?.path ?? [], message);
    return undefined;
  }
  const polygons = data.type === 'Polygon' ? [data.coordinates] : data.coordinates;
  let sound = true;
  const shape = polygons.map(
    (rings, p): Polygon =>
      rings.flatMap((ring, r) => {
        const clean = cleanRing(ring, unit);
        if (typeof clean !== 'string') return [clean];
        complain(['coordinates', ...(data.type === 'Polygon' ? [] : [p]), r], clean);
        sound = false;
        return [];
      }),
  );
  return sound ? shape.map(windPolygon) : undefined;
}

/** A cell as its file says it. */
export interface DrawnCell {
  readonly code: string;
  readonly parent?: string;
  readonly level: string;
  readonly name: string;
  readonly type?: GridType;
  readonly shape: MultiPolygon;
  /** Where its code stands in the file. */
  readonly path: readonly PropertyKey[];
}

const codeSchema = z
  .union([z.string(), z.int().transform(String)], 'is missing')
  .refine((code) => /^[A-Za-z0-9._-]{1,64}$/.test(code), 'is 1 to 64 of A–Z a–z 0–9 . _ -')
  .refine((code) => code !== 'UNGRIDDED', 'UNGRIDDED means "in no grid" and cannot be the code of one');

function cellOf(
  { properties, geometry }: Feature,
  { level, unit, path }: { level: LevelSpec; unit: Unit; path: PropertyKey[] },
  complain: Complain,
): DrawnCell | undefined {
  const { properties: keys } = level;
  const read = <T>(key: string, schema: z.ZodType<T>, what: string): T | undefined => {
    const { data, error } = schema.safeParse(properties?.[key] ?? undefined);
    if (error) complain(['properties', key], `${what} "${key}" ${error.issues[0]?.message}`);
    return data;
  };
  if (typeof properties?.[keys.level] === 'string' && keys.level !== 'level' && properties[keys.level] !== level.id)
    return undefined;
  const code = read(keys.code, codeSchema, 'code');
  const named = read(keys.parent, codeSchema.optional(), 'parent');
  const parent = named ?? (level.parentDigits === undefined ? undefined : code?.slice(0, level.parentDigits));
  const name = read(keys.name, z.coerce.string().optional(), 'name') ?? code;
  const type = read(keys.type, gridTypeSchema.optional(), 'type') ?? level.type;
  const ownLevel = properties?.[keys.level];
  const shape = shapeOf(geometry, unit, (at, message) =>
    complain(['geometry', ...at], `${code === undefined ? 'feature' : `grid ${code}`}: ${message}`),
  );
  if (code === undefined || name === undefined || !shape) return undefined;
  return {
    ...{ code, name, shape, path: [...path, 'properties', keys.code] },
    level: typeof ownLevel === 'string' ? ownLevel : level.id,
    ...(parent === undefined ? {} : { parent }),
    ...(type === undefined ? {} : { type }),
  };
}

/** A file of grid cells. Features may have more properties: they belong to whoever drew the map. */
export const cellsSchema = (level: LevelSpec, unit: Unit = 'degrees') =>
  fileSchema.transform(({ features }, context): DrawnCell[] =>
    features.flatMap((feature, i) => {
      const path = ['features', i];
      const complain: Complain = (at, message) =>
        context.issues.push({ code: 'custom', path: [...path, ...at], message, input: undefined });
      return cellOf(feature, { level, unit, path }, complain) ?? [];
    }),
  );

/** A file with an area and nothing else to say about it. */
export const areaSchema = (unit: Unit = 'degrees') =>
  fileSchema.transform(
    ({ features }, context): MultiPolygon =>
      features.flatMap(({ geometry }, i) => {
        const complain: Complain = (at, message) =>
          context.issues.push({ code: 'custom', path: ['features', i, 'geometry', ...at], message, input: undefined });
        return shapeOf(geometry, unit, complain) ?? [];
      }),
  );

/** GeoJSON as the gateway hands it out. */
export interface FeatureCollection {
  readonly type: 'FeatureCollection';
  readonly features: readonly {
    readonly type: 'Feature';
    readonly properties: Readonly<Record<string, unknown>>;
    readonly geometry: { readonly type: 'MultiPolygon'; readonly coordinates: MultiPolygon };
  }[];
}
