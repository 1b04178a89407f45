import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateGrids } from '../../deploy/profiles/generate-grids.ts';
import { PROFILES } from './profiles.ts';

describe('synthetic grids', () => {
  it.each([...generateGrids()])('are committed as drawn: %s', (name, text) => {
    expect(readFileSync(join(PROFILES, name), 'utf8')).toBe(text);
  });

  it('say that they are synthetic in every file', () => {
    for (const text of generateGrids().values()) expect(JSON.parse(text)).toMatchObject({ synthetic: true });
  });
});
