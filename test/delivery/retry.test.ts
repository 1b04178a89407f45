import { describe, expect, it } from 'vitest';
import { decide, parseRetryAfter, SCHEDULE } from '../../gateway/delivery/retry.ts';

const delivery = (attempts: number) => ({ receiverId: 'r1', sequence: 7, attempts });
const away = { kind: 'retry', error: 'HTTP 503', away: true } as const;
const refused = { kind: 'refused', status: 404, error: 'HTTP 404' } as const;
const delayAfter = (attempts: number, outcome: Parameters<typeof decide>[0] = away) => {
  const decision = decide(outcome, delivery(attempts), 0);
  return decision.state === 'pending' ? decision.dueAt : decision.state;
};

describe('retries', () => {
  it('follow the schedule with at most a fifth of jitter, then give up', () => {
    for (let attempts = 1; attempts < SCHEDULE.length; attempts++) {
      const delay = delayAfter(attempts);
      const planned = SCHEDULE[attempts] ?? 0;
      expect(delay).toBeGreaterThanOrEqual(planned);
      expect(delay).toBeLessThanOrEqual(planned * 1.2);
    }
    expect(delayAfter(SCHEDULE.length)).toBe('failed');
  });

  it('spread what failed together, the same way each time', () => {
    const dues = [1, 2, 3, 4].map((sequence) => decide(away, { receiverId: 'r1', sequence, attempts: 3 }, 0));
    expect(new Set(dues.map((due) => JSON.stringify(due))).size).toBe(4);
    expect(delayAfter(3)).toBe(delayAfter(3));
  });

  it('stop after three attempts when the receiver refuses', () => {
    expect(delayAfter(2, refused)).toBeTypeOf('number');
    expect(delayAfter(3, refused)).toBe('failed');
  });

  it('wait longer when Retry-After asks, never shorter, never beyond a day', () => {
    expect(delayAfter(1, { ...away, retryAfter: 60_000 })).toBe(60_000);
    expect(delayAfter(2, { ...away, retryAfter: 1_000 })).toBeGreaterThanOrEqual(300_000);
    expect(delayAfter(1, { ...away, retryAfter: 10 * 86_400_000 })).toBe(86_400_000);
  });

  it('are over when delivered, and leave a 410 pending for the day the receiver is enabled again', () => {
    expect(delayAfter(1, { kind: 'delivered', status: 200 })).toBe('delivered');
    expect(delayAfter(9, { kind: 'gone', status: 410, error: 'HTTP 410' })).toBe(0);
  });

  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Wed, 03 Dec 2025 00:01:00 GMT', 60_000],
    ['Wed, 03 Dec 2024 00:01:00 GMT', 0],
    ['99999999', 86_400_000],
    ['soon', undefined],
    ['-5x', undefined],
    [undefined, undefined],
  ])('read Retry-After %j', (header, expected) => {
    expect(parseRetryAfter(header, Date.parse('2025-12-03T00:00:00Z'))).toBe(expected);
  });
});
