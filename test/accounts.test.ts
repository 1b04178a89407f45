import { describe, expect, it } from 'vitest';
import { type AccountSources, drawUp } from '../gateway/accounts.ts';

const sources: AccountSources = {
  received: 100,
  replayed: 2,
  rules: { received: 90, decoded: 80, duplicate: 6, deadLettered: 4, givenUp: 0, candidates: 7, clears: 3 },
  unread: 10,
  series: { points: 207, stored: 199, deadLettered: 1, pending: 7 },
  candidates: {
    opened: 4,
    attached: 2,
    reopened: 0,
    cleared: 2,
    suppressed: { NO_OPEN_CASE: 1 },
    held: {},
    decided: 9,
  },
  undecided: 1,
  receivers: [{ receiverId: 'dispatch', caseEvents: 9, delivered: 6, filtered: 1, failed: 1, pending: 1 }],
};

describe('accounts', () => {
  it('balance when every line adds up', () => {
    const accounts = drawUp(sources);
    expect(accounts).toMatchObject({
      balanced: true,
      messages: { received: 100, replayed: 2, pending: 10, balanced: true },
      series: { balanced: true },
      candidates: { emitted: 10, pending: 1, balanced: true },
      receivers: [{ receiverId: 'dispatch', balanced: true }],
    });
  });

  it.each([
    ['messages', { rules: { ...sources.rules, decoded: 79 } }],
    ['messages', { received: 101 }],
    ['messages', { unread: 9 }],
    ['series', { series: { ...sources.series, stored: 198 } }],
    ['candidates', { undecided: 0 }],
    [
      'receivers',
      { receivers: [{ receiverId: 'dispatch', caseEvents: 9, delivered: 5, filtered: 1, failed: 1, pending: 1 }] },
    ],
  ])('show a difference in %s', (line, change) => {
    const accounts = drawUp({ ...sources, ...change });
    expect(accounts.balanced).toBe(false);
    const account = accounts[line as 'messages' | 'receivers'];
    expect([account].flat()[0]?.balanced).toBe(false);
  });
});
