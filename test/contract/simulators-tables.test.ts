import { describe, expect, it } from 'vitest';
import { audit } from '../../simulators/accounts.ts';
import type { ReceivedCase } from '../../simulators/desk.ts';
import { parseReadyLine } from '../../simulators/gateway-process.ts';
import { ScenarioError } from '../../simulators/scenario-error.ts';
import { scorecard } from '../../simulators/scorecard.ts';
import type { Expected, Truth } from '../../simulators/truth.ts';
import { golden } from './contract.ts';

const [raised] = golden<{ events: readonly { cloudEvent: { data: object } }[] }>('case-events').events.map(
  ({ cloudEvent }) => cloudEvent,
);

describe('the verdict', () => {
  const { balanced, pending, differences } = golden<{
    balanced: Record<string, object | readonly object[]>;
    pending: number;
    differences: Record<string, object>;
  }>('accounts');

  it('adds the accounts up', () => {
    expect(audit(balanced, 100)).toMatchObject({ balanced: true, differences: [], pending });
    expect(audit(balanced, 101).balanced).toBe(false);
    expect(audit({ ...balanced, balanced: false }, 0).balanced).toBe(false);
  });

  it.each(Object.entries(differences))('finds a difference in %s', (line, change) => {
    const account = balanced[line];
    const wrong = Array.isArray(account) ? [{ ...account[0], ...change }] : { ...account, ...change };
    const found = audit({ ...balanced, [line]: wrong }, 0);
    expect([found.balanced, found.differences.length]).toEqual([false, 1]);
  });

  it('is this scorecard', () => {
    const fire: Expected = {
      incident: 'fire',
      deviceId: 'lab/smoke-001',
      deviceIds: ['lab/smoke-001'],
      category: 'E0498',
      grid: 'S1',
      severity: 1,
      within: 10_000,
      complete: { at: 1000, machine: 100 },
    };
    const flood = {
      ...fire,
      incident: 'flood',
      deviceId: 'lab/sewer-001',
      deviceIds: ['lab/sewer-001'],
      category: 'C0102',
      complete: undefined,
    };
    const truth: Truth = { reach() {}, said() {}, called() {}, expected: () => [fire, flood], harmless: [] };
    const smoke = {
      ...raised?.data,
      caseNo: '2512S0000001',
      devices: ['lab/smoke-001'],
      gridCode: 'S1',
      raisedAt: 2000,
      receivedMachine: 130,
      worstSeverity: 1,
      events: ['raised', 'closed'],
    } as unknown as ReceivedCase;
    const gas = {
      ...smoke,
      caseNo: '2512S0000002',
      categoryCode: 'E0403',
      devices: ['lab/gas-001'],
      events: ['raised'],
    };
    const statistics = { events: 3, redelivered: 1, forged: 0, unreadable: 0, outOfOrder: [] };
    const { scorecard: card } = scorecard({
      truth,
      cases: [smoke, gas],
      statistics,
      audit: { balanced: true, differences: [], pending: 0, books: {} },
    });
    expect(JSON.parse(JSON.stringify(card))).toEqual(golden('scorecard'));
  });
});

describe('the ready line', () => {
  it('is understood', () => {
    const { line, read } = golden<{ line: object; read: object }>('ready-line');
    expect(parseReadyLine(JSON.stringify(line))).toEqual(read);
  });
});

describe('codes', () => {
  const codes = golden<Record<string, { exit?: number }>>('codes');

  it('of the lab end with the exit code of the table', () => {
    const { code, exitCode } = new ScenarioError({ file: 'x.yaml', line: 1, column: 1 }, 'x');
    expect(codes[code]).toMatchObject({ exit: exitCode });
  });
});
