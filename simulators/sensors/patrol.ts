import { limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Handheld of a grid officer: walks his rounds by day, lies on the charger at night. */
export const patrol: SensorProfile = {
  type: 'patrol',
  every: 2 * MINUTE,
  start(random) {
    return ({ hour }) => {
      const onDuty = hour >= 8 && hour < 20;
      return {
        speed: onDuty ? rounded(limited(3 + random.noise(1.5), 0, 8), 1) : 0,
        battery: rounded(onDuty ? 100 - 4 * (hour - 8) : 100, 0),
      };
    };
  },
};
