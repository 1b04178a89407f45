import { rfc3339 } from './model/case-json.ts';

/** Before this (2020-01-01, epoch ms) no gateway ran: a clock that says so has lost its time, as one without a battery does. */
const FIRST_TIME = 1_577_836_800_000;
/** A clock put back by less, as time servers do, changes nothing, ms. */
const PUT_BACK_MS = 60_000;

/**
 * Why the machine's clock cannot be believed, and what to do; undefined while it can. `newest`: time of the newest message taken
 * in, epoch ms, 0 when there is none.
 */
export function clockTrouble(now: number, newest: number): string | undefined {
  const what =
    now < FIRST_TIME
      ? 'no gateway ran then'
      : now < newest - PUT_BACK_MS
        ? `the newest message came at ${rfc3339(newest)}`
        : undefined;
  if (what === undefined) return undefined;
  return `the clock says ${rfc3339(now)}, but ${what}: set it; until then no device counts as silent`;
}
