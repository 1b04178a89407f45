import { z } from 'zod';
import type { TimeLimit } from '../model/catalogue.ts';

const UNIT_MS = { s: 1_000, min: 60_000, h: 3_600_000 } as const;
const DAY_MS = { continuous: 24 * UNIT_MS.h, working: 8 * UNIT_MS.h } as const;

/**
 * A limit as catalogues write it: `3min` or `2d` on the continuous clock (紧急工作时), `4h working` or `1d working` on the
 * working clock (工作时), where a day is 8 hours. Undefined when the text is none.
 */
export function parseTimeLimit(text: string): TimeLimit | undefined {
  const [, amount, unit, working] = /^(\d+(?:\.\d+)?)(s|min|h|d)( working)?$/.exec(text) ?? [];
  if (!amount || !unit) return undefined;
  const clock = working ? 'working' : 'continuous';
  const size = unit === 'd' ? DAY_MS[clock] : UNIT_MS[unit as keyof typeof UNIT_MS];
  return { ms: Math.round(Number(amount) * size), clock };
}

export const timeLimitSchema: z.ZodType<TimeLimit, string> = z.string().transform((text, context) => {
  const limit = parseTimeLimit(text);
  if (limit && limit.ms > 0) return limit;
  context.addIssue({ code: 'custom', message: `"${text}" is no time limit; write 3min, 2h, 4h working or 1d working` });
  return z.NEVER;
});
