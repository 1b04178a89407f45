/** F2: the networks to devices, queue and receiver swallow, reset, refuse and dawdle. */
import { it } from 'vitest';
import { NIGHT_MS, strike, survive } from '../chaos/row.ts';

it('keeps what it acknowledged when its networks fail', { timeout: NIGHT_MS }, () =>
  survive({
    strikes: [
      [strike('net-slow', 0, 1_200), strike('redis-slow', 0, 1_200), strike('receiver-slow', 0, 1_200)],
      [strike('net-refuse', 0, 500), strike('redis-hole', 0, 800)],
      [strike('net-hole', 0, 600), strike('redis-cut', 200)],
    ],
    faults: [
      ...(['net-cut', 'net-hole', 'net-refuse', 'net-slow', 'redis-hole', 'redis-cut', 'redis-slow'] as const),
      ...(['receiver-hole', 'receiver-slow', 'receiver-drop'] as const),
    ],
    ...{ seeds: [1, 2], rounds: 15 },
  }),
);
