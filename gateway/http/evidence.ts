import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../errors.ts';
import { seesRestricted } from './auth.ts';

export interface EvidenceApi {
  /** Throws NOT_FOUND. */
  read(id: string): Promise<{
    readonly about: { readonly contentType: string; readonly sha256: string; readonly restricted: boolean };
    readonly content: Buffer;
  }>;
}

/** `GET /v1/evidence/{id}`: a picture that a case names. */
export function registerEvidence(app: FastifyInstance, api: EvidenceApi): void {
  app.get<{ Params: { id: string } }>(
    '/v1/evidence/:id',
    {
      config: { access: ['viewer', 'dispatcher', 'operator'] },
      schema: {
        tags: ['cases'],
        summary: 'A picture that a case names as evidence',
        description: 'Kept for a limited time. That of a restricted case is shown to who may see restricted cases.',
        params: {
          type: 'object',
          properties: { id: { type: 'string', pattern: '^[\\w-]{22}$' } },
          required: ['id'],
        },
        response: {
          200: {
            description: 'the picture',
            content: { 'image/jpeg': { schema: { type: 'string', format: 'binary' } } },
          },
        },
      },
    },
    async ({ params: { id }, principal }, reply) => {
      const { about, content } = await api.read(id);
      // The same answer as for one that is not there: a stranger learns nothing by trying.
      if (about.restricted && !seesRestricted(principal))
        throw new GatewayError('NOT_FOUND', `there is no evidence ${id}, or no more`);
      return reply
        .type(about.contentType)
        .headers({
          'cache-control': 'private, no-store',
          'content-disposition': 'inline',
          'x-content-type-options': 'nosniff',
          etag: `"${about.sha256}"`,
        })
        .send(content);
    },
  );
}
