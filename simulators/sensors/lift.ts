import { bump, limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Lift: trips with peaks at 8 and 18 h, somewhere between the ground and the top floor, nobody trapped. */
export const lift: SensorProfile = {
  type: 'lift',
  every: MINUTE,
  start(random) {
    const floors = random.whole(6, 30);
    return ({ hour }) => {
      const busy = 0.1 + 0.5 * Math.max(bump(hour, 8, 1.5), bump(hour, 18, 1.5));
      const moving = random.between(0, 1) < busy;
      const speed = random.between(1, 1.75);
      const riders = random.whole(0, 6);
      return {
        floor: random.whole(1, floors),
        speed: moving ? rounded(speed, 2) : 0,
        door_open: false,
        persons: moving ? riders : 0,
        trapped: false,
        vibration: rounded(limited(moving ? 6 + random.noise(2) : 1, 0, 15), 1),
      };
    };
  },
};
