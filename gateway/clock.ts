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

/** The city's time as another thread is told of it; `clockOn` makes a clock of it there. */
export type SharedTime =
  | { readonly mode: 'real' }
  /** City ms `start` was at machine ms `origin`, counted as `process.hrtime` does on every thread. */
  | { readonly mode: 'scaled'; readonly start: number; readonly origin: number; readonly speed: number }
  /** One f64, epoch ms. */
  | { readonly mode: 'step'; readonly cell: SharedArrayBuffer };

const shares = new WeakMap<Clock, () => SharedTime>();

/** What another thread needs for the time of this clock. Throws a TypeError for a clock that was not made here. */
export function shareTime(clock: Clock): SharedTime {
  const share = shares.get(clock);
  if (!share) throw new TypeError('this clock cannot be shared');
  return share();
}

/** Runs with the clock of another thread. A stepped one only shows the time there: its timers are that thread's. */
export function clockOn(time: SharedTime): Omit<Clock, 'at'> {
  if (time.mode === 'real') return realClock();
  if (time.mode === 'step') {
    const cell = new Float64Array(time.cell);
    return { mode: 'step', now: () => cell[0] as number, monotonic, wait, every };
  }
  const { start, origin, speed } = time;
  return scaledClock(start + (machineMs() - origin) * speed, speed);
}

const machineMs = () => Number(process.hrtime.bigint()) / 1e6;

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
  const clock = runningClock('real', () => Date.now(), 1);
  shares.set(clock, () => ({ mode: 'real' }));
  return clock;
}

export function scaledClock(start: number, speed: number): Clock {
  const origin = monotonic();
  const exact = () => start + (monotonic() - origin) * speed;
  const clock = runningClock('scaled', () => Math.floor(exact()), speed);
  shares.set(clock, () => ({ mode: 'scaled', start: exact(), origin: machineMs(), speed }));
  return clock;
}

/** A clock that stands until it is told to move. */
export interface StepClock extends Clock {
  /** Moves to `to` (never backwards), firing due timers in order of their time, each at its own time. */
  advance(to: number): void;
  /** Time of the earliest timer. */
  nextDue(): number | undefined;
}

export function stepClock(start: number): StepClock {
  const cell = new SharedArrayBuffer(8);
  const current = new Float64Array(cell);
  current[0] = start;
  const now = () => current[0] as number;
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
  const clock: StepClock = {
    mode: 'step',
    now,
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
        current[0] = Math.max(now(), next.due);
        next.fire();
      }
      current[0] = Math.max(now(), to);
    },
    nextDue: () => earliest()?.due,
  };
  shares.set(clock, () => ({ mode: 'step', cell }));
  return clock;
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
