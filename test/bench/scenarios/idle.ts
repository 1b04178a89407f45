import { cpuMicros, residentKiB } from '../cpu.ts';
import { openLoad } from '../generator.ts';
import { wait } from '../measure.ts';
import type { Scenario } from '../scenario.ts';
import { SYSTEMS } from '../systems.ts';

const CONNECTIONS = 10_000;

/** Connections that say nothing: what each costs in memory, and how long the event loop stood still while they came. */
export const idle: Scenario = {
  name: 'idle',
  what: `${CONNECTIONS.toLocaleString('en')} connections that send nothing; all processes of the system`,
  systems: SYSTEMS,
  rounds: 1,
  headline: 'KiB each',
  lowerIsBetter: true,
  targets: [
    { column: 'KiB each', atMost: 24 },
    { column: 'stall ms', atMost: 100 },
  ],
  async measure(system, { seconds }) {
    const running = await system.start({});
    try {
      const { influxd: _influxd, redis: _redis, ...own } = running.processes;
      const sum = (of: (pid: number) => number) => Object.values(own).reduce((total, pid) => total + of(pid), 0);
      await wait(1_000);
      await running.longestStall();
      const before = sum(residentKiB);
      const load = await openLoad({ mode: 'idle', port: running.port, connections: CONNECTIONS, seconds });
      const connecting = await running.longestStall();
      const cpu = sum(cpuMicros);
      load.go();
      await wait(seconds * 500);
      const after = sum(residentKiB);
      const busy = sum(cpuMicros) - cpu;
      const quiet = await running.longestStall();
      const done = await load.next('done');
      return {
        'KiB each': (after - before) / CONNECTIONS,
        'RSS MiB': after / 1_024,
        'connect s': load.connected.ms / 1_000,
        'stall ms': connecting ?? Number.NaN,
        'stall idle ms': quiet ?? Number.NaN,
        'CPU % idle': busy / (seconds * 500 * 1_000) / 0.01,
        closed: done.closed,
      };
    } finally {
      await running.stop();
    }
  },
};
