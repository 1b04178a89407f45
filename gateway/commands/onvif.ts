import type { Command } from 'commander';
import { registerAdd } from './onvif-add.ts';
import { registerDescribe, registerDiscover } from './onvif-discover.ts';
import { registerProbe } from './onvif-probe.ts';
import { registerWatch } from './onvif-watch.ts';

/** `gridwarden onvif …`: find, try and connect ONVIF devices. */
export function registerOnvif(program: Command): void {
  const onvif = program.command('onvif').description('find, try and connect ONVIF cameras and door controllers');
  registerDiscover(onvif);
  registerDescribe(onvif);
  registerProbe(onvif);
  registerAdd(onvif);
  registerWatch(onvif);
}
