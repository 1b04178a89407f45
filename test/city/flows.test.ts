import { describe, expect, it } from 'vitest';
import { checkCity } from '../../gateway/city/check.ts';
import { editableProfiles, lines } from './profiles.ts';

describe('flows and task list', () => {
  it.each([
    [
      'a flow too few',
      /\n.*number: 11,.*\n/,
      '\n',
      [/emergencyFlows: 10 found, 11 asserted/, /a category starts flow 11/],
    ],
    ['a flow twice', 'number: 11,', 'number: 10,', [/flow 10 is defined twice/]],
    ['a flow nobody starts', 'number: 11,', 'number: 12,', [/no category starts flow 12/]],
    [
      'an item too few',
      /\n.*id: "2104".*\n/,
      '\n',
      [/items: 53 found, 54 asserted/, /E0486: neither under an item nor declared/],
    ],
    ['a category twice', 'categories: [E0498,', 'categories: [E0498, E0496,', [/E0496 is mapped twice/]],
    ['a category that is none', 'categories: [E0498,', 'categories: [E0498, E0999,', [/E0999 is not in the catalogue/]],
    ['a forgotten category', '    - E0599\n', '', [/E0599: neither under an item nor declared as unmapped/]],
  ])('refuse %s', (_, from, to, expected) => {
    const profiles = editableProfiles();
    profiles.edit('zhongshan/flows.yaml', from, to);
    const text = lines(checkCity(profiles.folder, 'zhongshan'), profiles.folder).join('\n');
    for (const message of expected) expect(text).toMatch(message);
    expect(text).toMatch(/^error zhongshan\/flows\.yaml:\d+:\d+ /);
  });
});
