import { describe, expect, it } from 'vitest';
import { checkCity } from '../../gateway/city/check.ts';
import { editableProfiles, lines } from './profiles.ts';

describe('functions of departments', () => {
  it.each([
    ['a department nobody has', '      - drainage\n', '', /under no function: drainage/],
    [
      'a department twice',
      'departments: [party-building]',
      'departments: [party-building, gas]',
      /"gas" stands under two functions/,
    ],
    [
      'a department that is none',
      'departments: [party-building]',
      'departments: [party-building, navy]',
      /"navy" is not in the catalogue/,
    ],
    [
      'a case for what is not served',
      /(safety-and-stability[\s\S]*?served: )true/,
      '$1false',
      /E0498 goes to "fire", whose function is not served/,
    ],
  ])('refuse %s', (_, from, to, expected) => {
    const profiles = editableProfiles();
    profiles.edit('lianhu/profile.yaml', from, to);
    const text = lines(checkCity(profiles.folder, 'lianhu'), profiles.folder).join('\n');
    expect(text).toMatch(expected);
    expect(text).toMatch(/error lianhu\/profile\.yaml:\d+:\d+ /);
  });
});
