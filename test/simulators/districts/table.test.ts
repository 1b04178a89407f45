import { expect, test } from 'vitest';
import type { Outcome } from '../../../simulators/districts/run-row.ts';
import { junitOf, lineOf, pageOf, sumOf } from '../../../simulators/districts/table.ts';

const of = { system: 'S3', title: 'volume & <more>', district: 'jiading' };
const outcomes: readonly Outcome[] = [
  { ...of, row: 44, scale: 'at 1 %', verdict: 'passed', asserted: 7, fingerprint: 'ab', wallMs: 61_000 },
  { ...of, row: 45, verdict: 'failed', asserted: 2, reason: 'check 3 (http): "no"', wallMs: 2_000 },
  { ...of, row: 46, verdict: 'not served', asserted: 0, reason: 'another system does this', wallMs: 0 },
];

test('a line says how it went, at which scale, how much was asserted and how long it took', () => {
  expect(outcomes.map(lineOf)).toEqual([
    ' 44  S3     passed      volume & <more> [at 1 %]  (7 asserted, 1 min 01 s)',
    ' 45  S3     failed      volume & <more>  (2 asserted, 2.0 s)\n     check 3 (http): "no"',
    ' 46  S3     not served  volume & <more>\n     another system does this',
  ]);
  expect(sumOf(outcomes)).toBe('3 rows: 1 passed, 1 failed, 1 not served; 9 asserted');
});

test('JUnit has a test for each row, with what is not served as skipped', () => {
  const xml = junitOf(outcomes);
  expect(xml).toContain('tests="3" failures="1" skipped="1"');
  expect(xml).toContain('<testcase classname="jiading" name="44 volume &amp; &lt;more&gt; [at 1 %]" time="61"/>');
  expect(xml).toContain('<failure message="check 3 (http): &quot;no&quot;"/>');
  expect(xml).toContain('<skipped message="another system does this"/>');
});

test('the page shows the same', () => {
  const page = pageOf(outcomes);
  expect(page).toContain('volume &amp; &lt;more&gt; [at 1 %]');
  expect(page).toContain('3 rows: 1 passed, 1 failed, 1 not served; 9 asserted');
  expect(page).not.toContain('<more>');
});
