/** F3: Redis is emptied under way, and replaced by an older copy of itself. */
import { it } from 'vitest';
import { NIGHT_MS, strike, survive } from '../chaos/row.ts';

it('needs nothing that Redis forgets or remembers wrongly', { timeout: NIGHT_MS }, () =>
  survive({
    strikes: [[strike('redis-flush', 400)], [strike('redis-old', 0, 700)]],
    faults: ['redis-flush', 'redis-old', 'gateway-kill', 'receiver-hang'],
    ...{ seeds: [1], rounds: 10 },
  }),
);
