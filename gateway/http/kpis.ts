import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../errors.ts';
import { rfc3339 } from '../model/case-json.ts';
import { scopeOf } from './auth.ts';
import { BOM, CSV_TYPE, csv } from './csv.ts';
import { epochOf, object, time, timeQuery } from './schemas.ts';

const GROUPS = ['grid', 'dept', 'category'] as const;
type Group = (typeof GROUPS)[number];

/** A line of the report: what was counted, the rates of it as numbers and as printed, and the same period a year before. */
export interface KpiLine {
  readonly key: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly rates: Readonly<Record<string, number | undefined>>;
  readonly printed: Readonly<Record<string, string>>;
  /** Filed in the same period a year before, and how it changed since. */
  readonly yearBefore?: { readonly filed: number; readonly change?: number; readonly printed: string };
}

export interface KpisApi {
  /** Which counts each rate is a quotient of. */
  readonly definitions: Readonly<
    Record<string, { readonly zh: string; readonly numerator: string; readonly denominator: string }>
  >;
  report(query: {
    readonly from: number;
    readonly to: number;
    readonly by: Group;
    readonly orgCode?: string;
    readonly restricted: boolean;
    readonly yearBefore: boolean;
  }): Promise<{ readonly total: KpiLine; readonly lines: readonly KpiLine[] }>;
}

const numbers = (description: string) => ({
  type: 'object',
  description,
  additionalProperties: { type: ['number', 'null'] },
});
const line = {
  type: 'object',
  properties: {
    key: { type: 'string', description: 'grid code, department or category code; TOTAL' },
    counts: numbers('filed, disposed, closed, closedOnTime, proactive, falseAlarms'),
    rates: numbers('0 to 1, by name; absent where there is nothing to be a part of'),
    printed: { type: 'object', additionalProperties: { type: 'string' } },
    yearBefore: {
      type: 'object',
      properties: {
        filed: { type: 'integer' },
        change: { type: 'number', description: 'as a part of the year before: −0.334' },
        printed: { type: 'string' },
      },
    },
  },
  required: ['key', 'counts', 'rates', 'printed'],
};

/** Heading and lines of the CSV; a rate's heading names its denominator by its name. */
function table(lines: readonly KpiLine[]): string {
  const [first] = lines;
  if (!first) return '';
  const [counts, rates] = [Object.keys(first.counts), Object.keys(first.printed)];
  const compared = first.yearBefore ? ['filedYearBefore', 'filedChange'] : [];
  return csv(
    ['key', ...counts, ...rates, ...compared],
    lines.map(({ key, counts: counted, printed, yearBefore }) => [
      ...[key, ...counts.map((name) => counted[name]), ...rates.map((name) => printed[name])],
      ...(yearBefore ? [yearBefore.filed, yearBefore.printed] : []),
    ]),
  );
}

/** Counts and rates of the cases raised in a period (绩效评价), per grid, department or category. */
export function registerKpis(app: FastifyInstance, kpis: KpisApi): void {
  app.get<{ Querystring: { from: string; to: string; by: Group; compare?: 'year'; format: 'json' | 'csv' } }>(
    '/v1/kpis',
    {
      config: { access: ['viewer', 'operator'] },
      schema: {
        tags: ['kpis'],
        summary: 'Counts and rates of the cases raised in a period',
        description:
          'Cases count by when they were raised, and as they are now. Every rate names its denominator: an on-time rate of all filed cases is not one of the closed ones. Restricted cases count for the role `restricted` only.',
        querystring: object(
          {
            from: { ...timeQuery, description: `${timeQuery.description}; raised then or later` },
            to: { ...timeQuery, description: `${timeQuery.description}; raised before` },
            by: { type: 'string', enum: GROUPS, default: 'grid' },
            compare: { type: 'string', enum: ['year'], description: 'with the same period a year before' },
            format: { type: 'string', enum: ['json', 'csv'], default: 'json' },
          },
          ['from', 'to'],
        ),
        response: {
          200: {
            description: 'one line per group, and their total',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: {
                    ...{ from: time, to: time, by: { type: 'string' }, total: line },
                    items: { type: 'array', items: line },
                    definitions: { type: 'object', description: 'which counts each rate is a quotient of' },
                  },
                  required: ['from', 'to', 'by', 'total', 'items', 'definitions'],
                },
              },
              'text/csv': { schema: { type: 'string' } },
            },
          },
        },
      },
    },
    async (request, reply) => {
      const { by, compare, format } = request.query;
      const [from, to] = [epochOf(request.query.from, 'from'), epochOf(request.query.to, 'to')];
      if (to <= from) throw new GatewayError('REQUEST_INVALID', 'to must be later than from', { path: 'to' });
      const scope = scopeOf(request.principal);
      const { total, lines } = await kpis.report({ from, to, by, ...scope, yearBefore: compare === 'year' });
      if (format === 'csv')
        return reply
          .header('content-disposition', `attachment; filename="kpis-${by}.csv"`)
          .type(CSV_TYPE)
          .send(BOM + table([...lines, total]));
      const { definitions } = kpis;
      return { from: rfc3339(from), to: rfc3339(to), by, total, items: lines, definitions };
    },
  );
}
