import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../errors.ts';
import { rfc3339 } from '../model/case-json.ts';
import { scopeOf } from './auth.ts';
import { BOM, CSV_TYPE, csv } from './csv.ts';
import { epochOf, object, text, time, timeQuery } from './schemas.ts';

export interface SamplesApi {
  /** Throws REQUEST_INVALID for a period with more cases than can be held. */
  sample(query: {
    readonly from: number;
    readonly to: number;
    readonly share: number;
    readonly seed: string;
    readonly orgCode?: string;
    readonly restricted: boolean;
  }): Promise<readonly Sample[]>;
}

interface Sample {
  readonly orgCode: string;
  readonly closed: number;
  readonly cases: readonly {
    readonly caseNo: string;
    readonly gridCode: string;
    readonly categoryCode: string;
    readonly closedAt: number;
  }[];
}

const word = { type: 'string' } as const;
const HEADING = ['orgCode', 'closed', 'caseNo', 'gridCode', 'categoryCode', 'closedAt'] as const;

function table(samples: readonly Sample[]): string {
  const lines = samples.flatMap(({ orgCode, closed, cases }) =>
    cases.map(({ caseNo, gridCode, categoryCode, closedAt }) => [
      ...[orgCode, closed, caseNo, gridCode, categoryCode, rfc3339(closedAt)],
    ]),
  );
  return csv(HEADING, lines);
}

/** Closed cases for supervisors to look at again (督查抽查). */
export function registerSamples(app: FastifyInstance, samples: SamplesApi): void {
  app.get<{
    Querystring: { from: string; to: string; share: number; seed: string; format: 'json' | 'csv' };
  }>(
    '/v1/samples',
    {
      config: { access: ['viewer', 'dispatcher', 'operator'] },
      schema: {
        tags: ['kpis'],
        summary: 'A sample of closed cases for supervisors',
        description:
          'A share of the cases that each organisation closed in a period, rounded up, spread over its grids: no grid is drawn twice before every other was once. The same seed draws the same cases. Restricted cases are drawn for the role `restricted` only.',
        querystring: object(
          {
            from: { ...timeQuery, description: `${timeQuery.description}; closed then or later` },
            to: { ...timeQuery, description: `${timeQuery.description}; closed before` },
            share: { type: 'number', exclusiveMinimum: 0, maximum: 1, default: 0.02 },
            seed: { ...text('what the draw follows from', 64), default: '' },
            format: { type: 'string', enum: ['json', 'csv'], default: 'json' },
          },
          ['from', 'to'],
        ),
        response: {
          200: {
            description: 'what was drawn of each organisation’s cases, in the order of the draw',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: {
                    ...{ from: time, to: time, share: { type: 'number' }, seed: word },
                    items: {
                      type: 'array',
                      items: {
                        type: 'object',
                        properties: {
                          orgCode: word,
                          closed: { type: 'integer', description: 'cases it was drawn from' },
                          cases: {
                            type: 'array',
                            items: {
                              type: 'object',
                              properties: { caseNo: word, gridCode: word, categoryCode: word, closedAt: time },
                              required: ['caseNo', 'gridCode', 'categoryCode', 'closedAt'],
                            },
                          },
                        },
                        required: ['orgCode', 'closed', 'cases'],
                      },
                    },
                  },
                  required: ['from', 'to', 'share', 'seed', 'items'],
                },
              },
              'text/csv': { schema: { type: 'string' } },
            },
          },
        },
      },
    },
    async (request, reply) => {
      const { share, seed, format } = request.query;
      const [from, to] = [epochOf(request.query.from, 'from'), epochOf(request.query.to, 'to')];
      if (to <= from) throw new GatewayError('REQUEST_INVALID', 'to must be later than from', { path: 'to' });
      const found = await samples.sample({ from, to, share, seed, ...scopeOf(request.principal) });
      if (format === 'csv')
        return reply
          .header('content-disposition', 'attachment; filename="sample.csv"')
          .type(CSV_TYPE)
          .send(BOM + table(found));
      const items = found.map(({ orgCode, closed, cases }) => ({
        ...{ orgCode, closed },
        cases: cases.map(({ closedAt, ...rest }) => ({ ...rest, closedAt: rfc3339(closedAt) })),
      }));
      return { from: rfc3339(from), to: rfc3339(to), share, seed, items };
    },
  );
}
