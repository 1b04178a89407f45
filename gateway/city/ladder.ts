import { z } from 'zod';
import type { HandlingLevel } from '../model/case.ts';
import type { Ladder } from '../model/ladder.ts';
import { nameSchema } from './catalogue-file.ts';
import { timeLimitSchema } from './time-limit.ts';

const ORDER: readonly HandlingLevel[] = ['GRID', 'UNIT', 'AREA', 'STREET', 'DISTRICT'];
const levelSchema = z.enum(['GRID', 'UNIT', 'AREA', 'STREET', 'DISTRICT']);
const rangeSchema = z.strictObject({ from: levelSchema, to: levelSchema });

/** `ladder.yaml`: who settles a case and who hears of it when nobody does. */
export const ladderSchema = z
  .strictObject({
    levels: z
      .array(
        z.strictObject({
          level: levelSchema,
          name: nameSchema,
          command: z.boolean().default(false).describe('gives orders; the others are told'),
          patience: timeLimitSchema.describe('overdue for so long, the next level is told'),
        }),
      )
      .min(1),
    bySeverity: z
      .strictObject({ 1: rangeSchema, 2: rangeSchema, 3: rangeSchema, 4: rangeSchema })
      .describe('where a case of a severity starts, and the level it never goes beyond'),
  })
  .superRefine(({ levels, bySeverity }, context) => {
    const add = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message });
    levels.forEach(({ level, command }, i) => {
      const below = levels[i - 1];
      if (below && ORDER.indexOf(level) <= ORDER.indexOf(below.level))
        add(['levels', i, 'level'], `${level} stands above ${below.level}; levels go from the lowest to the highest`);
      // Three tiers of platform, two of command: a neighbourhood receives tasks and never commands.
      if (command && level !== 'STREET' && level !== 'DISTRICT')
        add(['levels', i, 'command'], `${level} cannot command; only STREET and DISTRICT do`);
    });
    for (const [severity, { from, to }] of Object.entries(bySeverity)) {
      for (const level of [from, to])
        if (!levels.some((other) => other.level === level))
          add(['bySeverity', severity], `${level} is no level of this ladder`);
      if (ORDER.indexOf(from) > ORDER.indexOf(to)) add(['bySeverity', severity], `${from} is above ${to}`);
    }
  }) satisfies z.ZodType<Ladder>;
