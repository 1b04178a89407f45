/**
 * The lab's two times, and the only file of the simulators that asks the machine for its own: `now` is the city's time,
 * which the lab moves by hand, `machine` and `wait` are for pacing, network patience and measuring.
 */
export interface LabClock {
  /** Epoch ms of the city. */
  now(): number;
  /** Moves the city's time to `to`, never backwards. */
  advance(to: number): void;
  /** Milliseconds of the machine, from an arbitrary start. */
  machine(): number;
  /** Epoch seconds of the machine, for signatures that are checked against a wall clock. */
  machineSeconds(): number;
  /** Resolves after `ms` of the machine's time, or at once when `signal` is aborted. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `tick` every `ms` of the machine's time without keeping the process alive. Returns the cancel function. */
  every(ms: number, tick: () => void): () => void;
}

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

function every(ms: number, tick: () => void): () => void {
  const timer = setInterval(tick, ms);
  timer.unref();
  return () => clearInterval(timer);
}

/** A lab clock that stands at `start` (epoch ms of the city) until it is advanced. */
export function createLabClock(start: number): LabClock {
  let current = start;
  return {
    now: () => current,
    advance: (to) => {
      current = Math.max(current, to);
    },
    machine: () => performance.now(),
    machineSeconds: () => Math.floor(Date.now() / 1000),
    wait,
    every,
  };
}

/** Epoch ms of an RFC 3339 time; NaN when it is none. */
export function epochOf(time: string): number {
  return Date.parse(time);
}

/** RFC 3339 UTC with milliseconds. */
export function timeText(at: number): string {
  return new Date(at).toISOString();
}

/** `HH:MM:SS` in China's single time zone, UTC+8, as people in the lab read it. */
export function wallText(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(11, 19);
}

/** Hour of the day, 0 to 24 with fraction, in UTC+8. */
export function hourOfDay(at: number): number {
  return (at / 3_600_000 + 8) % 24;
}
