import { GatewayError } from '../errors.ts';
import { type City, type CityOptions, readCity } from './city.ts';
import { type CityProblem, printProblem, refuseErrors } from './problem.ts';
import { type ReadingStep, replayed } from './source-file.ts';
import { missingYears, sayMissing } from './work-calendar.ts';

/** What a reload came to: versions before and after. */
export interface Reloaded {
  readonly profile: { readonly id: string; readonly from: string; readonly to: string };
  readonly catalogue: { readonly from: string; readonly to: string };
  /** Warnings, each as `file:line:column: what`. */
  readonly warnings: readonly string[];
}

/** A city whose files can be read again while it is in use. Whoever holds it, or one of its methods, sees the newest. */
export type LiveCity = City & {
  /**
   * Reads every file again, or takes those that another thread has read, and swaps all parts at once. Throws CITY_INVALID with
   * every problem as `file:line:column: what`; then nothing has changed.
   */
  reload(given?: PreparedCity): Reloaded;
  /** Called after every swap. Returns the unsubscribe function. */
  onReload(listener: () => void): () => void;
};

/** Problems a failed reload names: an operator mends them in one go. */
export const NAMED = 500;

/** A city's files as another thread has read and checked them. */
export interface PreparedCity {
  readonly steps: readonly ReadingStep[];
  readonly problems: readonly CityProblem[];
}

export interface LiveCityOptions extends Omit<CityOptions, 'missingYear' | 'reading'> {
  now(): number;
  warn(message: string): void;
}

/** Everything but the version: two catalogues of one version must be the same. */
function contentOf({ catalogue: { categories } }: City): string {
  return JSON.stringify([...categories.values()]);
}

/** A case names the version it was raised under, so one version can never mean two catalogues. */
function refuseSameVersion(before: City, after: City): void {
  const { id, version } = after.catalogue;
  if (id !== before.catalogue.id || version !== before.catalogue.version || contentOf(before) === contentOf(after))
    return;
  throw new GatewayError(
    'CITY_INVALID',
    `catalogue "${id}" was changed but is still version "${version}"; give it a new version: cases name the one they were raised under`,
  );
}

/** Methods of the facade: one function per name for ever, calling the city of the moment. */
function facadeOf(current: () => City, own: object): LiveCity {
  const methods = new Map<PropertyKey, unknown>();
  return new Proxy(own, {
    get(target, key) {
      if (key in target) return Reflect.get(target, key);
      const value: unknown = Reflect.get(current(), key);
      if (typeof value !== 'function') return value;
      const method =
        methods.get(key) ?? ((...values: unknown[]) => Reflect.apply(Reflect.get(current(), key), undefined, values));
      methods.set(key, method);
      return method;
    },
    has: (target, key) => key in target || key in current(),
    ownKeys: (target) => [...new Set([...Reflect.ownKeys(target), ...Reflect.ownKeys(current())])],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  }) as LiveCity;
}

/** Loads a city that can be read again. Throws CITY_INVALID when its files have errors; warns of calendars that run out. */
export function openLiveCity({ now, warn, ...options }: LiveCityOptions): LiveCity {
  const read = (named?: number, given?: PreparedCity): { city: City; problems: readonly CityProblem[] } => {
    if (given) refuseErrors(given.problems, named);
    const { city, problems } = readCity({
      ...options,
      ...(given ? { reading: replayed(given.steps) } : {}),
      missingYear: (year) => warn(sayMissing(year)),
    });
    refuseErrors(problems, named);
    if (!city) throw new GatewayError('CITY_INVALID', `profile "${options.profile}" could not be read`);
    return { city, problems: given?.problems ?? problems };
  };
  const warnOfYears = ({ calendarYears }: City) => {
    for (const year of missingYears(calendarYears, now())) warn(sayMissing(year));
  };
  let current = read().city;
  warnOfYears(current);
  const listeners = new Set<() => void>();
  return facadeOf(() => current, {
    reload(given?: PreparedCity): Reloaded {
      const before = current;
      const { city, problems } = read(NAMED, given);
      refuseSameVersion(before, city);
      current = city;
      warnOfYears(city);
      for (const listener of listeners) listener();
      return {
        profile: { id: city.profile.id, from: before.profile.version, to: city.profile.version },
        catalogue: { from: before.catalogue.version, to: city.catalogue.version },
        warnings: problems.map(printProblem),
      };
    },
    onReload(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
}
