import { openLoad } from '../generator.ts';
import { cpuColumns, drained, snapshot } from '../measure.ts';
import type { Scenario, Target } from '../scenario.ts';
import type { System } from '../system.ts';
import { SYSTEMS, WITH_NODE_RED } from '../systems.ts';

/** Seconds before anything counts: the JIT compiles, sockets and batches grow. */
const WARM_SECONDS = 3;

/**
 * Keeps a window of QoS 1 messages open on every connection. `stored/s`: messages that reached the database and passed the
 * rules from the end of the warm-up until nothing was left to do, over that time: a system that only piles up gains nothing; `lost`: acknowledged ones that the database does not have after the system came to rest.
 */
function ingest(
  name: string,
  connections: number,
  window: number,
  targets: readonly Target[],
  systems: readonly System[] = SYSTEMS,
): Scenario {
  return {
    name,
    what: `QoS 1, ${connections.toLocaleString('en')} connections, window ${window}, 200-byte JSON, 1 % alarms, InfluxDB`,
    systems,
    headline: 'stored/s',
    targets,
    async measure(system, { seconds, profile }) {
      const running = await system.start(profile ? { profile } : {});
      try {
        await running.register(connections);
        const load = await openLoad({
          ...{ mode: 'window', port: running.port, connections, window, seconds },
          warmSeconds: Math.min(WARM_SECONDS, seconds),
        });
        load.go();
        const warm = await load.next('warm');
        const [before] = [await snapshot(running), await running.longestStall()];
        const stopped = await load.next('stopped');
        const ended = performance.now();
        const done = await load.next('done');
        const rest = await drained(running, done.acked);
        const stall = await running.longestStall();
        const points = await running.points();
        return {
          'stored/s': ((rest.stored - before.stored) / (rest.at - before.at)) * 1_000,
          'acked/s': ((stopped.acked - warm.acked) / stopped.ms) * 1_000,
          'ack p50 ms': done.p50 / 1_000,
          'ack p99 ms': done.p99 / 1_000,
          ...cpuColumns(before, rest),
          'stall ms': stall ?? Number.NaN,
          'drain s': (rest.at - ended) / 1_000,
          sent: done.sent,
          stored: points,
          lost: done.acked - points,
          'alarms done': rest.alarms,
        };
      } finally {
        await running.stop();
      }
    },
  };
}

const overPeers: readonly Target[] = [
  { column: 'stored/s', over: 'plain aedes', atLeast: 2.2 },
  { column: 'stored/s', over: 'mosquitto + consumer', atLeast: 2.5 },
  { column: 'stored/s', over: 'Node-RED batched', atLeast: 5 },
  { column: 'stored/s', over: 'Node-RED', atLeast: 40 },
];
const nothingLost: Target = { column: 'lost', atMost: 0 };

export const ingestScenarios: readonly Scenario[] = [
  ingest(
    'ingest-20',
    200,
    20,
    [{ column: 'stored/s', atLeast: 50_000 }, { column: 'µs gateway', atMost: 14 }, nothingLost, ...overPeers],
    WITH_NODE_RED,
  ),
  ingest('ingest-100', 200, 100, [
    { column: 'stored/s', atLeast: 65_000 },
    { column: 'µs gateway', atMost: 14 },
    nothingLost,
    ...overPeers,
  ]),
  ingest('ingest-1', 3_000, 1, [{ column: 'stored/s', atLeast: 22_000 }, nothingLost]),
];
