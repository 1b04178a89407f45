import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { stepClock } from '../../gateway/clock.ts';
import { createEgressGuard } from '../../gateway/delivery/egress.ts';
import { createFanOut } from '../../gateway/delivery/fan-out.ts';
import { openReceivers } from '../../gateway/delivery/receivers.ts';
import { silentLog } from '../../gateway/log.ts';
import { openDatabase } from '../../gateway/records/connection.ts';
import { openRecords } from '../../gateway/records/records.ts';
import { sampleCase, testLog } from '../support/case-log.ts';
import { testDir } from '../support/test-dir.ts';

/** A fan-out over records whose way to disk the test holds; flushes pass until `hold`. */
async function fanOutRig(receiverIds: readonly string[]) {
  const held: (() => void)[] = [];
  let holding = false;
  const wal = {
    flush: () => (holding ? new Promise<void>((resolve) => held.push(resolve)) : Promise.resolve()),
    close: async () => undefined,
  };
  const clock = stepClock(1_000);
  const records = openRecords(openDatabase(join(testDir(), 'records.sqlite')), clock, silentLog(), wal);
  onTestFinished(() => records.close());
  const events = testLog(records);
  const receivers = openReceivers({ records, clock, guard: createEgressGuard(['127.0.0.0/8']) });
  for (const receiverId of receiverIds) await receivers.create({ receiverId, url: 'http://127.0.0.1:1/' }, 0);
  const told: string[] = [];
  const onPending = (receiverId: string, caseNos: readonly string[]) => told.push(`${receiverId}: ${caseNos.join()}`);
  const fanOut = createFanOut({ records, events, receivers, clock, onPending });
  const rows = () =>
    records.read
      .all<{ receiver_id: string; sequence: number }>('SELECT receiver_id, sequence FROM delivery ORDER BY 1, 2')
      .map(({ receiver_id, sequence }) => `${receiver_id} ${sequence}`);
  const turns = async () => {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    ...{ records, receivers, fanOut, told, rows, turns, held },
    raise: (n: number) => events.append('raised', sampleCase({ caseNo: `case-${n}` }), clock.now()),
    hold: () => {
      holding = true;
    },
  };
}

describe('fan-out of case events', () => {
  it('writes the rows of an event in its own commit, and tells of them once they are on disk', async () => {
    const { fanOut, receivers, raise, hold, held, rows, told, turns } = await fanOutRig(['r1', 'r2']);
    fanOut.follow();
    hold();
    const raised = raise(1);
    await turns();
    expect([rows(), told, receivers.get('r1')?.cursor]).toEqual([['r1 1', 'r2 1'], [], 0]);
    held.shift()?.();
    await raised;
    await turns();
    expect([told, receivers.get('r1')?.cursor, fanOut.level()]).toEqual([['r1: case-1', 'r2: case-1'], 1, true]);
    expect(receivers.get('r2')).toMatchObject({ cursor: 1, caseEvents: 1 });
  });

  it('leaves a receiver that is far behind to commits of its own, which bring it level', async () => {
    const { fanOut, receivers, raise, rows, told } = await fanOutRig(['r1']);
    await Promise.all(Array.from({ length: 300 }, (_, n) => raise(n)));
    const end = fanOut.follow();
    await raise(300);
    expect([rows().length, receivers.get('r1')?.cursor]).toEqual([0, 0]);
    await fanOut.run();
    expect([rows().length, receivers.get('r1')?.cursor, told.length]).toEqual([301, 301, 2]);
    end();
    await raise(301);
    expect(rows()).toHaveLength(301);
  });

  it('a change of a receiver in the same commit keeps it, and the cursor', async () => {
    const { fanOut, receivers, raise } = await fanOutRig(['r1']);
    fanOut.follow();
    await Promise.all([raise(1), receivers.setState('r1', 'paused', 'for a test')]);
    expect(receivers.get('r1')).toMatchObject({ cursor: 1, caseEvents: 1, state: 'paused' });
  });
});
