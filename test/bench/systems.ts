import type { System } from './system.ts';
import { gridwarden } from './systems/gridwarden.ts';
import { mosquitto } from './systems/mosquitto.ts';
import { plainAedes } from './systems/plain-aedes.ts';

/** Everything that is measured, ours first. */
export const SYSTEMS: readonly System[] = [gridwarden, plainAedes, mosquitto];
