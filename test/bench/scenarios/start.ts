import { residentKiB } from '../cpu.ts';
import type { Scenario, Target } from '../scenario.ts';
import { gridwarden } from '../systems/gridwarden.ts';

/** From the start of the process to its ready line, empty data directory. */
function start(name: string, what: string, env: Readonly<Record<string, string>>, atMost: number): Scenario {
  const target: Target = { column: 'ready s', atMost };
  return {
    ...{ name, what, systems: [gridwarden], headline: 'ready s', lowerIsBetter: true, targets: [target] },
    async measure(system) {
      const running = await system.start({ env });
      const resident = residentKiB(running.processes['gateway'] ?? 0);
      await running.stop();
      return { 'ready s': running.readyMs / 1_000, 'RSS MiB': resident / 1_024 };
    },
  };
}

export const startScenarios: readonly Scenario[] = [
  start('start', 'start to ready, Redis and InfluxDB given', {}, 3),
  start(
    'start-postgres',
    'first start to ready on embedded PostgreSQL',
    { GRIDWARDEN_QUEUE: 'postgres', GRIDWARDEN_REDIS_URL: '', GRIDWARDEN_INFLUX_URL: '' },
    6,
  ),
];
