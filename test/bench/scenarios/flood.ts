import { join } from 'node:path';
import { tempDir } from '../../support/temp-dir.ts';
import { openLoad } from '../generator.ts';
import { drained, snapshot } from '../measure.ts';
import type { Scenario } from '../scenario.ts';
import { SYSTEMS } from '../systems.ts';
import { longTurns } from '../turns.ts';

const CONNECTIONS = 200;

/** QoS 0 as fast as the sockets take it: nothing but TCP slows the devices down. */
export const flood: Scenario = {
  name: 'flood',
  what: `QoS 0 flood, ${CONNECTIONS} connections, 16 frames per write`,
  systems: SYSTEMS,
  rounds: 1,
  headline: 'stored/s',
  targets: [{ column: 'stall ms', atMost: 100 }],
  async measure(system, { seconds }) {
    const dir = tempDir('turns');
    const turns = join(dir.path, 'turns');
    const running = await system.start({ turns });
    try {
      await running.register(CONNECTIONS);
      const load = await openLoad({ mode: 'flood', port: running.port, connections: CONNECTIONS, seconds });
      await running.longestStall();
      const from = Date.now();
      load.go();
      await load.next('warm');
      const before = await snapshot(running);
      await load.next('stopped');
      const ended = performance.now();
      const under = longTurns(turns).filter(({ at }) => at > from);
      const stall = await running.longestStall();
      const done = await load.next('done');
      const rest = await drained(running, done.sent);
      const points = await running.points();
      return {
        'stored/s': ((rest.stored - before.stored) / (rest.at - before.at)) * 1_000,
        'stall ms': stall ?? Number.NaN,
        'turn CPU ms': under.length === 0 ? Number.NaN : Math.max(...under.map(({ cpu }) => cpu)),
        'drain s': (rest.at - ended) / 1_000,
        sent: done.sent,
        stored: points,
        '% stored': (points / done.sent) * 100,
        closed: done.closed,
      };
    } finally {
      await running.stop();
      dir.remove();
    }
  },
};
