import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { HttpError, InfluxDB, RequestTimedOutError } from '@influxdata/influxdb-client';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { toInfluxQl, toValues } from './influx-query.ts';
import { type InfluxServer, reasonOf } from './influx-server.ts';
import { joinLines, type Lines, toLines } from './line-protocol.ts';
import { untilDone } from './retry.ts';
import type { RefusedPoint, SeriesSink } from './sink.ts';

/** Writes on the wire at a time; further ones wait in memory, of which the reader keeps at most a few batches. */
const MAX_IN_FLIGHT = 2;
/** Bounds of one request; a larger batch becomes several. InfluxDB 1.x refuses bodies over 25 MB. */
const MAX_LINES = 20_000;
const MAX_BYTES = 8_000_000;

/** Statuses that speak about the lines; any other failure (401, 404, 429, 5xx, no answer) is an outage. */
const REFUSALS = new Set([400, 413, 422]);
const isRefusal = (error: unknown) => error instanceof HttpError && REFUSALS.has(error.statusCode);

export interface InfluxOptions {
  readonly server: InfluxServer;
  readonly clock: Clock;
  readonly log: Logger;
  /** Counts failed attempts. */
  readonly retries: { inc(): void };
  /** ms without a byte after which a request counts as failed. */
  readonly timeoutMs?: number;
}

/**
 * One write request of the client, which resolves when the server has acknowledged it. Its write API is left out: that keeps
 * lines in memory of its own, drops some when it is full, and counts the characters of each.
 */
function requester(server: InfluxServer, agent: HttpAgent, timeout: number): (lines: string) => Promise<void> {
  const { transport } = new InfluxDB({
    url: server.url,
    timeout,
    headers: { ...server.headers },
    transportOptions: { agent },
  });
  const options = { method: 'POST', headers: { 'content-type': 'text/plain; charset=utf-8' } };
  return (lines) =>
    new Promise((resolve, reject) => {
      let status = 0;
      transport.send(server.writePath, lines, options, {
        responseStarted(_headers, statusCode = 0) {
          status = statusCode;
        },
        // Anything else, a 200 of some proxy, says nothing about the lines.
        complete: () => (status === 204 || status === 201 ? resolve() : reject(new HttpError(status, 'not a 204'))),
        error: reject,
      });
    });
}

/** Runs at most `limit` tasks at a time, the others in the order they came. */
function slots(limit: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let busy = 0;
  return async (task) => {
    if (busy < limit) busy++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else busy--;
    }
  };
}

/** Cuts lines into requests within the bounds: pairs of [start, end). */
function* requests({ ends }: Lines): Generator<[number, number]> {
  let start = 0;
  for (let index = 1; index < ends.length; index++) {
    const bytes = (ends[index] as number) - startOf(ends, start);
    if (index - start < MAX_LINES && bytes <= MAX_BYTES) continue;
    yield [start, index];
    start = index;
  }
  if (start < ends.length) yield [start, ends.length];
}

const startOf = (ends: readonly number[], line: number): number => (line === 0 ? 0 : (ends[line - 1] as number) + 1);

/** The lines [start, end) as text. */
function textOf({ bytes, ends }: Lines, start = 0, end = ends.length): string {
  return bytes.toString('utf8', startOf(ends, start), ends[end - 1]);
}

/** The ms a server asks to be left alone for (`Retry-After`, seconds). */
function retryAfter(error: unknown): number | undefined {
  const seconds = error instanceof HttpError ? Number(error.headers?.['retry-after']) : Number.NaN;
  return seconds > 0 ? seconds * 1000 : undefined;
}

/**
 * Series in InfluxDB 1.x, 2.x or 3.x. A resolved write is one the server has acknowledged. A refused request is halved until the
 * lines the server objects to stand alone.
 */
export function openInflux(options: InfluxOptions): SeriesSink {
  const { server, clock, log, retries, timeoutMs = 20_000 } = options;
  const agentOptions = { keepAlive: true, maxSockets: 2 * MAX_IN_FLIGHT };
  const agent = server.url.startsWith('https:') ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions);
  const send = requester(server, agent, timeoutMs);
  const closing = new AbortController();
  const inSlot = slots(MAX_IN_FLIGHT);
  let retrying = 0;

  const sendUntilAnswered = async (record: string): Promise<void> => {
    let failing = false;
    try {
      await untilDone(() => send(record), {
        clock,
        signal: closing.signal,
        final: isRefusal,
        onFailure(error, attempt) {
          retries.inc();
          if (!failing) retrying++;
          failing = true;
          const facts = { url: server.url, attempt, reason: reasonOf(error) };
          if (attempt === 1) log.warn(facts, 'InfluxDB did not take a batch; it is kept and tried again');
          else log.debug(facts, 'InfluxDB is still away');
          // The client leaves a request that timed out on its socket; a server that hangs would collect them.
          if (error instanceof RequestTimedOutError) agent.destroy();
          if (error instanceof HttpError && error.statusCode === 404) void server.prepare();
          return retryAfter(error);
        },
      });
      if (failing) log.info({ url: server.url }, 'InfluxDB takes batches again');
    } finally {
      if (failing) retrying--;
    }
  };

  /** Halves what the server refuses until the lines it objects to stand alone; they go to `refused`. */
  const store = async (lines: Lines, start: number, end: number, refused: RefusedPoint[]): Promise<void> => {
    try {
      await sendUntilAnswered(textOf(lines, start, end));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (end - start === 1) {
        const position = { commit: lines.commits[start] as number, frame: lines.frames[start] as number };
        refused.push({ position, code: 'INFLUX_REFUSED', detail: reasonOf(error).slice(0, 500) });
        return;
      }
      const middle = (start + end) >>> 1;
      await store(lines, start, middle, refused);
      await store(lines, middle, end, refused);
    }
  };

  /** What a batch is made of usually fits into one request and is taken; only else its lines are looked at one by one. */
  const storeAll = async (batch: readonly Lines[], refused: RefusedPoint[]): Promise<void> => {
    const lines = batch.reduce((sum, { ends }) => sum + ends.length, 0);
    const bytes = batch.reduce((sum, { bytes: { length } }) => sum + length, 0);
    if (lines === 0) return;
    if (lines <= MAX_LINES && bytes <= MAX_BYTES)
      try {
        const texts = batch.filter(({ ends }) => ends.length > 0).map((each) => textOf(each));
        return await inSlot(() => sendUntilAnswered(texts.join('\n')));
      } catch (error) {
        if (!isRefusal(error)) throw error;
      }
    const all = joinLines(batch);
    await Promise.all([...requests(all)].map(([start, end]) => inSlot(() => store(all, start, end, refused))));
  };

  return {
    kind: 'influx',
    prepare: toLines,
    async write(batch): Promise<readonly RefusedPoint[]> {
      const refused = batch.flatMap((points) => points.refused);
      try {
        await storeAll(batch as readonly Lines[], refused);
      } catch (error) {
        if (!closing.signal.aborted) throw error;
        throw new GatewayError('INFLUX_UNREACHABLE', 'closed before InfluxDB took the batch', { cause: error });
      }
      return refused;
    },
    async query(query, limit) {
      const result = await server.query(toInfluxQl(query, limit)).catch((error) => {
        throw new GatewayError('INFLUX_UNREACHABLE', `${server.url}: ${reasonOf(error)}`, { cause: error });
      });
      return toValues(result, query.step !== undefined);
    },
    healthy: () => retrying === 0,
    async close() {
      closing.abort();
      agent.destroy();
    },
  };
}
