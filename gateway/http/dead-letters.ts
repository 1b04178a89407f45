import type { FastifyInstance } from 'fastify';
import { rfc3339 } from '../model/case-json.ts';
import { vendorOf } from './auth.ts';
import { cursorQuery, limitQuery, object, page, text, time } from './schemas.ts';

/** A message that was not understood, and why; never its payload. */
export interface DeadLetterView {
  readonly deadLetterId: string;
  readonly deviceId: string;
  readonly topic: string;
  readonly code: string;
  readonly detail: string;
  readonly path?: string;
  readonly receivedAt: number;
  /** Bytes. */
  readonly size: number;
}

export interface DeadLettersApi {
  /** In the order of the inbox, behind `cursor` (a deadLetterId). */
  list(options: { cursor?: string; limit: number; code?: string; deviceId?: string }): readonly DeadLetterView[];
  /** Appends the original messages to the inbox again; how many there were. */
  replay(ids: readonly string[]): Promise<number>;
}

/** Dead letters per replay. */
const MAX_REPLAY = 1_000;
const tags = ['dead letters'];

const deadLetter = {
  type: 'object',
  properties: {
    deadLetterId: { type: 'string' },
    deviceId: { type: 'string' },
    topic: { type: 'string' },
    code: { type: 'string' },
    detail: { type: 'string' },
    path: { type: 'string' },
    receivedAt: time,
    size: { type: 'integer', description: 'bytes' },
  },
  required: ['deadLetterId', 'deviceId', 'topic', 'code', 'detail', 'receivedAt', 'size'],
};

export function registerDeadLetters(app: FastifyInstance, deadLetters: DeadLettersApi): void {
  app.get<{ Querystring: { cursor?: string; limit: number; code?: string; device?: string } }>(
    '/v1/dead-letters',
    {
      config: { access: ['vendor', 'operator'] },
      schema: {
        tags,
        summary: 'Messages that were acknowledged and could not be understood',
        description:
          'A token with no role but `vendor` sees those of the vendor it is named after, so that a page may be shorter than `limit`.',
        querystring: object({
          code: text('only with this code', 64),
          device: text('only of this device: {vendor}/{device}', 129),
          cursor: cursorQuery,
          limit: limitQuery(),
        }),
        response: { 200: page(deadLetter, 'oldest first') },
      },
    },
    async ({ query: { cursor, limit, code, device }, principal }) => {
      const found = deadLetters.list({
        limit,
        ...(cursor === undefined ? {} : { cursor }),
        ...(code === undefined ? {} : { code }),
        ...(device === undefined ? {} : { deviceId: device }),
      });
      const vendor = vendorOf(principal);
      const items = found.filter((item) => vendor === undefined || item.deviceId.startsWith(`${vendor}/`));
      const last = found.length === limit ? found.at(-1) : undefined;
      return {
        items: items.map((item) => ({ ...item, receivedAt: rfc3339(item.receivedAt) })),
        ...(last ? { next: last.deadLetterId } : {}),
      };
    },
  );

  app.post<{ Body: { ids: string[] } }>(
    '/v1/dead-letters/replay',
    {
      config: { access: ['operator'] },
      schema: {
        tags,
        summary: 'Put dead letters into the inbox again, after a fix',
        body: {
          ...object(
            {
              ids: {
                type: 'array',
                minItems: 1,
                maxItems: MAX_REPLAY,
                items: { type: 'string', maxLength: 64 },
                description: 'deadLetterId of GET /v1/dead-letters',
              },
            },
            ['ids'],
          ),
          examples: [{ ids: ['000000000017-0003'] }],
        },
        response: {
          202: {
            description: 'how many of them there were',
            type: 'object',
            properties: { replayed: { type: 'integer' } },
            required: ['replayed'],
          },
        },
      },
    },
    async (request, reply) => reply.code(202).send({ replayed: await deadLetters.replay(request.body.ids) }),
  );
}
