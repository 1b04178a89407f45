import { limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Construction noise, dB(A): 58–66 by day, 45–52 by night. Kept below the day limit, as a quiet site is. */
export const noise: SensorProfile = {
  type: 'noise',
  every: MINUTE,
  start(random) {
    const day = random.between(58, 62);
    const night = random.between(45, 48);
    return ({ hour }) => {
      const isDay = hour >= 6 && hour < 22;
      const laeq = isDay ? limited(day + random.noise(2), 52, 66) : limited(night + random.noise(1.5), 40, 52);
      return { laeq: rounded(laeq, 1), lmax: rounded(laeq + random.between(2, 3.5), 1) };
    };
  },
};
