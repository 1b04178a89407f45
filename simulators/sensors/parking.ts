import { MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Geomagnetic sensor in a fire lane: empty, as it must be. */
export const parking: SensorProfile = {
  type: 'parking',
  every: 5 * MINUTE,
  start(random) {
    return () => ({ occupied: false, rssi: rounded(-80 + random.noise(4), 0) });
  },
};
