import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { profileSchema } from '../../gateway/city/profile.ts';
import { PROFILES } from './profiles.ts';

const bundled = () => parse(readFileSync(join(PROFILES, 'lianhu/profile.yaml'), 'utf8'));
const org = { code: 'x', tier: 'DISTRICT', name: { zh: '一', en: 'one' } };

describe('profile', () => {
  it('reads the bundled one, with its working hours in ms after midnight', () => {
    const profile = profileSchema.parse(bundled());
    expect(profile.workingHours).toEqual([
      { from: 8 * 3_600_000, to: 12 * 3_600_000 },
      { from: 14 * 3_600_000, to: 18 * 3_600_000 },
    ]);
    expect(profile.orgs[0]?.tier).toBe('DISTRICT');
  });

  it.each([
    ['working hours out of order', { workingHours: ['14:00-18:00', '08:00-12:00'] }, /in order/],
    ['working hours that end before they start', { workingHours: ['18:00-08:00'] }, /no stretch of a day/],
    ['no district', { orgs: [{ ...org, tier: 'STREET' }] }, /exactly one organisation must be of tier DISTRICT/],
    ['two districts', { orgs: [org, { ...org, code: 'y' }] }, /exactly one organisation/],
    ['an organisation twice', { orgs: [org, { ...org, tier: 'STREET' }] }, /"x" is defined twice/],
    ['no catalogue', { extends: undefined, catalogue: undefined }, /needs "extends", "catalogue" or both/],
    ['a base outside the profiles', { extends: '../secrets' }, /the name of a profile folder/],
    ['an unknown key', { colour: 'red' }, /colour/],
  ])('refuses %s', (_, part, message) => {
    const result = profileSchema.safeParse({ ...bundled(), ...part });
    expect(result.error?.issues.map((issue) => issue.message).join('\n')).toMatch(message);
  });

  it('refuses a grid system twice', () => {
    const { gridSystems, ...rest } = bundled();
    const result = profileSchema.safeParse({ ...rest, gridSystems: [...gridSystems, ...gridSystems] });
    expect(result.error?.issues[0]?.message).toMatch(/^"lianhu" is defined twice; versions of a system need names/);
  });
});
