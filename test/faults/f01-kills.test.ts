/** F1: the gateway, its queue and its receiver die, hang and answer nonsense under load. */
import { it } from 'vitest';
import { NIGHT_MS, strike, survive } from '../chaos/row.ts';

it('keeps what it acknowledged when everything around it and it itself is killed', { timeout: NIGHT_MS }, () =>
  survive({
    // The receiver's two faults are further apart than its first retry (5 s), since the second one waits for minutes, and too
    // short for the five failures after which it is left alone for 30 s.
    strikes: [
      [strike('gateway-kill', 600, 100), strike('receiver-drop', 200, 600)],
      // Longer than the 5 s after which the gateway works without its queue.
      [strike('redis-kill', 0, 6_500)],
      [strike('gateway-kill-starting', 300, 0, [500]), strike('redis-flush', 0)],
      [
        strike('receiver-down', 0, 600),
        strike('influx-kill', 200, 1_200),
        strike('net-cut', 500),
        strike('gateway-kill', 1_000, 100),
      ],
    ],
    faults: [
      ...(['gateway-kill', 'gateway-kill-starting', 'redis-kill', 'influx-kill'] as const),
      ...(['receiver-down', 'receiver-hang', 'receiver-500', 'receiver-drop'] as const),
    ],
    ...{ seeds: [1, 2, 3], rounds: 25 },
  }),
);
