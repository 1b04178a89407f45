import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import { rfc3339 } from '../model/case-json.ts';
import { epochOf, object, page, text, time, timeQuery } from './schemas.ts';

export interface SeriesApi {
  /** `from` inclusive, `to` exclusive, epoch ms; `step` ms. Oldest first, at most `limit`. */
  query(
    query: { device: string; channel: string; from: number; to: number; step?: number },
    limit: number,
  ): Promise<readonly { readonly time: number; readonly value: number | boolean | string }[]>;
}

/** Values per answer. */
const MAX_VALUES = 10_000;
/** The window when `from` is not given. */
const HOUR = 3_600_000;
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000, h: HOUR, d: 24 * HOUR };

/** ms of `15min` or of a plain number. */
function stepOf(value: string): number {
  const [, digits = '', unit = 'ms'] = /^(\d+)(ms|s|min|h|d)?$/.exec(value) ?? [];
  return Number(digits) * (UNITS[unit] ?? 1);
}

export function registerSeries(app: FastifyInstance, series: SeriesApi, clock: Pick<Clock, 'now'>): void {
  app.get<{ Querystring: { device: string; channel: string; from?: string; to?: string; step?: string } }>(
    '/v1/series',
    {
      config: { access: ['viewer', 'dispatcher', 'operator'] },
      schema: {
        tags: ['devices'],
        summary: 'Readings of one channel, oldest first',
        description: `At most ${MAX_VALUES} values; \`next\` is then the \`from\` to go on with.`,
        querystring: object(
          {
            device: { ...text('{vendor}/{device}', 129), examples: ['acme/smoke-17'] },
            channel: { ...text('channel', 64), examples: ['smoke'] },
            from: { ...timeQuery, description: `${timeQuery.description}; inclusive; default: one hour before \`to\`` },
            to: { ...timeQuery, description: `${timeQuery.description}; exclusive; default: now` },
            step: {
              type: 'string',
              pattern: '^[1-9]\\d{0,11}(ms|s|min|h|d)?$',
              description: 'ms or e.g. 30s, 15min, 1h: the mean of numbers and the last of flags and texts per step',
            },
          },
          ['device', 'channel'],
        ),
        response: {
          200: page(
            {
              type: 'object',
              properties: { time, value: { type: ['number', 'boolean', 'string'] } },
              required: ['time', 'value'],
            },
            'readings, or one value per step at its start',
          ),
        },
      },
    },
    async ({ query: { device, channel, ...query } }) => {
      const to = query.to === undefined ? clock.now() : epochOf(query.to, 'to');
      const from = query.from === undefined ? to - HOUR : epochOf(query.from, 'from');
      if (from >= to)
        throw new GatewayError('REQUEST_INVALID', `from ${rfc3339(from)} must be before to ${rfc3339(to)}`, {
          path: 'from',
        });
      const step = query.step === undefined ? undefined : stepOf(query.step);
      const window = { device, channel, from, to, ...(step === undefined ? {} : { step }) };
      const values = await series.query(window, MAX_VALUES);
      const last = values.length >= MAX_VALUES ? values.at(-1) : undefined;
      return {
        items: values.map((item) => ({ time: rfc3339(item.time), value: item.value })),
        ...(last ? { next: rfc3339(last.time + (step ?? 1)) } : {}),
      };
    },
  );
}
