import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkCity } from '../../gateway/city/check.ts';
import { ladderSchema } from '../../gateway/city/ladder.ts';
import { editableProfiles, lines, PROFILES } from './profiles.ts';

const bundled = () => parse(readFileSync(join(PROFILES, 'base/ladder.yaml'), 'utf8'));
const level = (name: string, rest = {}) => ({ level: name, name: { zh: name, en: name }, patience: '30min', ...rest });

describe('escalation ladder', () => {
  it('keeps small matters in the grid and great ones in the street, unless they are about life', () => {
    const { bySeverity, levels } = ladderSchema.parse(bundled());
    expect(bySeverity).toEqual({
      1: { from: 'STREET', to: 'DISTRICT' },
      2: { from: 'AREA', to: 'STREET' },
      3: { from: 'UNIT', to: 'STREET' },
      4: { from: 'GRID', to: 'GRID' },
    });
    expect(levels[0]?.patience).toEqual({ ms: 1_800_000, clock: 'continuous' });
  });

  it.each([
    [
      'a neighbourhood in command',
      { levels: [level('GRID', { command: true }), level('STREET'), level('DISTRICT')] },
      /GRID cannot command/,
    ],
    ['levels out of order', { levels: [level('STREET'), level('GRID')] }, /GRID stands above STREET/],
    ['a level that is not there', { levels: [level('STREET'), level('DISTRICT')] }, /GRID is no level of this ladder/],
    [
      'a way down',
      { bySeverity: { ...bundled().bySeverity, 2: { from: 'STREET', to: 'AREA' } } },
      /STREET is above AREA/,
    ],
  ])('refuses %s', (_, part, expected) => {
    const result = ladderSchema.safeParse({ ...bundled(), ...part });
    expect(result.error?.issues.map(({ message }) => message).join('\n')).toMatch(expected);
  });

  it('is missed where neither the city nor its base has one', () => {
    const profiles = editableProfiles();
    profiles.edit('lianhu/profile.yaml', 'extends: base\n', 'ladder: own.yaml\nextends: base\n');
    expect(lines(checkCity(profiles.folder, 'lianhu'), profiles.folder).join('\n')).toMatch(
      /own\.yaml:1:1 cannot be read/,
    );
    profiles.write('lianhu/own.yaml', JSON.stringify(bundled()));
    expect(checkCity(profiles.folder, 'lianhu').filter((problem) => problem.level === 'error')).toEqual([]);
  });
});
