import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifySchema } from 'fastify';
import type { Access } from './auth.ts';
import { ref } from './schemas.ts';
import { WEBHOOKS } from './webhooks.ts';

const DESCRIPTION = `Cases that sensors, cameras and doors raised, as CloudEvents, and everything around them.
Errors are problem documents (RFC 9457); match on \`code\`. Times are RFC 3339 in UTC; requests may also give epoch milliseconds.
Lists are \`{"items":[…],"next":cursor}\`.`;

/** Collects the routes registered after it into an OpenAPI 3.1 document at `/openapi.json`. */
export async function documentRoutes(app: FastifyInstance, version: string): Promise<void> {
  app.addHook('onRoute', (route) => {
    route.schema = completed(route.schema ?? {}, route.config?.access ?? []);
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'gridwarden', version, description: DESCRIPTION },
      webhooks: WEBHOOKS,
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, i) => String(json['$id'] ?? `def-${i}`) },
  });
  app.route({
    method: 'GET',
    url: '/openapi.json',
    config: { access: 'open' },
    schema: {
      tags: ['about'],
      summary: 'This document',
      response: { 200: { description: 'OpenAPI 3.1', type: 'object' } },
    },
    handler: async () => app.swagger(),
  });
}

/** Adds to a route's description what follows from its access: who may call it and how it refuses. */
function completed(schema: FastifySchema, access: Access): FastifySchema {
  const refusal = {
    description: 'A problem document',
    content: { 'application/problem+json': { schema: ref('Problem') } },
  };
  const response = { ...(schema.response as object), '4xx': refusal };
  if (access === 'open') return { ...schema, security: [], response };
  const who = `Roles: ${[...access, 'admin'].filter((role, i, all) => all.indexOf(role) === i).join(', ')}.`;
  const description = schema.description ? `${schema.description}\n\n${who}` : who;
  return { ...schema, description, security: [{ bearer: [] }], response };
}
