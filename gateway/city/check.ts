import { readCity } from './city.ts';
import type { CityProblem } from './problem.ts';

/**
 * Everything that is wrong with a city's files, errors first, each with `file:line:column`. Never throws for what stands
 * in a file; an empty list means that the gateway would start with it.
 */
export function checkCity(
  profilesDir: string,
  profile: string,
  { named }: { readonly named?: number } = {},
): readonly CityProblem[] {
  const { problems } = readCity({ profilesDir, profile, thorough: true, ...(named === undefined ? {} : { named }) });
  return [...problems].sort((a, b) => Number(a.level === 'warning') - Number(b.level === 'warning'));
}
