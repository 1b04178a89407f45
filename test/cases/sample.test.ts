import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sampleCases } from '../../gateway/cases/sample.ts';
import { sampleCase } from '../support/case-log.ts';
import { type CaseStand, openCaseStand } from './stand.ts';

const MARCH = Date.parse('2026-03-01T00:00:00+08:00');
const APRIL = Date.parse('2026-04-01T00:00:00+08:00');

describe('a sample of closed cases', () => {
  let stand: CaseStand;
  let made = 0;
  beforeEach(() => {
    stand = openCaseStand({ at: APRIL });
    made = 0;
  });
  afterEach(() => stand.close());

  const put = (count: number, change: Parameters<typeof sampleCase>[0]) =>
    Promise.all(
      Array.from({ length: count }, () => {
        const caseNo = `c${++made}`;
        const closed = { subState: 'CLOSED', closedAt: MARCH + 1 } as const;
        return stand.put(sampleCase({ caseNo, attachKey: caseNo, raisedAt: MARCH, ...closed, ...change }));
      }),
    );
  const sample = (query: Partial<Parameters<typeof sampleCases>[1]> = {}) =>
    sampleCases(stand, { from: MARCH, to: APRIL, share: 0.02, seed: 'march', ...query });

  test('is a share of each organisation, rounded up', async () => {
    await put(100, { orgCode: 'T1', gridCode: 'G1' });
    await put(101, { orgCode: 'T2', gridCode: 'G2' });
    await put(1, { orgCode: 'T3', gridCode: 'G3' });
    expect((await sample()).map(({ orgCode, closed, cases }) => [orgCode, closed, cases.length])).toEqual([
      ['T1', 100, 2],
      ['T2', 101, 3],
      ['T3', 1, 1],
    ]);
    expect(await sample({ orgCode: 'T2' })).toMatchObject([{ orgCode: 'T2', closed: 101 }]);
    expect((await sample({ share: 1 }))[0]?.cases).toHaveLength(100);
  });

  test('looks into every grid before it looks into one twice', async () => {
    await put(90, { orgCode: 'T1', gridCode: 'BUSY' });
    for (const gridCode of ['A', 'B', 'C', 'D']) await put(1, { orgCode: 'T1', gridCode });
    const [drawn] = await sample({ share: 5 / 94 });
    expect(drawn?.cases.map(({ gridCode }) => gridCode).sort()).toEqual(['A', 'B', 'BUSY', 'C', 'D']);
    const [more] = await sample({ share: 7 / 94 });
    expect(more?.cases.filter(({ gridCode }) => gridCode === 'BUSY')).toHaveLength(3);
  });

  test('is the same for the same seed and another for another', async () => {
    await put(600, { orgCode: 'T1', gridCode: 'G1' });
    const numbers = async (seed: string) => (await sample({ seed }))[0]?.cases.map(({ caseNo }) => caseNo);
    expect(await numbers('a')).toEqual(await numbers('a'));
    expect(await numbers('a')).not.toEqual(await numbers('b'));
    expect(new Set(await numbers('a')).size).toBe(12);
  });

  test('knows only what was closed in the period, and restricted cases on request', async () => {
    await put(1, { closedAt: MARCH - 1, raisedAt: MARCH - 9 });
    await put(1, { closedAt: APRIL });
    await put(1, { raisedAt: MARCH - 9 });
    await put(1, { restricted: true });
    const { closedAt: _open, ...open } = sampleCase({ caseNo: 'open', attachKey: 'open', raisedAt: MARCH });
    await stand.put(open);
    expect((await sample({ share: 1 })).map(({ closed }) => closed)).toEqual([1]);
    expect((await sample({ share: 1, restricted: true })).map(({ closed }) => closed)).toEqual([2]);
  });
});
