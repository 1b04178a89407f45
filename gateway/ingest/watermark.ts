import type { Cancel, Clock } from '../clock.ts';
import type { Logger } from '../log.ts';

/** The rules' timers, as the watermark moves them. */
export interface TimedRules {
  /** Fires every timer due at `now` or before. */
  advance(now: number): Promise<void>;
  /** Epoch ms of the earliest timer. */
  nextDue(): number | undefined;
}

/**
 * Moves the rules' time while no message does it. Dwell, window and silence timers live in the log's time: a message that is
 * read moves it to its arrival, and only a reader that is level may follow the clock, or downtime would end in a storm of
 * "silent" devices.
 */
export interface Watermark {
  /** To be called after each batch: looks anew when the next timer is due. */
  rearm(): void;
  /** Resolves when no timer is being fired. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

export function createWatermark(options: {
  rules: TimedRules;
  /** Whether the rules reader has read everything. */
  level(): boolean;
  clock: Clock;
  log: Logger;
}): Watermark {
  const { rules, level, clock, log } = options;
  let firing: Promise<void> | undefined;
  let cancel: Cancel | undefined;
  let stopped = false;

  const rearm = () => {
    cancel?.();
    cancel = undefined;
    const due = rules.nextDue();
    if (due !== undefined && !stopped) cancel = clock.at(due, fire);
  };

  const fire = () => {
    // Behind the log, the messages themselves move the watermark; the reader rearms after its batch.
    if (!level() || stopped) return;
    firing = rules
      .advance(clock.now())
      .catch((error: unknown) => log.error({ err: error }, 'rule timers could not be fired and are fired again'))
      .finally(() => {
        firing = undefined;
        rearm();
      });
  };

  return {
    rearm,
    async idle() {
      while (firing !== undefined) await firing;
    },
    async stop() {
      stopped = true;
      cancel?.();
      await firing;
    },
  };
}
