import type { FastifyInstance } from 'fastify';
import type { Catalogue } from '../model/catalogue.ts';

const limit = {
  type: 'object',
  properties: { ms: { type: 'integer' }, clock: { type: 'string', enum: ['continuous', 'working'] } },
  required: ['ms', 'clock'],
};

export function registerCatalogue(app: FastifyInstance, catalogue: Catalogue): void {
  app.get(
    '/v1/catalogue',
    {
      config: { access: ['viewer', 'dispatcher', 'vendor', 'operator'] },
      schema: {
        tags: ['city'],
        summary: 'Categories of cases with their departments and time limits',
        response: {
          200: {
            description: 'the catalogue in force',
            type: 'object',
            properties: {
              id: { type: 'string' },
              version: { type: 'string' },
              items: {
                type: 'array',
                items: {
                  type: 'object',
                  properties: {
                    code: { type: 'string', examples: ['E0498'] },
                    class: { type: 'string', enum: ['COMPONENT', 'EVENT'] },
                    name: { type: 'object' },
                    kind: { type: 'string' },
                    severity: { type: 'integer' },
                    dept: { type: 'string' },
                    responderRole: { type: 'string' },
                    response: limit,
                    disposal: limit,
                    restricted: { type: 'boolean' },
                    provenance: { type: 'string', enum: ['observed', 'inferred', 'local'] },
                  },
                  required: [
                    'code',
                    'class',
                    'name',
                    'kind',
                    'severity',
                    'dept',
                    'responderRole',
                    'response',
                    'disposal',
                  ],
                },
              },
            },
            required: ['id', 'version', 'items'],
          },
        },
      },
    },
    async () => ({ id: catalogue.id, version: catalogue.version, items: [...catalogue.categories.values()] }),
  );
}
