import { readdirSync, readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../errors.ts';
import { object } from './schemas.ts';

const FOLDER = new URL('../../proto/gridwarden/v1/', import.meta.url);

/** Serves the `.proto` files under the names they import each other by: `/proto` is the include path of a compiler. */
export function registerProtoFiles(app: FastifyInstance): void {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.proto'));
  const files = new Map(names.map((name) => [name, readFileSync(new URL(name, FOLDER), 'utf8')]));
  app.get<{ Params: { file: string } }>(
    '/proto/gridwarden/v1/:file',
    {
      config: { access: 'open' },
      schema: {
        tags: ['about'],
        summary: 'The protobuf messages: case.proto, feedback.proto, telemetry.proto',
        params: object({ file: { type: 'string', enum: names } }, ['file']),
        response: { 200: { description: 'proto3', content: { 'text/plain': { schema: { type: 'string' } } } } },
      },
    },
    async ({ params: { file } }, reply) => {
      const text = files.get(file);
      if (text === undefined) throw new GatewayError('NOT_FOUND', `there are ${names.join(', ')}`);
      return reply.type('text/plain; charset=utf-8').send(text);
    },
  );
}
