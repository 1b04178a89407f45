import { type CityOptions, readCity } from './city.ts';
import { profileFile } from './city-files.ts';
import type { CityProblem } from './problem.ts';
import { missingYears, sayMissing } from './work-calendar.ts';

/**
 * Everything that is wrong with a city's files, errors first, each with `file:line:column`. Never throws for what stands
 * in a file; without errors among them the gateway would start with it. `now` (epoch ms) also asks for calendars that run out.
 */
export function checkCity(
  profilesDir: string,
  profile: string,
  { named, now, limitFault }: Pick<CityOptions, 'named' | 'limitFault'> & { readonly now?: number } = {},
): readonly CityProblem[] {
  const { city, problems } = readCity({
    profilesDir,
    profile,
    thorough: true,
    ...(limitFault ? { limitFault } : {}),
    ...(named === undefined ? {} : { named }),
  });
  const years = city && now !== undefined ? missingYears(city.calendarYears, now) : [];
  const where = `${profileFile({ profilesDir }, profile, 'profile.yaml')}:1:1`;
  const warnings = years.map((year) => ({ level: 'warning', where, message: sayMissing(year) }) as const);
  return [...problems, ...warnings].sort((a, b) => Number(a.level === 'warning') - Number(b.level === 'warning'));
}
