import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { HttpError, InfluxDB, RequestTimedOutError, type WriteApi } from '@influxdata/influxdb-client';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { toInfluxQl, toValues } from './influx-query.ts';
import { type InfluxServer, reasonOf } from './influx-server.ts';
import { type Lines, toLines } from './line-protocol.ts';
import { untilDone } from './retry.ts';
import type { RefusedPoint, SeriesSink } from './sink.ts';

/** Writes on the wire at a time; further ones wait in memory, of which the reader keeps at most a few batches. */
const MAX_IN_FLIGHT = 2;
/** Bounds of one request; a larger batch becomes several. InfluxDB 1.x refuses bodies over 25 MB. */
const MAX_LINES = 20_000;
const MAX_CHARS = 8_000_000;

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
 * The write API with everything off that could lose a line: no retry buffer, no timer, no automatic flush (its buffer never
 * fills, since every batch is one record), no compression. `writeFailed` hands the error to the awaited `flush`.
 */
function writeApi(server: InfluxServer, agent: HttpAgent, timeout: number): WriteApi {
  const client = new InfluxDB({
    url: server.url,
    timeout,
    headers: { ...server.headers },
    transportOptions: { agent },
  });
  const api = client.getWriteApi(server.org, server.bucket, 'ns', {
    batchSize: 2,
    maxBatchBytes: Number.MAX_SAFE_INTEGER,
    flushInterval: 0,
    maxRetries: 0,
    gzipThreshold: Number.MAX_SAFE_INTEGER,
    writeFailed: (error) => Promise.reject(error),
  });
  api.path = server.writePath;
  return api;
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
function* requests(lines: readonly string[]): Generator<[number, number]> {
  let start = 0;
  let chars = 0;
  for (const [index, line] of lines.entries()) {
    if (index > start && (index - start >= MAX_LINES || chars + line.length > MAX_CHARS)) {
      yield [start, index];
      start = index;
      chars = 0;
    }
    chars += line.length + 1;
  }
  if (start < lines.length) yield [start, lines.length];
}

/** The ms a server asks to be left alone for (`Retry-After`, seconds). */
function retryAfter(error: unknown): number | undefined {
  const seconds = error instanceof HttpError ? Number(error.headers?.['retry-after']) : Number.NaN;
  return seconds > 0 ? seconds * 1000 : undefined;
}

/**
 * Series in InfluxDB 1.x, 2.x or 3.x. Each request is one joined record and one awaited `flush`, so a resolved write is one
 * the server has acknowledged. A refused request is halved until the lines the server objects to stand alone.
 */
export function openInflux(options: InfluxOptions): SeriesSink {
  const { server, clock, log, retries, timeoutMs = 20_000 } = options;
  const agentOptions = { keepAlive: true, maxSockets: 2 * MAX_IN_FLIGHT };
  const agent = server.url.startsWith('https:') ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions);
  const api = writeApi(server, agent, timeoutMs);
  const closing = new AbortController();
  const inSlot = slots(MAX_IN_FLIGHT);
  let retrying = 0;

  const send = (record: string) => {
    api.writeRecord(record);
    return api.flush();
  };

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

  const store = async (lines: Lines, start: number, end: number): Promise<void> => {
    try {
      const whole = start === 0 && end === lines.lines.length;
      await sendUntilAnswered((whole ? lines.lines : lines.lines.slice(start, end)).join('\n'));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const decoded = lines.owners[start];
      if (end - start === 1 && decoded) {
        lines.refused.push({ decoded, code: 'INFLUX_REFUSED', detail: reasonOf(error).slice(0, 500) });
        return;
      }
      const middle = (start + end) >>> 1;
      await store(lines, start, middle);
      await store(lines, middle, end);
    }
  };

  return {
    kind: 'influx',
    async write(batch): Promise<{ points: number; refused: readonly RefusedPoint[] }> {
      const lines = toLines(batch);
      const points = lines.lines.length + lines.refused.length;
      const parts = [...requests(lines.lines)].map(([start, end]) => inSlot(() => store(lines, start, end)));
      try {
        await Promise.all(parts);
      } catch (error) {
        if (!closing.signal.aborted) throw error;
        throw new GatewayError('INFLUX_UNREACHABLE', 'closed before InfluxDB took the batch', { cause: error });
      }
      return { points, refused: lines.refused };
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
