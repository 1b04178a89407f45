import { battery, MINUTE, type SensorProfile } from './sensor.ts';

/** Geomagnetic sensor in a fire lane: empty, as it must be. */
export const parking: SensorProfile = {
  type: 'parking',
  every: 5 * MINUTE,
  start(random) {
    const charge = battery(random);
    return (moment) => ({ occupied: false, battery: charge(moment) });
  },
};
