import sse, { type SSEPluginOptions } from '@fastify/sse';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply } from 'fastify';
import { GatewayError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Case } from '../model/case.ts';
import type { Crs } from '../model/observation.ts';
import { scopeOf } from './auth.ts';
import { type CoordinatesApi, crsQuery, placedIn } from './coordinates.ts';
import { ProblemError } from './problem.ts';
import { limitQuery, object, ref } from './schemas.ts';

/** A case event, encoded when asked. */
export interface FeedEntry {
  readonly id: string;
  /** The cursor behind this event: 20 digits. */
  readonly cursor: string;
  readonly type: string;
  /** CloudEvents structured JSON, of the case as `shown` shows it. */
  json(shown: (record: Case) => Case): string;
  /** `gridwarden.v1.CaseEvent` with its length in front, likewise. */
  protobuf(shown: (record: Case) => Case): Uint8Array;
}

interface FeedScope {
  readonly orgCode?: string;
  readonly restricted: boolean;
}

export interface CaseEventsApi {
  /** Events behind `after`; waits up to `timeoutMs` for the first. `next` is the cursor to go on with. */
  read(options: {
    after: number;
    limit: number;
    timeoutMs: number;
    scope: FeedScope;
    signal: AbortSignal;
  }): Promise<{ readonly entries: readonly FeedEntry[]; readonly next: number }>;
  /** Events behind `after`, then live ones, until `signal`. */
  stream(options: { after: number; scope: FeedScope; signal: AbortSignal }): AsyncIterable<FeedEntry>;
  /** Sequence of the newest event. */
  head(): number;
}

/** Longest a poll may ask to wait: shorter than what proxies cut. */
const MAX_WAIT = 60_000;
/** Readers that may wait or stream at a time; the next one is told to come back (429). */
const MAX_READERS = 1_000;
/** ms between two comments on a quiet stream, so that proxies keep it open. */
const HEARTBEAT = 15_000;

const access = ['viewer', 'dispatcher', 'operator'] as const;
const tags = ['case events'];
const CURSOR = String.raw`^([A-Za-z0-9._-]+-)?\d{1,20}$`;
const afterQuery = {
  type: 'string',
  pattern: CURSOR,
  description: 'a `sequence` or event id: events behind it',
  examples: ['00000000000000000017'],
} as const;

/** The sequence in a cursor or an event id. */
function sequenceOf(cursor: string): number {
  return Math.min(Number(cursor.slice(cursor.lastIndexOf('-') + 1)), Number.MAX_SAFE_INTEGER);
}

/** The cursor feed (HTTP Feeds) and the same as server-sent events. `closing` ends what waits. */
export async function registerCaseEvents(
  app: FastifyInstance,
  feed: CaseEventsApi,
  { closing, log, ...coordinates }: { closing: AbortSignal; log: Logger } & CoordinatesApi,
): Promise<void> {
  let readers = 0;
  /** Counts a reader in until its work is done; its signal fires when it leaves or the server closes. */
  const asReader = async <T>(reply: FastifyReply, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    if (readers >= MAX_READERS)
      throw new GatewayError('RATE_LIMITED', `${MAX_READERS} readers are waiting already; try again later`);
    readers++;
    const left = new AbortController();
    reply.raw.once('close', () => left.abort());
    try {
      return await work(AbortSignal.any([left.signal, closing]));
    } finally {
      readers--;
    }
  };

  // The package is CommonJS: what arrives is the plugin itself, which its typings call `default`.
  await app.register(sse as unknown as FastifyPluginAsync<SSEPluginOptions>, { heartbeatInterval: HEARTBEAT });
  registerFeed(app, feed, asReader, coordinates);
  registerStream(app, feed, asReader, { log, ...coordinates });
}

type AsReader = <T>(reply: FastifyReply, work: (signal: AbortSignal) => Promise<T>) => Promise<T>;

function registerFeed(
  app: FastifyInstance,
  feed: CaseEventsApi,
  asReader: AsReader,
  coordinates: CoordinatesApi,
): void {
  app.get<{ Querystring: { after: string; limit: number; timeout: number; crs: Crs } }>(
    '/v1/case-events',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Case events behind a cursor; waits for the next one with `timeout`',
        description:
          'Read again with the `sequence` of the last event, or follow `Link: …; rel="next"`, which also passes over events you may not see. `Accept: application/protobuf` gives length-delimited `gridwarden.v1.CaseEvent` messages.',
        querystring: object({
          after: { ...afterQuery, default: '0' },
          limit: limitQuery(1_000, 100),
          timeout: {
            type: 'integer',
            minimum: 0,
            maximum: MAX_WAIT,
            default: 0,
            description: 'milliseconds to wait when there is nothing yet',
          },
          crs: crsQuery,
        }),
        response: {
          200: {
            description: 'events, oldest first; empty when none came in time',
            content: {
              'application/cloudevents-batch+json': { schema: { type: 'array', items: ref('CaseEvent') } },
              'application/protobuf': { schema: { type: 'string', format: 'binary' } },
            },
          },
        },
      },
    },
    (request, reply) =>
      asReader(reply, async (signal) => {
        const { after, limit, timeout, crs } = request.query;
        const shown = placedIn(crs, coordinates);
        const scope = scopeOf(request.principal);
        const found = await feed.read({ after: sequenceOf(after), limit, timeoutMs: timeout, scope, signal });
        const next = String(found.next).padStart(20, '0');
        reply.header('link', `</v1/case-events?after=${next}>; rel="next"`).header('vary', 'accept');
        if (/\bapplication\/(x-)?protobuf\b/.test(request.headers.accept ?? ''))
          return reply
            .type('application/protobuf')
            .send(Buffer.concat(found.entries.map((entry) => entry.protobuf(shown))));
        return reply
          .type('application/cloudevents-batch+json; charset=utf-8')
          .send(`[${found.entries.map((entry) => entry.json(shown)).join(',')}]`);
      }),
  );
}

function registerStream(
  app: FastifyInstance,
  feed: CaseEventsApi,
  asReader: AsReader,
  { log, ...coordinates }: { log: Logger } & CoordinatesApi,
): void {
  app.get<{ Querystring: { after?: string; crs: Crs }; Headers: { 'last-event-id'?: string } }>(
    '/v1/case-events/stream',
    {
      config: { access },
      sse: { kind: 'manual', serializer: String },
      schema: {
        tags,
        summary: 'Case events as server-sent events',
        description:
          'Each message has the `sequence` as its id, the word of its type (`raised` of `cn.grid.case.raised.v1`) as its name and the CloudEvent as its data. With `Last-Event-ID` or `after` the events behind it come first, then live ones; else live ones only.',
        querystring: object({ after: afterQuery, crs: crsQuery }),
        headers: { type: 'object', properties: { 'last-event-id': { ...afterQuery, description: 'as `after`' } } },
        response: { 200: { description: 'stream', content: { 'text/event-stream': { schema: { type: 'string' } } } } },
      },
    },
    (request, reply) =>
      asReader(reply, async (signal) => {
        const { accept = '*/*' } = request.headers;
        if (!/text\/(event-stream|\*)|\*\/\*/.test(accept))
          throw new ProblemError('REQUEST_INVALID', { detail: 'accept text/event-stream', status: 406 });
        const cursor = request.headers['last-event-id'] ?? request.query.after;
        const after = cursor === undefined ? feed.head() : sequenceOf(cursor);
        const shown = placedIn(request.query.crs, coordinates);
        reply.sse.sendHeaders();
        // The reader learns at once that it is connected, not with the first event.
        reply.raw.flushHeaders();
        const left = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
        try {
          for await (const entry of feed.stream({ after, scope: scopeOf(request.principal), signal })) {
            const sent = reply.sse.send({ id: entry.cursor, event: entry.type, data: entry.json(shown) });
            // The library waits for `drain`, which never comes when the reader leaves with a full buffer.
            await Promise.race([sent, left]);
          }
        } catch (error) {
          // Too late for a problem document: the reader comes back with its Last-Event-ID.
          if (!signal.aborted) log.error({ err: error }, 'a stream of case events broke off');
        }
        reply.sse.close();
      }),
  );
}
