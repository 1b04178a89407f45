import { GatewayError } from '../errors.ts';
import type { GridType } from '../model/grid.ts';
import type { Crs } from '../model/observation.ts';
import { fromWgs84 } from './coordinates.ts';
import type { FeatureCollection } from './geojson.ts';
import { movePositions } from './geometry.ts';
import type { GridSystem } from './grid-systems.ts';

type Name = { readonly zh: string; readonly en: string };

/** One version of a grid system as `GET /v1/grids` shows it. */
export interface GridSystemSummary {
  readonly system: string;
  readonly version: string;
  readonly kind: 'TILING' | 'OVERLAY';
  readonly name: Name;
  /** RFC 3339; absent: since ever, for ever. `validTo` is the first instant at which it is no longer in force. */
  readonly validFrom?: string;
  readonly validTo?: string;
  /** From the top to the leaves. */
  readonly levels: readonly { readonly id: string; readonly name: Name; readonly cells: number }[];
  /** Leaves of each type. */
  readonly types: Readonly<Partial<Record<GridType, number>>>;
  /** Sum of the leaves, m². */
  readonly areaM2: number;
}

export interface CollectionOptions {
  /** Default: the version in force for ever on, else the last one. */
  readonly version?: string;
  /** Level whose cells are wanted; default: the leaves. */
  readonly level?: string;
  /** System of the coordinates; default wgs84. */
  readonly crs?: Crs;
}

const printed = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());

/** What `GET /v1/grids` says of a version. */
export function summaryOf({ spec, cells, leaves }: GridSystem): GridSystemSummary {
  const all = [...cells.values()];
  const types: Partial<Record<GridType, number>> = {};
  for (const { type } of leaves) types[type] = (types[type] ?? 0) + 1;
  const [validFrom, validTo] = [printed(spec.validFrom), printed(spec.validTo)];
  return {
    ...{ system: spec.system, version: spec.version, kind: spec.kind, name: spec.name },
    ...(validFrom ? { validFrom } : {}),
    ...(validTo ? { validTo } : {}),
    levels: spec.levels.map(({ id, name }) => ({ id, name, cells: all.filter((cell) => cell.level === id).length })),
    types,
    areaM2: leaves.reduce((sum, leaf) => sum + leaf.areaM2, 0),
  };
}

/** Finds one of several by its name, or throws NOT_FOUND naming them all. */
export function pick<T>(what: string, wanted: string, known: readonly T[], nameOf: (item: T) => string): T {
  const found = known.find((item) => nameOf(item) === wanted);
  if (found) return found;
  throw new GatewayError('NOT_FOUND', `no ${what} "${wanted}"; this city has ${known.map(nameOf).join(', ')}`);
}

/**
 * The cells of one level as GeoJSON. `orgOf` is given for the responsible system only: in the others nobody dispatches. Throws
 * NOT_FOUND for a level that is not there.
 */
export function collectionOf(
  { spec, cells }: GridSystem,
  { level, crs = 'wgs84' }: CollectionOptions,
  orgOf?: (path: readonly string[]) => string,
): FeatureCollection {
  const chosen =
    level === undefined
      ? spec.levels.at(-1)?.id
      : pick(`level of ${spec.system}`, level, spec.levels, ({ id }) => id).id;
  const move = (lon: number, lat: number) => {
    const there = fromWgs84({ lon, lat }, crs);
    return [there.lon, there.lat];
  };
  const pathOf = (code: string): string[] => {
    const parent = cells.get(code)?.parent;
    return parent === undefined ? [code] : [...pathOf(parent), code];
  };
  return {
    type: 'FeatureCollection',
    features: [...cells.values()]
      .filter((cell) => cell.level === chosen)
      .sort((a, b) => (a.code < b.code ? -1 : 1))
      .map(({ code, parent, level: own, name, type, areaM2, shape }) => {
        const path = pathOf(code);
        const orgCode = orgOf?.(path);
        return {
          type: 'Feature',
          properties: { code, parent, level: own, name, type, path, orgCode, areaM2: Math.round(areaM2) },
          geometry: { type: 'MultiPolygon', coordinates: crs === 'wgs84' ? shape : movePositions(shape, move) },
        };
      }),
  };
}
