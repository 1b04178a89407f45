import { randomUUID } from 'node:crypto';
import { type Dispatcher, Pool } from 'undici';
import { type Clock, realClock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import { binaryHeaders, eventIdOf, protobufOf, structuredJson, testJson, testProtobuf } from './case-event.ts';
import type { Channel, Outcome } from './channel.ts';
import type { EgressGuard } from './egress.ts';
import type { Receiver } from './receiver.ts';
import { parseRetryAfter } from './retry.ts';
import { signatureHeaders } from './signature.ts';

/** One attempt from connect to the end of the answer; machine time. */
const TIMEOUT_MS = 15_000;
/** Bytes of an answer that are read; the connection is cut beyond them. */
const MAX_ANSWER = 64 * 1024;
/** Characters of a refusal that are kept for the people who look into it. */
const EXCERPT = 200;
/** Sockets per receiver: one for each case delivered at a time. */
const CONNECTIONS = 8;

/** Statuses that say nothing about the event, only about the moment (RFC 9110, RFC 8470, RFC 6585). */
const PASSING = new Set([408, 425, 429]);
/** Statuses of a receiver that is away or busy as a whole. */
const AWAY = new Set([429, 502, 503, 504]);

const PROTOBUF = 'application/protobuf';
const STRUCTURED = 'application/cloudevents+json; charset=utf-8';

/** What is posted: `id` is the webhook's own. */
interface Message {
  readonly id: string;
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly headers?: Record<string, string>;
}

/** Standard Webhooks over HTTP/1.1: no redirects, signed with every live secret, the egress guard on every connection. */
export function createWebhookChannel(options: {
  clock: Clock;
  gatewayId: string;
  guard: EgressGuard;
  timeoutMs?: number;
}): Channel {
  const { clock, gatewayId, guard, timeoutMs = TIMEOUT_MS } = options;
  // Receivers compare the signature's time with their own clock (± 5 min), so it is real also where the city's is not.
  const wall = realClock();
  // One per receiver, and receivers are bounded; forgotten with its receiver.
  const pools = new Map<string, { origin: string; pool: Pool }>();

  const poolFor = (receiver: Receiver, url: URL): Pool => {
    const known = pools.get(receiver.receiverId);
    if (known?.origin === url.origin) return known.pool;
    if (known) void known.pool.destroy();
    const pool = new Pool(url.origin, {
      connections: CONNECTIONS,
      connect: { lookup: guard.lookupFor(url), timeout: timeoutMs },
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    pools.set(receiver.receiverId, { origin: url.origin, pool });
    return pool;
  };

  const signed = (receiver: Receiver, { id, type, body, headers = {} }: Message): Record<string, string> => {
    const secrets = receiver.secrets.filter(({ until }) => until === undefined || until > clock.now());
    return {
      ...headers,
      ...{ 'content-type': type, 'user-agent': 'gridwarden' },
      ...signatureHeaders(secrets, id, wall.now(), body),
    };
  };

  /** One attempt. */
  const send = async (receiver: Receiver, message: Message, stop: AbortSignal): Promise<Outcome> => {
    const finished = new AbortController();
    const late = new AbortController();
    void clock.wait(timeoutMs, finished.signal).then(() => {
      if (!finished.signal.aborted) late.abort();
    });
    try {
      const url = new URL(receiver.url);
      guard.checkUrl(url);
      const answer = await poolFor(receiver, url).request({
        method: 'POST',
        path: `${url.pathname}${url.search}`,
        headers: signed(receiver, message),
        body: message.body,
        signal: AbortSignal.any([late.signal, stop]),
      });
      const excerpt = await excerptOf(answer.body, answer.statusCode);
      return outcomeOf(answer, excerpt, clock.now());
    } catch (error) {
      if (stop.aborted) return { kind: 'aborted' };
      if (late.signal.aborted) return { kind: 'retry', error: `no answer within ${timeoutMs} ms`, away: true };
      return failureOf(error);
    } finally {
      finished.abort();
    }
  };

  return {
    deliver(receiver, event, stop) {
      const id = eventIdOf(gatewayId, event.sequence);
      const message: Message =
        receiver.contentType === 'application/protobuf'
          ? { id, type: PROTOBUF, body: protobufOf(gatewayId, event), headers: binaryHeaders(gatewayId, event) }
          : { id, type: STRUCTURED, body: structuredJson(gatewayId, event) };
      return send(receiver, message, stop);
    },
    test(receiver, stop) {
      const id = `${gatewayId}-test-${randomUUID()}`;
      const event = { id, receiverId: receiver.receiverId, at: clock.now() };
      const message: Message =
        receiver.contentType === 'application/protobuf'
          ? { id, type: PROTOBUF, ...testProtobuf(gatewayId, event) }
          : { id, type: STRUCTURED, body: testJson(gatewayId, event) };
      return send(receiver, message, stop);
    },
    async forget(receiverId) {
      const known = pools.get(receiverId);
      pools.delete(receiverId);
      await known?.pool.destroy();
    },
    async close() {
      const open = [...pools.values()];
      pools.clear();
      await Promise.all(open.map(({ pool }) => pool.destroy()));
    },
  };
}

/** Reads an answer up to its bound. An answer that breaks off after its status is an answer all the same. */
async function excerptOf(body: Dispatcher.ResponseData['body'], status: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (status >= 300 && size <= MAX_ANSWER) chunks.push(chunk);
      if (size >= MAX_ANSWER) break;
    }
  } catch {
    // The status decides; what was to follow it only explains.
  }
  const text = Buffer.concat(chunks).toString('utf8').replace(/\s+/g, ' ').trim();
  return text === '' ? '' : `: ${text.slice(0, EXCERPT)}`;
}

function outcomeOf(answer: Dispatcher.ResponseData, excerpt: string, now: number): Outcome {
  const status = answer.statusCode;
  // 409: the receiver knows this webhook-id already, which is what was wanted.
  if ((status >= 200 && status < 300) || status === 409) return { kind: 'delivered', status };
  const error = `HTTP ${status}${excerpt}`;
  if (status === 410) return { kind: 'gone', status, error };
  if (status >= 400 && status < 500 && !PASSING.has(status)) return { kind: 'refused', status, error };
  const header = answer.headers['retry-after'];
  const retryAfter = parseRetryAfter(Array.isArray(header) ? header[0] : header, now);
  return { kind: 'retry', status, error, away: AWAY.has(status), ...(retryAfter === undefined ? {} : { retryAfter }) };
}

function failureOf(error: unknown): Outcome {
  // The guard's word: it would be the same the next time.
  if (error instanceof GatewayError) return { kind: 'refused', error: error.message };
  const { code, message } = error as NodeJS.ErrnoException;
  return { kind: 'retry', error: [code, message].filter(Boolean).join(': '), away: true };
}
