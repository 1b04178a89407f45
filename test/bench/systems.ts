import type { System } from './system.ts';
import { gridwarden } from './systems/gridwarden.ts';
import { mosquitto } from './systems/mosquitto.ts';
import { nodeRedBatched, nodeRedDefault } from './systems/node-red.ts';
import { plainAedes } from './systems/plain-aedes.ts';

/** What a team could use or write instead, ours first. */
export const SYSTEMS: readonly System[] = [gridwarden, plainAedes, mosquitto];

/** With what an integrator would draw: so much slower that one scenario says it all. */
export const WITH_NODE_RED: readonly System[] = [...SYSTEMS, nodeRedBatched, nodeRedDefault];
