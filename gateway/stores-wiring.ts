import { join } from 'node:path';
import { toWgs84 } from './city/coordinates.ts';
import { openCity } from './city-wiring.ts';
import { clockFrom, realClock } from './clock.ts';
import { clockTrouble } from './clock-trouble.ts';
import { openDataDir } from './data-dir.ts';
import { openInbox } from './inbox/inbox.ts';
import { openSeal } from './inbox/seal.ts';
import { openOperatingMode } from './operating-mode.ts';
import { openQueue } from './pipeline/queue.ts';
import { FEEDBACK } from './readers.ts';
import { openDatabase } from './records/connection.ts';
import { openRecords } from './records/records.ts';
import { createRulesEngine } from './rules/engine.ts';
import { withModes } from './rules/mode-overrides.ts';
import { openSeriesSink } from './series/open.ts';
import { watchSleep } from './sleep-watch.ts';
import { checkCursor, checkStores } from './store-check.ts';
import type { Ground } from './wiring.ts';

export type Stores = Awaited<ReturnType<typeof openStores>>;

/**
 * The city, the clock, and everything the gateway remembers: inbox, records, series, the state of the rules, the queue. Throws
 * what is wrong with a file of the city or with a store.
 */
export async function openStores(ground: Ground) {
  const { config, log, metrics, life } = ground;
  const dataDir = openDataDir(config.dataDir, config.gatewayId);
  life.onStop(() => dataDir.release());
  // Another process looks at the stores while this one reads the city.
  const whole = checkStores(dataDir);
  whole.catch(() => undefined);
  // The city and the device types first: a mistake in a file is found before anything listens.
  let today = clockFrom(config.clock).now;
  const { city, deviceTypes, expressions } = openCity(ground, () => today());

  await whole;
  const seal = openSeal(join(dataDir.keys, 'inbox'));
  const inbox = openInbox({
    ...{ path: dataDir.inbox, seal, quota: config.inboxQuota, other: FEEDBACK },
    ...{ clock: realClock(), log, metrics },
  });
  life.onStop(() => inbox.close());
  const clock = clockFrom(config.clock, inbox.lastReceivedAt());
  today = clock.now;
  const records = openRecords(openDatabase(dataDir.records), clock, log);
  life.onStop(() => records.close());
  const sink = await openSeriesSink({
    ...(config.influx ? { influx: config.influx } : {}),
    ...{ dataDir: dataDir.path, clock, log, metrics },
  });
  life.onStop(() => sink.close());
  const mode = openOperatingMode({ records, clock, modes: () => city.modes });
  // Lab time is what the lab says it is.
  const wrongClock = () => (clock.mode === 'real' ? clockTrouble(clock.now(), inbox.lastReceivedAt()) : undefined);
  const sleep = clock.mode === 'real' ? watchSleep({ clock, log, metrics }) : undefined;
  if (sleep) life.onStop(sleep.stop);
  const awakeSince = () => sleep?.awakeSince() ?? 0;
  const rules = await createRulesEngine({
    ...{ clockIsRight: () => wrongClock() === undefined, awakeSince },
    ...{ path: dataDir.rules, clock, log, metrics, mode: mode.mode, expressions, toWgs84 },
    deviceTypes: withModes(deviceTypes, city.modes),
  });
  life.onStop(() => rules.close());
  checkCursor('the rules', rules.cursor, inbox.head());
  const queue = await openQueue({
    ...{ choice: config.queue, dataDir: dataDir.path, clock, log, metrics },
    ...(config.redisUrl ? { redisUrl: config.redisUrl } : {}),
  });
  life.onStop(() => queue.close());
  return {
    ...{ dataDir, city, deviceTypes, clock, mode, seal, inbox, records, sink, rules, queue },
    ...{ clockTrouble: wrongClock, awakeSince },
  };
}
