import { z } from 'zod';
import { intrusion, motion } from './camera.ts';
import { deviceEvent } from './device-event.ts';
import { accessDenied, accessGranted, doorForced, doorHeld, duress } from './door.ts';
import { fire } from './fire.ts';
import { gathering } from './gathering.ts';
import { signal, spike } from './signal.ts';
import { silence } from './silence.ts';
import { storm } from './storm.ts';
import { weather } from './weather.ts';

/** Every kind of incident a scenario can script, told apart by `kind`. */
export const incident = z.discriminatedUnion('kind', [
  fire,
  storm,
  weather,
  gathering,
  signal,
  spike,
  deviceEvent,
  silence,
  intrusion,
  motion,
  doorForced,
  doorHeld,
  accessDenied,
  accessGranted,
  duress,
]);
