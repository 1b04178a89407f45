import { describe, expect, it } from 'vitest';
import { checkCity } from '../../gateway/city/check.ts';
import { partnersOf } from '../../gateway/city/partners.ts';
import type { Partner, PartnerFilter } from '../../gateway/model/ladder.ts';
import { editableProfiles, lines } from './profiles.ts';

const partner = (code: string, filter: PartnerFilter): Partner => ({
  ...{ code, filter, name: { zh: code, en: code }, twoWay: false },
});

describe('partners', () => {
  const partners = [
    partner('all', {}),
    partner('fires', { categories: ['E0498'] }),
    partner('sites', { siteClasses: ['CONSTRUCTION'] }),
    partner('street', { grids: ['S1'] }),
    partner('narrow', { categories: ['E0302'], siteClasses: ['CONSTRUCTION'], grids: ['S1'] }),
  ];

  it.each([
    [{ categoryCode: 'E0498', path: ['D', 'S2'] }, ['all', 'fires']],
    [{ categoryCode: 'E0302', path: ['D', 'S1', 'G1'] }, ['all', 'street']],
    [{ categoryCode: 'E0302', siteClass: 'CONSTRUCTION', path: ['D', 'S1'] }, ['all', 'sites', 'street', 'narrow']],
    [{ categoryCode: 'E0302', siteClass: 'ORDINARY', path: [] }, ['all']],
  ] as const)('%o go to %o', (subject, expected) => {
    expect(partnersOf(partners, subject)).toEqual(expected);
  });

  it.each([
    [
      'a category that is none',
      'filter: { categories: [E0488] }',
      'filter: { categories: [E0999] }',
      /partner rentals filters by E0999/,
    ],
    [
      'a cell that is none',
      'filter: { categories: [E0488] }',
      'filter: { grids: [X1] }',
      /partner rentals filters by X1, which is no cell/,
    ],
    ['a partner twice', 'code: rentals', 'code: petitions', /"petitions" is defined twice/],
    ['a partner too few', /\n {2}- code: rentals[\s\S]*?(?=\n {2}- )/, '', /partners: 6 found, 7 asserted/],
  ])('refuses %s', (_, from, to, expected) => {
    const profiles = editableProfiles();
    profiles.edit('lianhu/profile.yaml', from, to);
    expect(lines(checkCity(profiles.folder, 'lianhu'), profiles.folder).join('\n')).toMatch(expected);
  });
});
