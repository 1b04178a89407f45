import { airStation } from './air-station.ts';
import { billboard } from './billboard.ts';
import { bin } from './bin.ts';
import { bridge } from './bridge.ts';
import { contact } from './contact.ts';
import { crowd } from './crowd.ts';
import { drone } from './drone.ts';
import { dust } from './dust.ts';
import { electrical } from './electrical.ts';
import { fallingObject } from './falling-object.ts';
import { firePanel } from './fire-panel.ts';
import { flood } from './flood.ts';
import { gas } from './gas.ts';
import { hydrant } from './hydrant.ts';
import { lift } from './lift.ts';
import { manhole } from './manhole.ts';
import { muckTruck } from './muck-truck.ts';
import { noise } from './noise.ts';
import { parking } from './parking.ts';
import { patrol } from './patrol.ts';
import { quality } from './quality.ts';
import type { SensorProfile } from './sensor.ts';
import { sewer } from './sewer.ts';
import { smoke } from './smoke.ts';
import { streetlight } from './streetlight.ts';
import { structure } from './structure.ts';
import { tank } from './tank.ts';
import { water } from './water.ts';
import { weather } from './weather.ts';

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
  dust,
  billboard,
  bridge,
  contact,
  fallingObject,
  drone,
  quality,
  tank,
  firePanel,
  weather,
  airStation,
  patrol,
  muckTruck,
];
