import { expect, test } from 'vitest';
import { words } from '../../gateway/pipeline/words.ts';
import { candidate, START } from './city.ts';

test('a verdict in words, instants readable', () => {
  const verdict = {
    ruleId: 'silent',
    ruleVersion: '1',
    episode: 1,
    inputs: { lastSeen: START, offlineAfter: 600_000 },
  };
  expect(words(candidate({ verdict, part: 'Door1' }))).toBe(
    'silent on acme/s1 Door1 (lastSeen 2025-12-03T02:00:00.000Z, offlineAfter 600000)',
  );
  expect(words(candidate({ verdict: { ...verdict, inputs: {} } }))).toBe('silent on acme/s1');
});
