import type { Clock } from '../clock.ts';
import { GatewayError, toGatewayError } from '../errors.ts';
import { atMostEvery, type Logger } from '../log.ts';
import { toLines } from './line-protocol.ts';
import { untilDone } from './retry.ts';
import type { SeriesSink } from './sink.ts';

/** Machine ms between two lines of log that say that it is still away. */
const TELL_EVERY = 60_000;

/**
 * An InfluxDB that did not answer when the gateway started. Points wait with their reader, and behind it in the inbox, until
 * `open` has found it: it is tried again after 100 ms, doubling to 5 s, for as long as that takes.
 *
 * @param reason why it could not be opened the first time, and what to do.
 */
export function lateInflux(
  open: () => Promise<SeriesSink>,
  options: { reason: string; clock: Clock; log: Logger; retries: { inc(): void } },
): SeriesSink {
  const { clock, log, retries } = options;
  const closing = new AbortController();
  const mayTell = atMostEvery(clock, TELL_EVERY);
  let { reason } = options;
  let sink: SeriesSink | undefined;

  const found = untilDone(open, {
    clock,
    signal: closing.signal,
    onFailure(error) {
      retries.inc();
      reason = toGatewayError(error, 'INFLUX_UNREACHABLE').detail;
      if (mayTell()) log.warn({ reason }, 'InfluxDB is away: points wait in the inbox until it answers');
      return undefined;
    },
  });
  found.then(
    (opened) => {
      sink = opened;
    },
    () => undefined, // closed before; whoever waits is told below
  );

  return {
    kind: 'influx',
    prepare: toLines,
    async write(batch) {
      const opened = await found.catch((cause: unknown) => {
        throw new GatewayError('INFLUX_UNREACHABLE', 'closed before InfluxDB took the batch', { cause });
      });
      return opened.write(batch);
    },
    async query(query, limit) {
      if (!sink) throw new GatewayError('INFLUX_UNREACHABLE', reason);
      return sink.query(query, limit);
    },
    healthy: () => sink?.healthy() ?? false,
    async close() {
      closing.abort();
      const opened = await found.catch(() => undefined);
      await opened?.close();
    },
  };
}
