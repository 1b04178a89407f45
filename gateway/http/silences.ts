import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../errors.ts';
import { rfc3339 } from '../model/case-json.ts';
import type { NewSilence, Silence } from '../model/silence.ts';
import { epochOf, NAME, object, page, text, time, timeBody } from './schemas.ts';

export interface SilencesApi {
  /** Throws REQUEST_INVALID for one that matches everything, never, or is one too many. */
  add(silence: NewSilence): Promise<Silence>;
  /** The newest first. */
  list(): readonly Silence[];
  /** Ends one now; false when there is none. */
  end(silenceId: string): Promise<boolean>;
}

interface Body {
  match: NewSilence['match'];
  from?: number | string;
  until: number | string;
  reason: string;
}

const readers = ['viewer', 'operator'] as const;
const writers = ['operator'] as const;
const tags = ['silences'];

const match = object({
  device: text('{vendor}/{device}', 129),
  vendor: { type: 'string', pattern: NAME, description: 'letters, digits, . _ -' },
  typeId: text('a device type of GET /v1/device-types', 64),
  category: text('code with its letter', 5),
  grid: text('a cell of any grid system: everything inside it', 64),
});

const silence = {
  type: 'object',
  properties: {
    silenceId: { type: 'string' },
    match: { type: 'object' },
    from: time,
    until: time,
    reason: { type: 'string' },
  },
  required: ['silenceId', 'match', 'from', 'until', 'reason'],
};

const viewOf = ({ from, until, ...rest }: Silence) => ({ ...rest, from: rfc3339(from), until: rfc3339(until) });

/** What operators silence for a while: alarms of that time raise nothing, and are counted as SILENCED. */
export function registerSilences(
  app: FastifyInstance,
  silences: SilencesApi,
  clock: { readonly now: () => number },
): void {
  app.get(
    '/v1/silences',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: 'What is silenced, the newest first',
        description: 'With those that ended within a day: alarms of their time that arrive late are still silenced.',
        response: { 200: page(silence, 'silences') },
      },
    },
    async () => ({ items: silences.list().map(viewOf) }),
  );

  app.post<{ Body: Body }>(
    '/v1/silences',
    {
      config: { access: writers },
      schema: {
        tags,
        summary: 'Silence alarms for a while',
        description: 'Every value that `match` gives must be that of the alarm; at least one is needed.',
        body: {
          ...object(
            {
              match,
              from: { ...timeBody, description: `${timeBody.description}; now unless told` },
              until: { ...timeBody, description: `${timeBody.description}; the first time that alarms count again` },
              reason: { ...text('why', 256), minLength: 1 },
            },
            ['match', 'until', 'reason'],
          ),
          examples: [
            {
              match: { device: 'acme/smoke-17' },
              until: '2025-12-03T12:00:00+08:00',
              reason: 'the kitchen is rebuilt',
            },
            { match: { grid: 'G001', category: 'E0301' }, until: 1764734400000, reason: 'night works with a permit' },
          ],
        },
        response: { 201: { description: 'the silence', ...silence } },
      },
    },
    async ({ body: { match: of, from, until, reason } }, reply) => {
      const added = await silences.add({
        match: of,
        from: from === undefined ? clock.now() : epochOf(from, 'from'),
        until: epochOf(until, 'until'),
        reason,
      });
      return reply.code(201).send(viewOf(added));
    },
  );

  app.delete<{ Params: { silenceId: string } }>(
    '/v1/silences/:silenceId',
    {
      config: { access: writers },
      schema: {
        tags,
        summary: 'End a silence now',
        params: object({ silenceId: text('silence id', 64) }, ['silenceId']),
        response: { 204: { description: 'it is over', type: 'null' } },
      },
    },
    async ({ params: { silenceId } }, reply) => {
      if (await silences.end(silenceId)) return reply.code(204).send();
      throw new GatewayError('NOT_FOUND', `there is no silence ${silenceId}; GET /v1/silences lists them`);
    },
  );
}
