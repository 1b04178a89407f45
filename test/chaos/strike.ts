import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../gateway/clock.ts';
import type { Fault, Strike } from './plan.ts';
import type { Mood } from './platform.ts';
import { redisCommand, type Site } from './site.ts';

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

type Between = 'net' | 'redisNet' | 'influxNet' | 'receiverNet';
/** How much later every byte arrives on a slow network, ms. */
const SLOW_MS = 400;

const hole =
  (between: Between): Blow =>
  async (site, { lasts }, clock) => {
    site[between]?.swallow();
    await clock.wait(lasts);
    await site[between]?.heal();
  };

const cut =
  (between: Between): Blow =>
  async (site) =>
    site[between]?.cut();

const slow =
  (between: Between): Blow =>
  async (site, { lasts }, clock) => {
    site[between]?.slow(SLOW_MS);
    await clock.wait(lasts);
    site[between]?.slow(0);
  };

const refuse: Blow = async ({ net }, { lasts }, clock) => {
  await net.refuse();
  await clock.wait(lasts);
  await net.heal();
};

/** An operator restores a copy from `lasts` ms ago: jobs that were done come back, newer ones are gone. */
const restore: Blow = async ({ redis }, { lasts }, clock) => {
  if (!redis) return;
  await redisCommand(redis.port, 'SAVE');
  await clock.wait(lasts);
  await redis.kill();
  await redis.start();
  // The next kill is to find it empty again.
  const folder = (await redisCommand(redis.port, 'CONFIG GET dir')).trimEnd().split('\r\n').at(-1) ?? '';
  rmSync(join(folder, 'dump.rdb'));
};

const BLOWS: Readonly<Record<Fault, Blow>> = {
  'gateway-kill': kill,
  'gateway-kill-starting': kill,
  'redis-kill': restart('redis'),
  'redis-flush': async ({ redis }) => {
    if (redis) await redisCommand(redis.port, 'FLUSHALL');
  },
  'redis-old': restore,
  'redis-hole': hole('redisNet'),
  'redis-cut': cut('redisNet'),
  'redis-slow': slow('redisNet'),
  'influx-kill': restart('influx'),
  'influx-hole': hole('influxNet'),
  'receiver-down': mood('down'),
  'receiver-hang': mood('hang'),
  'receiver-500': mood('error'),
  'receiver-drop': mood('drop'),
  'receiver-hole': hole('receiverNet'),
  'receiver-slow': slow('receiverNet'),
  'net-cut': cut('net'),
  'net-hole': hole('net'),
  'net-refuse': refuse,
  'net-slow': slow('net'),
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
