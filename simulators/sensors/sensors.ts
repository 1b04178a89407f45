import { bin } from './bin.ts';
import { crowd } from './crowd.ts';
import { electrical } from './electrical.ts';
import { flood } from './flood.ts';
import { gas } from './gas.ts';
import { hydrant } from './hydrant.ts';
import { lift } from './lift.ts';
import { manhole } from './manhole.ts';
import { noise } from './noise.ts';
import { parking } from './parking.ts';
import type { SensorProfile } from './sensor.ts';
import { sewer } from './sewer.ts';
import { smoke } from './smoke.ts';
import { streetlight } from './streetlight.ts';
import { structure } from './structure.ts';
import { water } from './water.ts';

/** Every class of sensor the lab can simulate. */
export const SENSORS: readonly SensorProfile[] = [
  smoke,
  gas,
  flood,
  sewer,
  manhole,
  noise,
  bin,
  parking,
  lift,
  crowd,
  hydrant,
  streetlight,
  electrical,
  structure,
  water,
];
