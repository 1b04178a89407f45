import { GatewayError } from './errors.ts';

/** Cancels a timer; harmless when it already fired. */
export type Cancel = () => void;

/**
 * The one clock. `now` and `at` are the city's time, which lab mode may speed up or step; `monotonic` and `wait` are the
 * machine's, for network timeouts and measurements, and never decide an outcome.
 */
export interface Clock {
  readonly mode: 'real' | 'scaled' | 'step';
  /** Epoch ms of the city's time. */
  now(): number;
  /** Calls `fire` once the city's time is `due` or later (never synchronously from `at`). */
  at(due: number, fire: () => void): Cancel;
  /** Milliseconds of the machine, from an arbitrary start. */
  monotonic(): number;
  /** Resolves after `ms` of the machine's time. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  /** A repeating machine timer that does not keep the process alive. */
  every(ms: number, tick: () => void): Cancel;
}

/** Longest delay `setTimeout` takes; later timers are armed again when it passes. */
const MAX_TIMEOUT = 2 ** 31 - 1;

function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
  });
}

function every(ms: number, tick: () => void): Cancel {
  const timer = setInterval(tick, ms);
  timer.unref();
  return () => clearInterval(timer);
}

const monotonic = () => performance.now();

/** Real time, or time that starts at `start` and runs `speed` times as fast. */
function runningClock(mode: 'real' | 'scaled', now: () => number, speed: number): Clock {
  const at = (due: number, fire: () => void): Cancel => {
    let timer: NodeJS.Timeout;
    const arm = () => {
      const delay = Math.max(0, Math.ceil((due - now()) / speed));
      timer = setTimeout(() => (now() >= due ? fire() : arm()), Math.min(delay, MAX_TIMEOUT));
      timer.unref();
    };
    arm();
    return () => clearTimeout(timer);
  };
  return { mode, now, at, monotonic, wait, every };
}

export function realClock(): Clock {
  return runningClock('real', () => Date.now(), 1);
}

export function scaledClock(start: number, speed: number): Clock {
  const origin = monotonic();
  return runningClock('scaled', () => Math.floor(start + (monotonic() - origin) * speed), speed);
}

/** A clock that stands until it is told to move. */
export interface StepClock extends Clock {
  /** Moves to `to` (never backwards), firing due timers in order of their time, each at its own time. */
  advance(to: number): void;
  /** Time of the earliest timer. */
  nextDue(): number | undefined;
}

export function stepClock(start: number): StepClock {
  let current = start;
  let count = 0;
  interface Timer {
    due: number;
    order: number;
    fire(): void;
  }
  const timers = new Map<number, Timer>();
  const earliest = (): Timer | undefined => {
    let next: Timer | undefined;
    // Map order is the order of arming, so among equal times the first armed stays first.
    for (const timer of timers.values()) if (!next || timer.due < next.due) next = timer;
    return next;
  };
  return {
    mode: 'step',
    now: () => current,
    at(due, fire) {
      const order = count++;
      timers.set(order, { due, order, fire });
      return () => timers.delete(order);
    },
    monotonic,
    wait,
    every,
    advance(to) {
      for (let next = earliest(); next && next.due <= to; next = earliest()) {
        timers.delete(next.order);
        current = Math.max(current, next.due);
        next.fire();
      }
      current = Math.max(current, to);
    },
    nextDue: () => earliest()?.due,
  };
}

/**
 * The clock that `GRIDWARDEN_CLOCK` names: `real`, `<RFC 3339 start>@<speed>` or `<RFC 3339 start>@step`.
 * `notBefore` (the last time a data directory has seen) keeps a lab clock from running backwards over a restart.
 */
export function clockFrom(setting: string, notBefore = 0): Clock | StepClock {
  if (setting === 'real') return realClock();
  const [from, pace] = setting.split('@');
  const start = Math.max(Date.parse(from ?? ''), notBefore);
  const speed = Number(pace);
  if (Number.isNaN(start) || (pace !== 'step' && !(speed > 0)))
    throw new GatewayError(
      'CONFIG_INVALID',
      `clock "${setting}": use real, <RFC 3339 time>@<speed> or <RFC 3339 time>@step`,
    );
  return pace === 'step' ? stepClock(start) : scaledClock(start, speed);
}
