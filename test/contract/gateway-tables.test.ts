import { describe, expect, it } from 'vitest';
import { type AccountSources, drawUp } from '../../gateway/accounts.ts';
import { ERRORS, GatewayError } from '../../gateway/errors.ts';
import type { Ready } from '../../gateway/gateway.ts';
import { golden } from './contract.ts';

describe('accounts', () => {
  const { balanced, differences } = golden<{ balanced: object; differences: object }>('accounts');
  const sources: AccountSources = {
    received: 100,
    replayed: 2,
    rules: { received: 90, decoded: 80, duplicate: 6, deadLettered: 4, givenUp: 0, candidates: 7, clears: 3 },
    unread: 10,
    series: { points: 200, stored: 199, deadLettered: 1, pending: 0 },
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

  it('are drawn up in these lines', () => {
    expect(drawUp(sources)).toEqual(balanced);
    expect(Object.keys(differences)).toEqual(Object.keys(balanced).slice(1));
  });
});

describe('codes', () => {
  it('are those of the one table', () => {
    const table = Object.fromEntries(
      Object.entries(ERRORS).map(([code, { title: _people, ...entry }]) => [code, entry]),
    );
    expect(golden('codes')).toEqual(table);
  });

  it.each(Object.entries(golden<Record<string, { retry: boolean; http?: number; exit?: number }>>('codes')))(
    '%s behaves as the table says',
    (code, { retry, http = 500, exit = 1 }) => {
      const error = new GatewayError(code as keyof typeof ERRORS, 'x');
      expect([error.retry, error.status, error.exitCode]).toEqual([retry, http, exit]);
    },
  );

  it('are the only ones that golden documents name', () => {
    const known = Object.keys(golden<object>('codes'));
    const named = ['problems', 'rejected', 'telemetry', 'device-events', 'status'].flatMap((name) =>
      [...JSON.stringify(golden(name)).matchAll(/"code":"([A-Z][A-Z_]+)"/g)].map(([, code]) => code),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((code) => !known.includes(code ?? ''))).toEqual([]);
  });
});

describe('the ready line', () => {
  /** The compiler holds these keys to what `start` prints. */
  const KEYS: Readonly<Record<keyof Ready, true>> = {
    ...{
      event: true,
      mqtt: true,
      http: true,
      ws: true,
      queue: true,
      series: true,
      dataDir: true,
      adminTokenFile: true,
    },
  };

  it('has these members', () => {
    const { line } = golden<{ line: Record<string, string> }>('ready-line');
    expect(Object.keys(line)).toEqual(Object.keys(KEYS));
  });
});
