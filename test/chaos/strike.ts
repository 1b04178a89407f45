import type { Clock } from '../../gateway/clock.ts';
import type { Fault, Strike } from './plan.ts';
import type { Mood } from './platform.ts';
import { flushAll, type Site } from './site.ts';

/** Lets one fault happen; resolves when its part is well again. */
type Blow = (site: Site, strike: Strike, clock: Clock, between: () => Promise<unknown>) => Promise<void>;

const mood =
  (kind: Mood): Blow =>
  async ({ platform }, { lasts }, clock) => {
    await platform.feel(kind);
    await clock.wait(lasts);
    await platform.feel('well');
  };

const kill: Blow = async ({ gateway }, { lasts, again }, clock, between) => {
  await gateway.kill();
  await between();
  await clock.wait(lasts);
  for (const ms of again) {
    const start = gateway.start();
    start.ready.catch(() => undefined); // killed on its way
    await clock.wait(ms);
    await gateway.kill();
    await between();
  }
  await gateway.start().ready;
};

const restart =
  (store: 'redis' | 'influx'): Blow =>
  async (site, { lasts }, clock) => {
    const server = site[store];
    await server?.kill();
    await clock.wait(lasts);
    await server?.start();
  };

const BLOWS: Readonly<Record<Fault, Blow>> = {
  'gateway-kill': kill,
  'gateway-kill-starting': kill,
  'redis-kill': restart('redis'),
  'redis-flush': async ({ redis }) => (redis ? flushAll(redis.port) : undefined),
  'influx-kill': restart('influx'),
  'receiver-down': mood('down'),
  'receiver-hang': mood('hang'),
  'receiver-500': mood('error'),
  'receiver-drop': mood('drop'),
  'net-cut': async ({ net }) => net.cut(),
  'net-hole': async ({ net }, { lasts }, clock) => {
    net.swallow();
    await clock.wait(lasts);
    net.heal();
  },
};

/**
 * The faults of a round, each at its time; resolves when everything runs again. `between`: done with the data directory of a
 * killed gateway before it is started again.
 */
export async function strikeAll(
  site: Site,
  strikes: readonly Strike[],
  clock: Clock,
  between: () => Promise<unknown>,
): Promise<void> {
  await Promise.all(
    strikes.map(async (strike) => {
      await clock.wait(strike.at);
      await BLOWS[strike.fault](site, strike, clock, between);
    }),
  );
}
