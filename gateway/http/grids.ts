import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../errors.ts';
import type { Location } from '../model/grid.ts';
import type { Crs, GeoPosition } from '../model/observation.ts';
import { crs, epochOf, object, page, text, timeQuery } from './schemas.ts';

export interface GridsApi {
  /** Every version of every grid system, the responsible system first, ready to print. */
  systems(): readonly object[];
  /** Where a position lies in every grid system in force at `at` (epoch ms; absent: for ever on). Never throws. */
  locate(position: GeoPosition, at?: number): Location;
  /** Cells of a system as GeoJSON. Throws NOT_FOUND for a system, version or level that is not there. */
  featureCollection(
    system: string,
    options?: { readonly version?: string; readonly level?: string; readonly crs?: Crs },
  ): object;
  /** Why a position cannot be that of a device of this city. */
  positionFault?(position: GeoPosition): string | undefined;
  /** The city's own metre grid, where its operator gave the parameters. */
  readonly localMetre?: { toWgs84(east: number, north: number): { readonly lon: number; readonly lat: number } };
}

interface LocateQuery {
  readonly lon: number;
  readonly lat: number;
  readonly crs: Crs | 'local_metre';
  readonly at?: string;
}

interface CollectionQuery {
  readonly version?: string;
  readonly level?: string;
  readonly crs?: Crs;
}

const access = ['viewer', 'dispatcher', 'vendor', 'operator'] as const;
const tags = ['city'];

const locationAnswer = {
  description: 'location',
  type: 'object',
  properties: {
    lon: { type: 'number' },
    lat: { type: 'number' },
    crs: { type: 'string' },
    convertedFrom: { type: 'string' },
    given: {
      type: 'object',
      additionalProperties: true,
      description: 'the numbers as asked, where they were converted',
    },
    fault: { type: 'string', description: 'why a device of this city cannot be there, e.g. SWAPPED' },
    orgCode: { type: 'string', description: 'who dispatches there' },
    grids: { type: 'array', items: { type: 'object', additionalProperties: true } },
  },
  required: ['lon', 'lat', 'crs', 'orgCode', 'grids'],
};

/** Degrees of what was asked. Throws REQUEST_INVALID for numbers that are none in the system they were declared in. */
function positionOf({ lon, lat, crs: declared }: LocateQuery, { localMetre }: GridsApi): GeoPosition {
  if (declared === 'local_metre') {
    if (localMetre) return { ...localMetre.toWgs84(lon, lat), crs: 'wgs84' };
    const detail =
      'this city has no parameters of a local metre grid (localMetre in its profile), and they are not public; convert the point to cgcs2000';
    throw new GatewayError('REQUEST_INVALID', detail, { path: 'crs' });
  }
  const refuse = (path: 'lon' | 'lat', detail: string): never => {
    throw new GatewayError('REQUEST_INVALID', detail, { path });
  };
  if (Math.abs(lat) > 90)
    refuse(
      'lat',
      `lat must be from -90 to 90 degrees, not ${lat}${Math.abs(lon) <= 90 ? '; lon and lat look swapped' : ''}`,
    );
  if (Math.abs(lon) > 180) refuse('lon', `lon must be from -180 to 180 degrees, not ${lon}`);
  return { lon, lat, crs: declared };
}

export function registerGrids(app: FastifyInstance, grids: GridsApi): void {
  app.get(
    '/v1/grids',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Every version of every grid system of the city, the responsible system first',
        response: { 200: page({ type: 'object', additionalProperties: true }, 'systems') },
      },
    },
    async () => ({ items: grids.systems() }),
  );

  app.get<{ Querystring: LocateQuery }>(
    '/v1/grids/locate',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Which grid a point lies in, in every grid system',
        description:
          'Outside every grid of the responsible system the code is UNGRIDDED. The answer is in wgs84; `given` repeats what was asked in another system.',
        querystring: object(
          {
            lon: { type: 'number', examples: [108.9402], description: 'degrees; metres east with crs=local_metre' },
            lat: { type: 'number', examples: [34.2658], description: 'degrees; metres north with crs=local_metre' },
            crs: { ...crs, enum: [...crs.enum, 'local_metre'] },
            at: { ...timeQuery, description: `${timeQuery.description}; the grids in force then` },
          },
          ['lon', 'lat', 'crs'],
        ),
        response: { 200: locationAnswer },
      },
    },
    async ({ query }) => {
      const position = positionOf(query, grids);
      const at = query.at === undefined ? undefined : epochOf(query.at, 'at');
      const location = grids.locate(position, at);
      const { lon, lat, crs: declared } = query;
      const converted = declared === 'local_metre' || location.convertedFrom !== undefined;
      const fault = grids.positionFault?.(position);
      return {
        ...location,
        ...(declared === 'local_metre' ? { convertedFrom: declared } : {}),
        ...(converted ? { given: { lon, lat, crs: declared } } : {}),
        ...(fault ? { fault } : {}),
      };
    },
  );

  app.get<{ Params: { system: string }; Querystring: CollectionQuery }>(
    '/v1/grids/:system',
    {
      config: { access },
      schema: {
        tags,
        summary: 'The grids of one system as GeoJSON',
        description:
          'The name may end in `.geojson`, as map programs want it. Without `version`: the one that stays in force.',
        params: object({ system: text('system of GET /v1/grids', 80) }, ['system']),
        querystring: object({
          version: text('version of GET /v1/grids', 64),
          level: text('level whose cells are wanted; default: the leaves', 64),
          crs: { ...crs, default: 'wgs84' },
        }),
        response: {
          200: { description: 'GeoJSON', content: { 'application/geo+json': { schema: { type: 'object' } } } },
        },
      },
    },
    async ({ params, query }, reply) => {
      const collection = grids.featureCollection(params.system.replace(/\.geojson$/, ''), query);
      return reply.type('application/geo+json').send(JSON.stringify(collection));
    },
  );
}
