import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../errors.ts';
import { rfc3339 } from '../model/case-json.ts';
import { CLUE_SOURCES, type Clue, type ClueResult } from '../model/clue.ts';
import { crs, epochOf, object, text, time, timeBody } from './schemas.ts';

export interface CluesApi {
  /** Idempotent by `clueId`. Throws REQUEST_INVALID for an unknown category. */
  take(clue: Clue): Promise<ClueResult>;
  get(clueId: string): { readonly clue: Clue; readonly result: ClueResult } | undefined;
}

type Body = Omit<Clue, 'at'> & { readonly at: number | string };

const access = ['dispatcher', 'operator'] as const;
const tags = ['clues'];
const result = {
  applied: { type: 'boolean', description: 'false: this clueId was known and nothing changed' },
  outcome: {
    type: 'string',
    enum: ['attached', 'opened', 'waiting'],
    description: 'waiting: it speaks for a case that begins nearby within 15 min',
  },
  caseNo: { type: 'string' },
} as const;

const position = object(
  {
    lon: { type: 'number', minimum: -180, maximum: 180 },
    lat: { type: 'number', minimum: -90, maximum: 90 },
    crs,
  },
  ['lon', 'lat', 'crs'],
);

/** What people report: the public, the hotline, patrols. A clue speaks for cases; alone it seldom makes one. */
export function registerClues(app: FastifyInstance, clues: CluesApi): void {
  app.post<{ Body: Body }>(
    '/v1/clues',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Report what a person saw',
        description:
          'Joins an open case of the same major class within 200 m and 15 min, may confirm an alarm that waits for it, and opens a case of its own only in a category of kind CLUE. Long numbers in `note` are cut out: a clue is about a place, not about a person.',
        body: {
          ...object(
            {
              clueId: {
                type: 'string',
                minLength: 1,
                maxLength: 128,
                description: 'yours; repeating it changes nothing',
              },
              source: { type: 'string', enum: CLUE_SOURCES, description: 'PUBLIC 群众, HOTLINE 热线, PATROL 巡查' },
              category: text('code with its letter, of GET /v1/catalogue', 5),
              position,
              at: { ...timeBody, description: `${timeBody.description}; when it was seen` },
              note: text('what was seen', 500),
            },
            ['clueId', 'source', 'category', 'position', 'at'],
          ),
          examples: [
            {
              clueId: '12345-20251203-0017',
              source: 'HOTLINE',
              category: 'E0406',
              position: { lon: 108.9402, lat: 34.2658, crs: 'wgs84' },
              at: '2025-12-03T08:02:00+08:00',
              note: 'water over the kerb',
            },
          ],
        },
        response: {
          200: {
            description: 'what became of it',
            type: 'object',
            properties: result,
            required: ['applied', 'outcome'],
          },
        },
      },
    },
    async ({ body: { at, ...given } }) => clues.take({ ...given, at: epochOf(at, 'at') }),
  );

  app.get<{ Params: { clueId: string } }>(
    '/v1/clues/:clueId',
    {
      config: { access },
      schema: {
        tags,
        summary: 'A clue and what became of it',
        params: object({ clueId: text('clue id', 128) }, ['clueId']),
        response: {
          200: {
            description: 'the clue',
            type: 'object',
            properties: {
              clueId: { type: 'string' },
              source: { type: 'string', enum: CLUE_SOURCES },
              category: { type: 'string' },
              position: { type: 'object' },
              at: time,
              note: { type: 'string' },
              outcome: result.outcome,
              caseNo: result.caseNo,
            },
            required: ['clueId', 'source', 'category', 'position', 'at', 'outcome'],
          },
        },
      },
    },
    async ({ params: { clueId } }) => {
      const known = clues.get(clueId);
      if (!known) throw new GatewayError('NOT_FOUND', `there is no clue ${clueId}`);
      const { applied: _applied, ...rest } = known.result;
      return { ...known.clue, at: rfc3339(known.clue.at), ...rest };
    },
  );
}
