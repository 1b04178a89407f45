import { sayDuration } from '../duration.ts';
import type { Seen } from './result.ts';

type Inputs = Readonly<Record<string, string | number | boolean>>;

/** Limits that say why a rule decided as it did; the others are the same on most devices. */
const TELLING = ['set', 'clear', 'dwell', 'baseline', 'ratio', 'count', 'window', 'horizon', 'offlineAfter', 'enabled'];
/** Limits in ms. */
const DURATIONS = ['dwell', 'window', 'horizon', 'offlineAfter'];
/** Values beside a channel that only say when it was read. */
const isTime = (name: string) => /(^|[a-z])(At|Seen|From)$/.test(name);

/** What a rule went by, and the limits it held that against. */
export function numbers(inputs: Inputs, limits: Inputs): string {
  const say = (name: string, value: string | number | boolean) =>
    `${name} ${DURATIONS.includes(name) && typeof value === 'number' ? sayDuration(value) : String(value)}`;
  const isNothing = (name: string, value: unknown) => DURATIONS.includes(name) && value === 0;
  const values = Object.entries(inputs)
    .filter(([name, value]) => !isTime(name) && !isNothing(name, value))
    .map(([name, value]) => say(name, value));
  const held = TELLING.flatMap((name) => {
    const limit = limits[name];
    return limit === undefined || inputs[name] !== undefined || isNothing(name, limit) ? [] : [say(name, limit)];
  });
  return [...values, ...held].join(', ');
}

/** How a side saw trouble that became no case there. */
export function saw({ ruleId, outcome, inputs, limits }: Seen): string {
  return `${ruleId} ${outcome} (${numbers(inputs, limits)})`;
}
