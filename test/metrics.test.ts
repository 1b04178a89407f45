import { describe, expect, it } from 'vitest';
import { createMetrics } from '../gateway/metrics.ts';

describe('metrics of several threads', () => {
  it('adds up what both count, shows the higher gauge, and keeps the rest apart', async () => {
    const [main, other] = [createMetrics(), createMetrics()];
    for (const { metrics, by } of [
      { metrics: main, by: 2 },
      { metrics: other, by: 3 },
    ]) {
      metrics.counter('both_total', 'Both', ['fate']).inc({ fate: 'accepted' }, by);
      metrics.gauge('ends_seconds', 'When it ends').set(by);
      metrics.histogram('took_seconds', 'How long').observe(by);
    }
    other.counter('other_total', 'One').inc();
    main.include(() => other.registry.getMetricsAsJSON());
    const text = await main.text();
    expect(text).toContain('gridwarden_both_total{fate="accepted"} 5');
    expect(text).toContain('gridwarden_ends_seconds 3');
    expect(text).toContain('gridwarden_other_total 1');
    expect(text).toContain('gridwarden_took_seconds_count 2');
    expect(text.match(/# HELP gridwarden_both_total/g)).toHaveLength(1);
  });

  it('of a thread shows what Node has for each, under its name, and the process only once', async () => {
    const main = createMetrics({ process: true });
    const thread = createMetrics({ thread: 'mqtt' });
    main.include(() => thread.registry.getMetricsAsJSON());
    const text = await main.text();
    expect(text).toMatch(/^nodejs_eventloop_lag_max_seconds \S+$/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_max_seconds\{thread="mqtt"\} \S+$/m);
    expect(text.match(/^process_start_time_seconds/gm)).toHaveLength(1);
    expect(text.match(/^process_resident_memory_bytes/gm)).toHaveLength(1);
  });
});
