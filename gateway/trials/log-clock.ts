import { setImmediate as nextTurn } from 'node:timers/promises';
import { type StepClock, stepClock } from '../clock.ts';

/**
 * The clock of a trial: it stands at the time of the log and steps with it. What waits for the machine, as a group commit does
 * for company, waits for one turn of the event loop only: nobody else writes to the stores of a trial.
 */
export function logClock(start: number): StepClock {
  const clock = stepClock(start);
  return {
    ...clock,
    async wait() {
      await nextTurn();
    },
    every: () => () => {},
  };
}
