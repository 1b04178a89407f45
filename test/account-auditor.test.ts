import { describe, expect, it, onTestFinished } from 'vitest';
import { startAccountAuditor } from '../gateway/account-auditor.ts';
import { silentLog } from '../gateway/log.ts';
import { createMetrics } from '../gateway/metrics.ts';

/** An auditor whose waits end when the test says so, over accounts the test sets. */
async function open(start: { balanced: boolean; level?: boolean; reported?: boolean }) {
  const metrics = createMetrics();
  const state = { accounts: {}, level: start.level ?? true, reported: start.reported ?? false, fail: false };
  const balance = (balanced: boolean) => {
    state.accounts = { balanced, messages: { balanced: true }, series: { balanced }, receivers: [{ balanced }] };
  };
  balance(start.balanced);
  const waits: { ms: number; end: () => void }[] = [];
  const reports: string[] = [];
  const errors: unknown[] = [];
  const log = Object.assign(silentLog(), { error: (facts: unknown) => void errors.push(facts) });
  const auditor = startAccountAuditor({
    draw: () => state.accounts as { balanced: boolean },
    level: () => state.level,
    reported: () => state.reported,
    async report(unbalanced, lines) {
      if (state.fail) throw new Error('the inbox is full');
      reports.push(`${unbalanced} ${lines}`);
      state.reported = unbalanced;
    },
    clock: {
      wait: (ms, signal) =>
        new Promise<void>((resolve) => {
          waits.push({ ms, end: resolve });
          signal?.addEventListener('abort', () => resolve());
        }),
    },
    ...{ log, metrics },
  });
  onTestFinished(() => auditor.stop());
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  await settled();
  return {
    ...{ state, balance, reports, errors },
    /** Ends the wait in hand; the wait that follows, in ms. */
    async next() {
      waits.shift()?.end();
      await settled();
      return waits[0]?.ms;
    },
    waiting: () => waits[0]?.ms,
    gauge: async () =>
      (await metrics.registry.getSingleMetric('gridwarden_accounts_balanced')?.get())?.values[0]?.value,
  };
}

describe('account auditor', () => {
  it('says nothing while the accounts balance, and looks every minute', async () => {
    const audit = await open({ balanced: true });
    expect([audit.waiting(), await audit.next(), audit.reports, await audit.gauge()]).toEqual([60_000, 60_000, [], 1]);
  });

  it('waits for a level gateway before it draws', async () => {
    const audit = await open({ balanced: false, level: false });
    expect([audit.waiting(), await audit.next()]).toEqual([250, 250]);
    audit.state.level = true;
    expect(await audit.next()).toBe(5_000);
  });

  it('takes one difference for a draw in between', async () => {
    const audit = await open({ balanced: false });
    expect([audit.waiting(), await audit.gauge()]).toEqual([5_000, 1]);
    audit.balance(true);
    expect([await audit.next(), audit.reports, audit.errors]).toEqual([60_000, [], []]);
  });

  it('reports the second difference once, and once that it is over', async () => {
    const audit = await open({ balanced: false });
    expect(await audit.next()).toBe(60_000);
    expect([audit.reports, audit.errors.length, await audit.gauge()]).toEqual([['true series,receivers'], 1, 0]);
    await audit.next();
    await audit.next();
    expect([audit.reports.length, audit.errors.length]).toEqual([1, 1]);
    audit.balance(true);
    await audit.next();
    await audit.next();
    expect([audit.reports, await audit.gauge()]).toEqual([['true series,receivers', 'false '], 1]);
  });

  it('reports again what could not be put on disk', async () => {
    const audit = await open({ balanced: false });
    audit.state.fail = true;
    await audit.next();
    expect([audit.reports, await audit.gauge()]).toEqual([[], 0]);
    audit.state.fail = false;
    await audit.next();
    expect([audit.reports.length, audit.errors.length]).toEqual([1, 1]);
  });

  it('knows after a restart what was reported before it', async () => {
    const still = await open({ balanced: false, reported: true });
    expect(still.reports).toEqual([]);
    await still.next();
    expect(still.reports).toEqual([]);
    const over = await open({ balanced: true, reported: true });
    expect(over.reports).toEqual(['false ']);
  });
});
