import { limited, MINUTE, rounded, type SensorProfile } from './sensor.ts';

/** Construction noise, dB(A): 58–66 while work goes on, by day unless there are shifts, 45–52 else. Kept below the day limit. */
export const noise: SensorProfile = {
  type: 'noise',
  every: MINUTE,
  start(random) {
    const day = random.between(58, 62);
    const night = random.between(45, 48);
    return ({ hour, working = hour >= 6 && hour < 22, sky }) => {
      // Cranes stand in a downpour.
      const isDay = working && sky.rain < 10;
      const laeq = isDay ? limited(day + random.noise(2), 52, 66) : limited(night + random.noise(1.5), 40, 52);
      return { laeq: rounded(laeq, 1), lmax: rounded(laeq + random.between(2, 3.5), 1) };
    };
  },
};
