import type { Clock } from '../clock.ts';

/** Notifications a second that one device may keep sending. */
const RATE = 50;
/** Notifications at once: what a subscription begins with on a device with hundreds of parts, and a few times over. */
const BURST = 1_000;
/** A storm is over when nothing had to wait for so long, machine ms. */
const CALM = 60_000;
/** Between looks at the clock while waiting, machine ms. */
const STEP = 100;

/** Keeps one device that sends without end from taking the place of the others. */
export interface StormGuard {
  /**
   * Resolves when `count` notifications may go on, or when `signal` ends the wait. While it waits nothing more is pulled, and the
   * device's own queue fills: nothing is dropped here.
   */
  admit(count: number, signal: AbortSignal): Promise<void>;
}

export interface StormGuardOptions {
  readonly clock: Pick<Clock, 'now' | 'monotonic' | 'wait'>;
  /** A storm begins or is over; each is told once. */
  readonly told: (storming: boolean) => void;
}

/**
 * A token bucket of RATE a second and BURST. It fills by the machine's time, and by the city's where that runs faster: a
 * hurried day is no storm.
 */
export function createStormGuard({ clock, told }: StormGuardOptions): StormGuard {
  let tokens = BURST;
  let cityAt = clock.now();
  let machineAt = clock.monotonic();
  let storming = false;
  let lastWait = 0;

  const fill = () => {
    const city = clock.now();
    const machine = clock.monotonic();
    const passed = Math.max(0, city - cityAt, machine - machineAt);
    cityAt = city;
    machineAt = machine;
    tokens = Math.min(BURST, tokens + (passed * RATE) / 1_000);
  };

  const tell = (now: boolean) => {
    if (storming === now) return;
    storming = now;
    told(now);
  };

  return {
    async admit(count, signal) {
      fill();
      if (storming && clock.monotonic() - lastWait >= CALM) tell(false);
      // A batch larger than the bucket goes when the bucket is full, and leaves a debt.
      const needed = Math.min(count, BURST);
      while (tokens < needed && !signal.aborted) {
        tell(true);
        lastWait = clock.monotonic();
        await clock.wait(STEP, signal);
        fill();
      }
      tokens -= count;
    },
  };
}
