import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { gridMapOf } from '../../simulators/city-folder.ts';
import { DISTURBANCES } from '../../simulators/disturbances/disturbances.ts';
import { placeFleet } from '../../simulators/fleet.ts';
import { rehearse } from '../../simulators/rehearsal.ts';
import { scenarioJsonSchema } from '../../simulators/scenario.ts';
import { loadScenario } from '../../simulators/scenario-loader.ts';
import { testDir } from '../support/test-dir.ts';

const readme = readFileSync('README.md', 'utf8');
const page = readme.slice(readme.indexOf('## For labs'), readme.indexOf('## Grids'));

test('the scenario in the README is valid, and all of its cases can come about', () => {
  const [, text = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  const file = `${testDir()}/street.yaml`;
  writeFileSync(file, text);
  const scenario = loadScenario(file);
  expect(scenario.incidents).toHaveLength(3);
  expect(rehearse(scenario, placeFleet(scenario, gridMapOf(scenario)))).toMatchObject({ expected: 2, incomplete: [] });
  rmSync(file);
});

/** Every value that `kind` may have somewhere in the schema. */
function kindsIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(kindsIn);
  if (typeof schema !== 'object' || schema === null) return [];
  const { const: value } = ((schema as { properties?: { kind?: { const?: unknown } } }).properties?.kind ?? {}) as {
    const?: unknown;
  };
  return [...(typeof value === 'string' ? [value] : []), ...Object.values(schema).flatMap(kindsIn)];
}

test('every key, incident, signal and fault there is stands in the README', () => {
  const schema = scenarioJsonSchema() as { properties: Record<string, { properties?: object }> };
  const keys = [...Object.keys(schema.properties), ...Object.keys(schema.properties['signals']?.properties ?? {})];
  const kinds = [...kindsIn(schema), ...DISTURBANCES.map(({ kind }) => kind)];
  expect(kinds.length).toBeGreaterThan(30);
  const missing = [...keys, ...kinds].filter((word) => !page.includes(`\`${word}\``) && !page.includes(`.${word}\``));
  expect(missing.filter((word) => !['title', 'seed'].includes(word))).toEqual([]);
});
