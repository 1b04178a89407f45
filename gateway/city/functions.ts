import type { NamedCatalogue } from './catalogue.ts';
import type { CityProblem } from './problem.ts';
import type { Profile } from './profile.ts';
import type { SourceFile } from './source-file.ts';

/**
 * Checks what the departments are for: each stands under one function, and no category sends its cases to a department
 * whose function is not served. A city that says nothing about functions serves all.
 */
export function checkFunctions(
  source: SourceFile<Profile>,
  { categories, departments }: Pick<NamedCatalogue, 'categories' | 'departments'>,
  problems: CityProblem[],
): void {
  const { functions } = source.value;
  if (functions.length === 0) return;
  const complain = (path: readonly PropertyKey[], message: string) =>
    problems.push({ level: 'error', where: source.at(path), message });
  const served = new Map<string, boolean>();
  functions.forEach((row, f) => {
    row.departments.forEach((dept, d) => {
      const path = ['functions', f, 'departments', d];
      if (!(dept in departments)) complain(path, `department "${dept}" is not in the catalogue`);
      if (served.has(dept)) complain(path, `department "${dept}" stands under two functions`);
      served.set(dept, row.served);
    });
  });
  const lost = Object.keys(departments).filter((dept) => !served.has(dept));
  if (lost.length > 0) complain(['functions'], `under no function: ${lost.join(', ')}`);
  for (const { code, dept } of categories.values())
    if (served.get(dept) === false) complain(['functions'], `${code} goes to "${dept}", whose function is not served`);
}
