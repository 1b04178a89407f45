import { z } from 'zod';
import { DURATION, parseDuration } from '../../gateway/duration.ts';

const MINUTE = 60_000;
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const SITES = ['ORDINARY', 'KEY_UNIT', 'CROWDED', 'MAJOR_HAZARD', 'CONSTRUCTION', 'CONTROLLED_BLOCK'] as const;

/** Becomes ms. */
export const duration = z
  .string()
  .regex(DURATION, 'must be a duration such as 10s, 30min or 24h')
  .transform((text) => parseDuration(text) ?? 0)
  .describe('a duration such as 10s, 30min or 24h');

/** A duration that cannot be none. */
export const period = duration.refine((ms) => ms > 0, 'must be longer than nothing');

export const name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/, 'must start with a letter and have 1 to 64 of A-Z a-z 0-9 _ . -');

export const bilingual = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

export const category = z.string().regex(/^[CE]\d{4}$/, 'must be a category code with its letter, e.g. E0498');

export const severity = z
  .union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
  .describe('1 life, 2 urgent, 3 important, 4 minor');

export const provenance = z
  .enum(['observed', 'knowledge', 'ours'])
  .describe('where the limit comes from: a public source, professional knowledge, or a proposal of this project');

/** One or several: becomes a list. */
function oneOrMore<T extends z.ZodType>(item: T) {
  return z.union([item.transform((one) => [one]), z.array(item).min(1)]);
}

const HOURS = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/;

/** `22:00-06:00` in ms after midnight; `24:00` is the end of the day. */
const hours = z
  .string()
  .regex(HOURS, 'must be hours such as 22:00-06:00')
  .transform((text) => {
    const [, fromHour, fromMinute, toHour, toMinute] = (HOURS.exec(text) ?? []).map(Number);
    return { from: (Number(fromHour) * 60 + Number(fromMinute)) * MINUTE, to: toOf(toHour, toMinute) };
  })
  .refine(({ from, to }) => from !== to && to <= 24 * 60 * MINUTE, 'must begin and end at different times of a day');

function toOf(hour: number | undefined, minute: number | undefined): number {
  return (Number(hour) * 60 + Number(minute)) * MINUTE;
}

const DAY_RANGE = /^(mon|tue|wed|thu|fri|sat|sun)(?:-(mon|tue|wed|thu|fri|sat|sun))?$/;

/** `fri` or `mon-fri` as 1 … 7. */
const days = z
  .string()
  .regex(DAY_RANGE, 'must be a day or a range of days such as sat or mon-fri')
  .transform((text): number[] => {
    const [, first = 'mon', last = first] = DAY_RANGE.exec(text) ?? [];
    const from = (DAYS as readonly string[]).indexOf(first);
    const length = ((DAYS as readonly string[]).indexOf(last) - from + 7) % 7;
    return Array.from({ length: length + 1 }, (_, more) => ((from + more) % 7) + 1);
  });

const whenParts = {
  hours: oneOrMore(hours).optional().describe('times of day in Asia/Shanghai, e.g. 22:00-06:00'),
  days: oneOrMore(days)
    .transform((lists) => [...new Set(lists.flat())].sort())
    .optional()
    .describe('days on which the hours begin, e.g. mon-fri'),
  modes: oneOrMore(name).optional().describe('operating modes, e.g. FLOOD'),
  siteClass: oneOrMore(z.enum(SITES)).optional(),
};

/** Every part that is given must hold. */
export const when = z
  .strictObject(whenParts)
  .refine((parts) => Object.keys(parts).length > 0, 'must name hours, days, modes or siteClass');

/** What limits and overrides change; which of them a rule has depends on its kind. */
export const patchParts = {
  enabled: z.boolean().optional(),
  severity: severity.optional(),
  certainty: z.number().min(0).max(1).optional(),
  set: z.number().optional(),
  clear: z.number().optional(),
  dwell: duration.optional(),
  quiet: duration.optional(),
  baseline: z.number().optional(),
  ratio: z.number().positive().optional(),
  perDay: z.int().min(0).optional(),
  horizon: period.optional(),
  count: z.int().min(1).max(1_000).optional(),
  window: period.optional(),
  maxOn: period.optional(),
  offlineAfter: period.optional(),
};

export const patch = z.strictObject(patchParts);
