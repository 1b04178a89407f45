import { openLoad } from '../generator.ts';
import { cpuColumns, drained, percentile, snapshot } from '../measure.ts';
import type { Scenario } from '../scenario.ts';
import { SYSTEMS } from '../systems.ts';
import { openWebhook } from '../webhook.ts';

const RATE = 20_000;
const CONNECTIONS = 200;
/** Each device raises an alarm every 20 s: one that does so every second is held as chattering, by design. */
const ALARM_EVERY = 1_000;
/** Unacknowledged messages per connection before the generator falls behind its rate. */
const WINDOW = 1_000;

/** From the moment an alarm is published to the moment its case event, or the peer's job, is posted to a webhook. */
export const latency: Scenario = {
  name: 'latency',
  what: `alarm published → posted to a webhook, ${RATE.toLocaleString('en')} msg/s, 1 ‰ alarms, InfluxDB`,
  systems: SYSTEMS,
  headline: 'case p99 ms',
  lowerIsBetter: true,
  targets: [
    { column: 'case p50 ms', atMost: 30 },
    { column: 'case p99 ms', atMost: 75 },
    { column: 'lost', atMost: 0 },
  ],
  async measure(system, { seconds, profile }) {
    const webhook = await openWebhook();
    const running = await system.start({ webhook: webhook.url, ...(profile ? { profile } : {}) });
    try {
      await running.register(CONNECTIONS);
      const load = await openLoad({
        ...{ mode: 'rate', port: running.port, connections: CONNECTIONS, window: WINDOW, rate: RATE, seconds },
        alarmEvery: ALARM_EVERY,
        warmSeconds: Math.min(3, seconds),
      });
      load.go();
      const warm = await load.next('warm');
      const before = await snapshot(running);
      const from = Date.now();
      const stopped = await load.next('stopped');
      const until = Date.now();
      const done = await load.next('done');
      const rest = await drained(running, done.acked);
      const late = webhook.alarms.filter(({ at }) => at >= from && at < until).map(({ latency }) => latency);
      return {
        'case p50 ms': percentile(late, 0.5),
        'case p99 ms': percentile(late, 0.99),
        cases: late.length,
        'acked/s': ((stopped.acked - warm.acked) / stopped.ms) * 1_000,
        'ack p50 ms': done.p50 / 1_000,
        'ack p99 ms': done.p99 / 1_000,
        ...cpuColumns(before, rest),
        lost: done.acked - (await running.points()),
      };
    } finally {
      await running.stop();
      webhook.close();
    }
  },
};
