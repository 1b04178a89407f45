import { z } from 'zod';
import type { SiteClass } from '../model/device.ts';
import type { Partner } from '../model/ladder.ts';
import { nameSchema, siteClassSchema } from './catalogue-file.ts';
import { given } from './given.ts';
import type { CityProblem } from './problem.ts';

/** A shared platform of another authority and the cases it gets. */
export const partnerSchema = z.strictObject({
  code: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, 'a partner code is 1 to 64 of A–Z a–z 0–9 . _ -'),
  name: nameSchema,
  twoWay: z.boolean().default(false).describe('its feedback counts'),
  filter: z
    .strictObject({
      categories: z.array(z.string()).min(1).optional(),
      siteClasses: z.array(siteClassSchema).min(1).optional(),
      grids: z.array(z.string()).min(1).optional().describe('cells of the responsible grid system'),
    })
    .describe('every given list must hold the value of the case'),
});

/** What of a case decides which partners get it. */
export interface PartnerSubject {
  readonly categoryCode: string;
  readonly siteClass?: SiteClass;
  /** Codes from the top cell of the responsible system to its leaf. */
  readonly path: readonly string[];
}

/** Codes of the partners whose filter lets a case through. */
export function partnersOf(partners: readonly Partner[], { categoryCode, siteClass, path }: PartnerSubject): string[] {
  return partners
    .filter(
      ({ filter: { categories, siteClasses, grids } }) =>
        (!categories || categories.includes(categoryCode)) &&
        (!siteClasses || (siteClass !== undefined && siteClasses.includes(siteClass))) &&
        (!grids || grids.some((cell) => path.includes(cell))),
    )
    .map((partner) => partner.code);
}

/** Partners as the model has them; a filter that names what the city has not is a problem. */
export function readPartners(
  rows: readonly z.output<typeof partnerSchema>[],
  known: {
    readonly categories: ReadonlyMap<string, unknown>;
    readonly cells?: ReadonlyMap<string, unknown> | undefined;
    at(path: readonly PropertyKey[]): string;
  },
  problems: CityProblem[],
): readonly Partner[] {
  rows.forEach(({ code, filter: { categories = [], grids = [] } }, p) => {
    const complain = (path: readonly PropertyKey[], what: string) => {
      const where = known.at(['partners', p, 'filter', ...path]);
      problems.push({ level: 'error', where, message: `partner ${code} filters by ${what}` });
    };
    if (rows.findIndex((other) => other.code === code) < p)
      problems.push({
        level: 'error',
        where: known.at(['partners', p, 'code']),
        message: `"${code}" is defined twice`,
      });
    categories.forEach((category, i) => {
      if (!known.categories.has(category)) complain(['categories', i], `${category}, which is not in the catalogue`);
    });
    grids.forEach((cell, i) => {
      if (known.cells && !known.cells.has(cell)) complain(['grids', i], `${cell}, which is no cell`);
    });
  });
  return rows.map(({ code, name, twoWay, filter }) => ({ code, name, twoWay, filter: given(filter) }));
}
