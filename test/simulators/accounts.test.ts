import { expect, test } from 'vitest';
import { audit } from '../../simulators/accounts.ts';

const books = {
  balanced: true,
  messages: { received: 10, decoded: 6, duplicate: 2, deadLettered: 1, pending: 1 },
  series: { points: 5, stored: 3, deadLettered: 0, pending: 2 },
  candidates: {
    emitted: 9,
    opened: 3,
    attached: 1,
    reopened: 0,
    cleared: 2,
    suppressed: { TEST: 1, LATE: 1 },
    held: 0,
    pending: 1,
  },
  receivers: [{ receiverId: 'dispatch', caseEvents: 4, delivered: 3, filtered: 0, failed: 0, pending: 1 }],
};

test('books that add up balance; what is pending is counted over all of them', () => {
  expect(audit(books, 10)).toMatchObject({ balanced: true, differences: [], pending: 5 });
});

test('the lab believes its own sums before the verdict', () => {
  const wrong = { ...books, messages: { ...books.messages, decoded: 5 } };
  expect(audit(wrong, 10)).toMatchObject({
    balanced: false,
    differences: ['messages: received 10 is not decoded 5 + duplicate 2 + deadLettered 1 + givenUp 0 + pending 1'],
  });
  const receivers = [{ ...books.receivers[0], delivered: 4 }];
  expect(audit({ ...books, receivers }, 10).balanced).toBe(false);
});

test('and the verdict before its own sums', () => {
  expect(audit({ ...books, balanced: false }, 10).balanced).toBe(false);
});

test('more acknowledged than received is a loss', () => {
  expect(audit(books, 11).differences).toEqual(['messages: 11 were acknowledged, only 10 received']);
});

test('accounts that are missing do not balance', () => {
  expect(audit({ balanced: true }, 0).balanced).toBe(false);
  expect(audit(undefined, 0).balanced).toBe(false);
});
