import type { Cancel, Clock } from './clock.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';

/** Time in which no device could be heard because the gateway itself did not run. */
export interface SleepWatch {
  /** When it last woke, epoch ms; 0 when it has not slept since it was started. */
  awakeSince(): number;
  stop: Cancel;
}

/** Machine ms between two looks at the clock. */
const LOOK_MS = 5_000;
/** Between two looks more time than this is a sleep, ms: above any stall of a sound process, and too short for a sender to give up. */
const SLEPT_MS = 30_000;

/**
 * Notices that far more time passed between two looks at the clock than a look takes to come round: the machine was suspended,
 * the process was stopped, or the clock was put forward. The time of day tells all three, since it goes on in each of them, or
 * jumps when it is over; the monotonic clock stands still while a machine is suspended. Whoever asks looks, too: of the timers
 * that are due on waking, this one need not be the first.
 */
export function watchSleep(options: {
  clock: Pick<Clock, 'now' | 'every'>;
  log: Logger;
  metrics: Metrics;
}): SleepWatch {
  const { clock, log, metrics } = options;
  const times = metrics.counter('sleeps_total', 'Times the machine or the process slept, or its clock was put forward');
  const seconds = metrics.counter('slept_seconds_total', 'Seconds passed in them, in which no device could be heard');
  let lookedAt = clock.now();
  let awakeSince = 0;

  const look = (): void => {
    const now = clock.now();
    const passed = now - lookedAt;
    lookedAt = now;
    if (passed <= SLEPT_MS) return;
    awakeSince = now;
    times.inc();
    seconds.inc(passed / 1_000);
    log.warn(
      { from: now - passed, to: now, seconds: Math.round(passed / 1_000) },
      'the machine or the process slept, or the clock was put forward: every device gets its usual time again before it counts as silent',
    );
  };

  const stop = clock.every(LOOK_MS, look);
  return {
    awakeSince() {
      look();
      return awakeSince;
    },
    stop,
  };
}
