import { battery, MINUTE, type SensorProfile } from './sensor.ts';

/** Door contact of a yard: opened now and then by day, shut from 21 to 7 h. */
export const contact: SensorProfile = {
  type: 'contact',
  every: 5 * MINUTE,
  start(random) {
    const charge = battery(random);
    return (moment) => {
      const passes = random.between(0, 1) < 0.1;
      return { open: passes && moment.hour >= 7 && moment.hour < 21, motion: false, battery: charge(moment) };
    };
  },
};
