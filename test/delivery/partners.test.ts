import { expect, it, onTestFinished } from 'vitest';
import type { ReceiverFilter } from '../../gateway/delivery/receiver.ts';
import type { Case } from '../../gateway/model/case.ts';
import { sampleCase } from '../support/case-log.ts';
import { dataFolder, openBench } from '../support/delivery-bench.ts';
import { answer, webhookReceiver } from '../support/webhook-receiver.ts';

/** Seven platforms and the cases each asked for, by the numbers of the cases below. */
const PARTNERS: Readonly<Record<string, readonly [Partial<ReceiverFilter>, readonly number[]]>> = {
  construction: [{ categories: ['E0302', 'E0303'] }, [1, 2]],
  dust: [{ categories: ['E03*'], grids: ['610104'] }, [1]],
  enforcement: [{ lines: ['GRID'], minSeverity: 3 }, [1, 3]],
  safety: [{ kinds: ['ALARM'], minSeverity: 2 }, [3, 5]],
  petitions: [{ depts: ['PETITIONS'] }, [4]],
  housing: [{ categories: ['E0601'], simulated: false }, [4]],
  confidential: [{ restricted: true, levels: ['DISTRICT'] }, [5, 6]],
};

const grid = (...path: string[]) => [{ system: 'responsibility', version: '1', code: path.at(-1) ?? '', path }];
const CASES: readonly Partial<Case>[] = [
  { categoryCode: 'E0302', kind: 'WARNING', severity: 3, line: 'GRID' },
  { categoryCode: 'E0303', kind: 'WARNING', severity: 4, line: 'GRID', gridCode: '610112', grids: grid('610112') },
  { categoryCode: 'C0102', severity: 2, line: 'GRID' },
  { categoryCode: 'E0601', kind: 'CLUE', severity: 3, recipients: ['PETITIONS'] },
  { categoryCode: 'E0498', severity: 1, handlingLevel: 'DISTRICT' },
  { categoryCode: 'E0498', severity: 1, handlingLevel: 'DISTRICT', restricted: true },
  { categoryCode: 'E0601', kind: 'CLUE', severity: 3, simulated: true },
];
const caseNo = (n: number) => `2512S000000${n}`;

it('gives each of seven partners exactly its share, in order; one that was down through a restart loses nothing', async () => {
  const folder = dataFolder();
  let bench = await openBench(folder.path);
  const servers = new Map(
    await Promise.all(Object.keys(PARTNERS).map(async (name) => [name, await webhookReceiver()] as const)),
  );
  onTestFinished(async () => {
    await bench.stop();
    await Promise.all([...servers.values()].map((server) => server.close()));
    folder.remove();
  });
  for (const [receiverId, [filter]] of Object.entries(PARTNERS))
    await bench.delivery.receivers.create({ receiverId, url: servers.get(receiverId)?.url ?? '', filter });
  servers.get('enforcement')?.behave(answer(503));
  for (const type of ['raised', 'updated'] as const)
    for (const [n, changes] of CASES.entries())
      await bench.log.append(type, sampleCase({ ...changes, caseNo: caseNo(n + 1) }), bench.clock.now());
  await bench.delivery.idle();
  const at = bench.clock.now();
  await bench.stop();
  bench = await openBench(folder.path, { at });
  const down = bench.delivery.accounts().find(({ receiverId }) => receiverId === 'enforcement');
  expect(down).toMatchObject({ caseEvents: 14, pending: 4, filtered: 10, delivered: 0, balanced: true });
  const sentInVain = servers.get('enforcement')?.received.length ?? 0;
  servers.get('enforcement')?.behave(answer(204));
  await bench.forward(600_000);

  for (const [receiverId, [, share]] of Object.entries(PARTNERS)) {
    const all = servers.get(receiverId)?.received ?? [];
    const received = receiverId === 'enforcement' ? all.slice(sentInVain) : all;
    const sequences = (no: string) =>
      received.filter(({ event }) => event.subject === no).map(({ event }) => Number(event.sequence));
    // Raised as n, updated as n + 7: each once, in this order, and nothing else.
    for (const n of share) expect(sequences(caseNo(n)), `${receiverId} ${n}`).toEqual([n, n + CASES.length]);
    expect(received, receiverId).toHaveLength(share.length * 2);
  }
  for (const account of bench.delivery.accounts())
    expect(account).toMatchObject({ pending: 0, failed: 0, balanced: true });
});
