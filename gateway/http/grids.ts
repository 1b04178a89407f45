import type { FastifyInstance } from 'fastify';
import type { Location } from '../model/grid.ts';
import type { GeoPosition } from '../model/observation.ts';
import { crs, object, page, text } from './schemas.ts';

export interface GridsApi {
  /** The grid systems, the responsible one first, ready to print. */
  systems(): readonly object[];
  /** Where a position lies in every grid system. Never throws. */
  locate(position: GeoPosition): Location;
  /** The leaf grids of a system as GeoJSON. Throws NOT_FOUND. */
  featureCollection(system: string): object;
}

const access = ['viewer', 'dispatcher', 'vendor', 'operator'] as const;
const tags = ['city'];

export function registerGrids(app: FastifyInstance, grids: GridsApi): void {
  app.get(
    '/v1/grids',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Grid systems of the city, the responsible one first',
        response: { 200: page({ type: 'object' }, 'systems') },
      },
    },
    async () => ({ items: grids.systems() }),
  );

  app.get<{ Querystring: GeoPosition }>(
    '/v1/grids/locate',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Which grid a point lies in, in every grid system',
        description: 'Outside every grid the code is UNGRIDDED. The answer is in wgs84.',
        querystring: object(
          {
            lon: { type: 'number', minimum: -180, maximum: 180, examples: [108.9402] },
            lat: { type: 'number', minimum: -90, maximum: 90, examples: [34.2658] },
            crs,
          },
          ['lon', 'lat', 'crs'],
        ),
        response: {
          200: {
            description: 'location',
            type: 'object',
            properties: {
              lon: { type: 'number' },
              lat: { type: 'number' },
              crs: { type: 'string' },
              convertedFrom: { type: 'string' },
              orgCode: { type: 'string', description: 'who dispatches there' },
              grids: { type: 'array', items: { type: 'object' } },
            },
            required: ['lon', 'lat', 'crs', 'orgCode', 'grids'],
          },
        },
      },
    },
    async ({ query: { lon, lat, crs: system } }) => grids.locate({ lon, lat, crs: system }),
  );

  app.get<{ Params: { system: string } }>(
    '/v1/grids/:system',
    {
      config: { access },
      schema: {
        tags,
        summary: 'The grids of one system as GeoJSON in wgs84',
        params: object({ system: text('system of GET /v1/grids', 64) }, ['system']),
        response: {
          200: { description: 'GeoJSON', content: { 'application/geo+json': { schema: { type: 'object' } } } },
        },
      },
    },
    async (request, reply) =>
      reply.type('application/geo+json').send(JSON.stringify(grids.featureCollection(request.params.system))),
  );
}
