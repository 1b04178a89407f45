import { join } from 'node:path';
import { deviceTypeFolders } from './config.ts';
import type { OnvifSite } from './onvif-site.ts';
import type { Readers } from './readers-wiring.ts';
import type { Registry } from './registry-wiring.ts';
import type { Stores } from './stores-wiring.ts';
import { type FailedShadow, type Shadow, tryShadow } from './trials/shadow.ts';
import { createTrials, type Trials } from './trials/trials.ts';
import type { Ground } from './wiring.ts';

/** Rules on trial beside the live ones, over the same inbox; undefined where none are configured. */
export async function startShadow(
  { config, log, life }: Ground,
  { dataDir, deviceTypes, inbox, records, mode, city, clock, awakeSince }: Stores,
  { directory }: Registry,
  { site, turns }: { site: OnvifSite; turns: Readers['turns'] },
): Promise<Shadow | FailedShadow | undefined> {
  if (config.shadowTypes === undefined) return undefined;
  const shadow = await tryShadow({
    ...{ folder: join(dataDir.path, 'shadow'), types: config.shadowTypes, typeFolders: deviceTypeFolders(config) },
    ...{ deviceTypes, inbox, live: records, directory, adapterFor: site.adapterFor, turns, clock, log },
    ...{ mode: mode.mode, modes: () => city.modes, awakeSince, firstSight: config.access !== 'registered' },
  });
  life.onStop(() => shadow.stop?.());
  return shadow;
}

/** Stretches of the inbox through other rules, on demand. */
export function openTrials({ config, life }: Ground, { dataDir, mode, clock }: Stores): Trials {
  const trials = createTrials({
    ground: () => ({
      ...{ dataDir: dataDir.path, typeFolders: deviceTypeFolders(config), now: clock.now() },
      ...{ profilesDir: config.profilesDir, profile: config.profile },
      ...{ mode: mode.mode(), firstSight: config.access !== 'registered', production: !config.lab },
    }),
    clock,
  });
  life.onStop(() => trials.stop());
  return trials;
}
