import type { Clock, StepClock } from './clock.ts';
import { GatewayError } from './errors.ts';

/** Moves the city's time in lab mode. */
export interface LabTime {
  /**
   * Steps the clock to `to` (epoch ms, never backwards), timer by timer, and resolves once everything that happened until
   * then has had its effects: readers level, due timers done, stages and due deliveries idle. Throws REQUEST_INVALID when the
   * clock is not a step clock.
   */
  advance(to: number): Promise<number>;
}

/** Parts of the gateway that can be at rest, in the order in which work flows. */
export interface Restful {
  idle(): Promise<void>;
}

/** Rounds a settle takes at most: each effect (a candidate, a case event, feedback) can cause one more. */
const MAX_ROUNDS = 1_000;

export function createLabTime(options: {
  clock: Clock | StepClock;
  parts: readonly Restful[];
  /** Changes whenever work happened, so that rest can be told from a pause between two parts. */
  trace(): string;
}): LabTime {
  const { clock, parts, trace } = options;
  let chain: Promise<unknown> = Promise.resolve();

  const settle = async (): Promise<void> => {
    for (let round = 0, before = ''; round < MAX_ROUNDS && before !== trace(); round++) {
      before = trace();
      for (const part of parts) await part.idle();
    }
  };

  return {
    advance(to) {
      if (clock.mode !== 'step')
        throw new GatewayError(
          'REQUEST_INVALID',
          `the clock is ${clock.mode}; start with GRIDWARDEN_CLOCK=<RFC 3339 time>@step to step it`,
        );
      const step = clock as StepClock;
      const run = chain.then(async () => {
        await settle();
        for (let due = step.nextDue(); due !== undefined && due <= to; due = step.nextDue()) {
          step.advance(due);
          await settle();
        }
        step.advance(to);
        return step.now();
      });
      chain = run.catch(() => undefined);
      return run;
    },
  };
}
