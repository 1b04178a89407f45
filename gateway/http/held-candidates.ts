import type { FastifyInstance } from 'fastify';
import { rfc3339 } from '../model/case-json.ts';
import { seesRestricted } from './auth.ts';
import { cursorQuery, limitQuery, object, page, text, time } from './schemas.ts';

/** A candidate whose outcome is still to come. Times are epoch ms. */
export interface HeldCandidateView {
  readonly candidateId: string;
  readonly reason: string;
  readonly deviceId: string;
  readonly source: string;
  readonly rule: string;
  readonly category: string;
  readonly certainty: number;
  readonly at: number;
  readonly heldAt: number;
  readonly detail?: string;
}

export interface HeldCandidatesApi {
  /** In the order of candidate ids, behind `cursor`; those of restricted categories only where asked for. */
  list(page: {
    cursor?: string;
    limit: number;
    reason?: HeldReason;
    restricted: boolean;
  }): readonly HeldCandidateView[];
  /** Takes candidates through the stages once more; what became of those there are. Restricted ones likewise. */
  redrive(candidateIds: readonly string[], scope: { restricted: boolean }): Promise<readonly object[]>;
}

/** Why a candidate waits. */
export const HELD_REASONS = ['AWAIT_CONFIRM', 'AWAIT_UPSTREAM', 'FLAPPING', 'DEFERRED', 'STAGE_FAILED'] as const;
type HeldReason = (typeof HELD_REASONS)[number];

/** Candidates per re-drive. */
const MAX_REDRIVE = 1_000;
const config = { access: ['operator'] } as const;
const tags = ['about'];

const held = {
  type: 'object',
  properties: {
    candidateId: { type: 'string' },
    reason: { type: 'string', enum: HELD_REASONS },
    deviceId: { type: 'string' },
    source: { type: 'string', description: 'channel or event the rule watched' },
    rule: { type: 'string' },
    category: { type: 'string' },
    certainty: { type: 'number' },
    at: time,
    heldAt: time,
    detail: { type: 'string', description: 'what failed' },
  },
  required: ['candidateId', 'reason', 'deviceId', 'source', 'rule', 'category', 'certainty', 'at', 'heldAt'],
};

export function registerHeldCandidates(app: FastifyInstance, candidates: HeldCandidatesApi): void {
  app.get<{ Querystring: { reason?: HeldReason; cursor?: string; limit: number } }>(
    '/v1/held-candidates',
    {
      config,
      schema: {
        tags,
        summary: 'Alarms whose outcome is still to come, and what they wait for',
        description: 'Those of restricted categories are shown, and driven again, for the role `restricted` only.',
        querystring: object({
          reason: { type: 'string', enum: HELD_REASONS },
          cursor: cursorQuery,
          limit: limitQuery(),
        }),
        response: { 200: page(held, 'in the order of candidate ids') },
      },
    },
    async ({ query, principal }) => {
      const items = candidates.list({ ...query, restricted: seesRestricted(principal) });
      const last = items.length === query.limit ? items.at(-1) : undefined;
      return {
        items: items.map((item) => ({ ...item, at: rfc3339(item.at), heldAt: rfc3339(item.heldAt) })),
        ...(last ? { next: last.candidateId } : {}),
      };
    },
  );

  app.post<{ Body: { ids: string[] } }>(
    '/v1/held-candidates/redrive',
    {
      config,
      schema: {
        tags,
        summary: 'Take held alarms through the pipeline once more, after a fix',
        body: {
          ...object(
            {
              ids: {
                type: 'array',
                minItems: 1,
                maxItems: MAX_REDRIVE,
                items: text('candidateId of GET /v1/held-candidates', 128),
              },
            },
            ['ids'],
          ),
          examples: [{ ids: ['c1b2f0d7a5e94c33b8f1d2e3a4b5c6d7'] }],
        },
        response: {
          200: {
            description: 'what became of those there are',
            type: 'object',
            properties: { decided: { type: 'array', items: { type: 'object' } } },
            required: ['decided'],
          },
        },
      },
    },
    async ({ body: { ids }, principal }) => ({
      decided: await candidates.redrive(ids, { restricted: seesRestricted(principal) }),
    }),
  );
}
