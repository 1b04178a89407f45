import { z } from 'zod';

/** When a crash strikes: with messages of the instant on the wire, after their PUBACKs, or while the gateway steps the clock. */
export const crashMoment = z.enum(['unacknowledged', 'acknowledged', 'stepping']);

/** How the gateway ends before it starts again: by a crash, or told to. */
export type KillMoment = z.output<typeof crashMoment> | 'restart';
