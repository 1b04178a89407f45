import { GatewayError } from '../errors.ts';
import { isOfCategories, type ReceiverFilter } from './receiver.ts';

/** The words a case of this city can carry, asked anew at each check: the files of a city are read again while it runs. */
export interface FilterWords {
  /** Category codes. */
  categories(): Iterable<string>;
  /** Cells of every level and grid system, and what stands for a place in none. */
  grids(): Iterable<string>;
  /** Whoever can dispatch a case, be responsible for it or be told of it: organisations, departments, cells of the ladder. */
  parties(): Iterable<string>;
}

interface Look {
  readonly member: 'categories' | 'grids' | 'orgCodes' | 'depts';
  readonly what: string;
  /** Where the words that there are can be read. */
  readonly listed: string;
  readonly words: (words: FilterWords) => Iterable<string>;
}

const LOOKS: readonly Look[] = [
  {
    ...{ member: 'categories', what: 'category', words: ({ categories }) => categories() },
    listed: 'GET /v1/catalogue lists them, E04* stands for all that begin so',
  },
  {
    ...{ member: 'grids', what: 'grid', words: ({ grids }) => grids() },
    listed: 'GET /v1/grids/{system} lists those of each system of GET /v1/grids',
  },
  {
    ...{ member: 'orgCodes', what: 'organisation', words: ({ parties }) => parties() },
    listed: 'GET /v1/city lists them, and devices may name others',
  },
  {
    ...{ member: 'depts', what: 'department', words: ({ parties }) => parties() },
    listed: 'GET /v1/catalogue names that of each category',
  },
];

/**
 * Refuses a filter by a word that no case can carry: a mistyped code would be a receiver that never hears of anything, and nobody
 * who notices. Throws REQUEST_INVALID with its place.
 */
export function checkFilter(filter: Partial<ReceiverFilter>, words: FilterWords): void {
  for (const { member, what, listed, words: wordsOf } of LOOKS) {
    const wanted = filter[member];
    if (!wanted || wanted.length === 0) continue;
    const known = new Set(wordsOf(words));
    const isKnown = (word: string) =>
      known.has(word) || (member === 'categories' && [...known].some((code) => isOfCategories(code, [word])));
    const at = wanted.findIndex((word) => !isKnown(word));
    if (at < 0) continue;
    const path = `filter.${member}.${at}`;
    throw new GatewayError('REQUEST_INVALID', `this city has no ${what} "${wanted[at]}"; ${listed}`, { path });
  }
}
