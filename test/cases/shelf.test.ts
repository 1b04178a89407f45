import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sampleCase } from '../support/case-log.ts';
import { type CaseStand, MINUTE, openCaseStand } from './stand.ts';

const { caseNo, raisedAt } = sampleCase();
let stand: CaseStand;

beforeEach(async () => {
  stand = openCaseStand();
  await stand.start();
  await stand.put(sampleCase({ responseDeadline: raisedAt + 30 * MINUTE, disposalDeadline: raisedAt + 90 * MINUTE }));
});
afterEach(() => stand.close());

const shelve = (minutes: number, no = caseNo) =>
  stand.cases.shelve(no, { until: stand.clock.now() + minutes * MINUTE, reason: 'crew is there', by: 'desk' });

describe('a shelved case', () => {
  beforeEach(async () => void (await shelve(60)));

  test('says so, and then no more of its small changes, until its time is over', async () => {
    await stand.feedback('ACCEPTED');
    await stand.feedback('DISPATCHED');
    expect(stand.now()).toMatchObject({ subState: 'DISPATCHED', shelvedUntil: raisedAt + 60 * MINUTE });
    expect(stand.types()).toEqual(['raised', 'updated']);
    expect(stand.reasons()[1]).toBe(
      `shelved until ${new Date(raisedAt + 60 * MINUTE).toISOString()} by desk: crew is there`,
    );
    await stand.advance(60 * MINUTE - 1);
    expect(stand.types()).toHaveLength(2);
    await stand.advance(1);
    expect(stand.types()).toEqual(['raised', 'updated', 'updated']);
    expect(stand.cases.events.read(2, 1)[0]).toMatchObject({
      reason: 'no longer shelved: its time is over',
      case: { subState: 'DISPATCHED' },
    });
    expect(stand.now()).not.toHaveProperty('shelvedUntil');
    await stand.feedback('ARRIVED');
    expect(stand.types()).toHaveLength(4);
  });

  test('keeps what it did not tell in its ledger', async () => {
    await stand.feedback('ACCEPTED');
    expect(stand.ledger().slice(-2)).toMatchObject([
      { kind: 'feedback', effect: 'moved', feedback: { type: 'ACCEPTED' } },
      { kind: 'updated', withheld: true, subState: 'ACCEPTED', reason: 'accepted' },
    ]);
    expect(stand.cases.ledger(caseNo).verdict.intact).toBe(true);
  });

  test('is escalated, verified, cleared and closed aloud, and its deadlines run on', async () => {
    await stand.advance(30 * MINUTE);
    expect(stand.types().at(-1)).toBe('escalated');
    await stand.records.write((tx) =>
      stand.cases.rows.append(tx, { type: 'cleared', case: stand.now(), at: stand.clock.now() }),
    );
    await stand.feedback('DISPOSED');
    await stand.feedback('VERIFIED');
    await stand.feedback('CLOSED');
    expect(stand.types()).toEqual(['raised', 'updated', 'escalated', 'cleared', 'verified', 'closed']);
    expect(stand.now(), 'closing ends it').not.toHaveProperty('shelvedUntil');
    expect(stand.timers()).toEqual([]);
  });

  test('comes back when people say so, once', async () => {
    await stand.cases.unshelve(caseNo, 'desk');
    expect(stand.reasons().at(-1)).toBe('no longer shelved: desk');
    expect(stand.dueAt('shelf')).toBeUndefined();
    await expect(stand.cases.unshelve(caseNo, 'desk')).rejects.toMatchObject({ code: 'STEP_ILLEGAL' });
  });

  test('can be shelved for longer', async () => {
    await stand.advance(30 * MINUTE);
    await shelve(120);
    await stand.advance(40 * MINUTE);
    expect(stand.now().shelvedUntil).toBe(raisedAt + 150 * MINUTE);
  });

  test('comes back after a restart at its time', async () => {
    const again = openCaseStand({ folder: stand.folder, at: raisedAt + 61 * MINUTE });
    await again.start();
    await again.advance(0);
    expect(again.now()).not.toHaveProperty('shelvedUntil');
    await again.close();
  });
});

test('shelving is limited in time and to open cases', async () => {
  for (const minutes of [0, -1, 24 * 60 + 1])
    await expect(shelve(minutes)).rejects.toMatchObject({ code: 'REQUEST_INVALID', path: 'until' });
  await shelve(24 * 60);
  await expect(shelve(1, 'none')).rejects.toMatchObject({ code: 'CASE_NOT_FOUND' });
  await stand.feedback('FALSE_ALARM');
  await expect(shelve(1)).rejects.toMatchObject({ code: 'STEP_ILLEGAL' });
});
