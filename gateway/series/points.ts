import type { Observation } from '../model/observation.ts';

/**
 * Where the point that starts at `start` ends (exclusive). The channel values of one reading make one point; an event and
 * a status are a point each.
 */
export function pointEnd(observations: readonly Observation[], start: number): number {
  const first = observations[start];
  let end = start + 1;
  if (first?.kind !== 'value') return end;
  for (; end < observations.length; end++) {
    const next = observations[end];
    if (next?.kind !== 'value' || next.reading !== first.reading || next.time !== first.time) break;
  }
  return end;
}

/** The first value of a point that no store can hold (NaN, ±Infinity), as words for the dead letter. */
export function unstorable(observations: readonly Observation[], start: number, end: number): string | undefined {
  for (let index = start; index < end; index++) {
    const observation = observations[index];
    if (observation?.kind !== 'value') continue;
    if (typeof observation.value === 'number' && !Number.isFinite(observation.value))
      return `channel "${observation.channel}" is ${observation.value}: send a finite number or leave the channel out`;
  }
  return undefined;
}
