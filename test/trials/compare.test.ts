import { expect, it } from 'vitest';
import { compare } from '../../gateway/trials/compare.ts';
import type { Seen, TrialCase } from '../../gateway/trials/result.ts';

const T0 = 1_764_720_000_000;
const record = (more: Partial<TrialCase> = {}): TrialCase => ({
  ...{ subject: 'a/b#', device: 'a/b', category: 'E0498', from: T0, until: T0 + 60_000, raisedAt: T0 + 10_000 },
  ...{ kind: 'ALARM', severity: 1, gridCode: 'G1', orgCode: 'o', dept: 'fire', occurrences: 1, restricted: false },
  ...{ ruleId: 'heat', inputs: { temperature: 60, set: 57 } },
  ...more,
});
const calm: Seen = {
  ...{ ruleId: 'heat', outcome: 'condition-not-met' },
  ...{ inputs: { temperature: 52, temperatureAt: T0 }, limits: { set: 57, dwell: 90_000, quiet: 1 } },
};

it('finds nothing where both sides have the same cases', () => {
  expect(compare([record()], [record()])).toEqual({ same: 1, differences: [] });
});

it('tells what was gained and what was lost, and how the other side saw it', () => {
  const { differences } = compare([record({ subject: 'a/c#', device: 'a/c' })], [record({ there: calm })]);
  expect(differences.map(({ change, device, explanation }) => [change, device, explanation])).toEqual([
    ['lost', 'a/c', 'baseline: heat raised (temperature 60, set 57); trial: there is no rule heat for this device'],
    [
      ...['gained', 'a/b'],
      'trial: heat raised (temperature 60, set 57); baseline: heat condition-not-met (temperature 52, set 57, dwell 90 s)',
    ],
  ]);
});

it('tells by how much a case is earlier or later', () => {
  const [later] = compare([record()], [record({ raisedAt: T0 + 130_500 })]).differences;
  expect(later).toMatchObject({ change: 'later', byMs: 120_500 });
  expect(later?.explanation).toMatch(/^2 min later; baseline: heat \(temperature 60, set 57\)/);
  expect(compare([record()], [record({ raisedAt: T0 })]).differences[0]).toMatchObject({
    change: 'earlier',
    byMs: -10_000,
  });
});

it('tells what moved, a changed time among it', () => {
  const [moved] = compare([record()], [record({ gridCode: 'G2', severity: 2, raisedAt: T0 })]).differences;
  expect(moved).toMatchObject({
    change: 'moved',
    byMs: -10_000,
    changed: { gridCode: ['G1', 'G2'], severity: ['1', '2'] },
  });
  const [retyped] = compare([record()], [record({ category: 'E0301' })]).differences;
  expect(retyped).toMatchObject({ change: 'moved', changed: { category: ['E0498', 'E0301'] } });
});
