import { z } from 'zod';
import { parseDuration } from '../duration.ts';
import type { TimeLimit } from '../model/catalogue.ts';

const WORKING_DAY_MS = 8 * 3_600_000;

/**
 * A limit as catalogues write it: `3min` or `2d` on the continuous clock (紧急工作时), `4h working` or `1d working` on the
 * working clock (工作时), where a day is 8 hours. Undefined when the text is none.
 */
export function parseTimeLimit(text: string): TimeLimit | undefined {
  const suffix = ' working';
  const ms = text.endsWith(suffix) ? parseDuration(text.slice(0, -suffix.length), WORKING_DAY_MS) : parseDuration(text);
  return ms === undefined ? undefined : { ms, clock: text.endsWith(suffix) ? 'working' : 'continuous' };
}

export const timeLimitSchema: z.ZodType<TimeLimit, string> = z.string().transform((text, context) => {
  const limit = parseTimeLimit(text);
  if (limit && limit.ms > 0) return limit;
  context.addIssue({ code: 'custom', message: `"${text}" is no time limit; write 3min, 2h, 4h working or 1d working` });
  return z.NEVER;
});

/** A stretch of continuous time, `30s` or `10min`, as ms. */
export const durationSchema: z.ZodType<number, string> = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  context.addIssue({ code: 'custom', message: `"${text}" is no duration; write 30s, 10min, 2h or 1d` });
  return z.NEVER;
});
