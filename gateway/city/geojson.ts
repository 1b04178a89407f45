import { z } from 'zod';
import type { MultiPolygon, Ring } from './geometry.ts';

/** RFC 7946 §3.1.6: a ring is closed and has four or more positions. */
const ringSchema = z.array(z.array(z.number()).min(2)).superRefine((ring, context) => {
  const fault = ringFault(ring);
  if (fault) context.addIssue({ code: 'custom', message: fault });
});

function ringFault(ring: Ring): string | undefined {
  const [first, last] = [ring[0], ring.at(-1)];
  if (!first || !last || ring.length < 4) return 'a ring needs four or more positions';
  if (first[0] !== last[0] || first[1] !== last[1])
    return 'the ring is not closed; repeat its first position at the end';
  const off = ring.find(([lon = 0, lat = 0]) => Math.abs(lon) > 180 || Math.abs(lat) > 90);
  return off && `[${off}] is not a longitude and latitude in degrees; convert the file to [lon, lat]`;
}

const polygonSchema = z.array(ringSchema).min(1, 'a polygon needs an outer ring');

/** Polygon and MultiPolygon alike as a multipolygon. */
const geometrySchema: z.ZodType<MultiPolygon> = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('Polygon'), coordinates: polygonSchema }),
    z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(polygonSchema).min(1) }),
  ])
  .transform((geometry) => (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates));

const collectionOf = <T extends z.ZodType>(properties: T) =>
  z.object({
    type: z.literal('FeatureCollection'),
    features: z
      .array(z.object({ type: z.literal('Feature'), geometry: geometrySchema, properties }))
      .min(1, 'the file has no features'),
  });

/** A file of grid cells of one level. Further properties are allowed: they belong to whoever drew the map. */
export const cellsSchema = collectionOf(
  z.object({
    code: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,64}$/, 'a grid code is 1 to 64 of A–Z a–z 0–9 . _ -')
      .refine((code) => code !== 'UNGRIDDED', 'UNGRIDDED means "in no grid" and cannot be the code of one'),
    parent: z.string().optional(),
    level: z.string(),
    name: z.string(),
    type: z.enum(['URBAN', 'SELF_GOVERNED', 'OVERLAY']).default('URBAN'),
  }),
);

/** A file with an area and nothing else to say about it. */
export const areaSchema = collectionOf(z.unknown());

export type CellsFile = z.infer<typeof cellsSchema>;
export type AreaFile = z.infer<typeof areaSchema>;

/** GeoJSON as the gateway hands it out. */
export interface FeatureCollection {
  readonly type: 'FeatureCollection';
  readonly features: readonly {
    readonly type: 'Feature';
    readonly properties: Readonly<Record<string, unknown>>;
    readonly geometry: { readonly type: 'MultiPolygon'; readonly coordinates: MultiPolygon };
  }[];
}
