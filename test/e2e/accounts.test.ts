import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { connectAsync } from 'mqtt';
import { expect, it, onTestFinished } from 'vitest';
import { type RunningGateway, startGateway } from '../support/gateway.ts';
import { eventually } from '../support/server-process.ts';
import { testDir } from '../support/test-dir.ts';

interface CaseView {
  readonly categoryCode: string;
  readonly devices: readonly string[];
  readonly kind: string;
  readonly clearedAt?: string;
}

const get = async <T>(gateway: RunningGateway, path: string): Promise<T> =>
  (await (await fetch(gateway.ready.http + path)).json()) as T;
const faults = async (gateway: RunningGateway) =>
  (await get<{ items: CaseView[] }>(gateway, '/v1/cases')).items.filter(({ devices }) =>
    devices.includes('gridwarden/accounts'),
  );
const events = async (gateway: RunningGateway) =>
  (await get<{ type: string; sequence: string }[]>(gateway, '/v1/case-events?after=0&limit=100')).map(
    ({ type }) => type,
  );
const gauge = async (gateway: RunningGateway) =>
  /^gridwarden_accounts_balanced (\d)$/m.exec(await (await fetch(`${gateway.ready.http}/metrics`)).text())?.[1];

/** Makes records say that `count` more candidates were opened than there were. */
function miscount(dataDir: string, count: number): void {
  const db = new DatabaseSync(join(dataDir, 'records.sqlite'), { timeout: 5_000 });
  db.prepare(
    `INSERT INTO account (name, value) VALUES ('candidate.opened', ?) ON CONFLICT (name) DO UPDATE SET value = value + ?`,
  ).run(count, count);
  db.close();
}

it('raises one fault of its own while its accounts do not balance, over restarts, and clears it', async () => {
  const dataDir = testDir();
  const first = await startGateway({ dataDir });
  const client = await connectAsync(first.ready.mqtt, { username: 'lab/s1', password: 'lab', clientId: 'lab/s1' });
  onTestFinished(() => client.endAsync(true).catch(() => undefined));
  await client.publishAsync('v1/me/telemetry', '{"smoke":0.01}', { qos: 1 });
  expect(await gauge(first)).toBe('1');
  await client.endAsync();
  expect(await first.end()).toBe(0);

  miscount(dataDir, 1);
  const second = await startGateway({ dataDir });
  await eventually('a fault of its own', async () => (await faults(second)).length === 1, 20_000);
  expect((await faults(second))[0]).toMatchObject({
    categoryCode: 'E0490',
    kind: 'FAULT',
    devices: ['gridwarden/accounts'],
  });
  expect(await gauge(second)).toBe('0');
  // What it says of itself is counted like everything else: the difference is still the one that was made.
  const accounts = await get<{ messages: { balanced: boolean }; candidates: { emitted: number; opened: number } }>(
    second,
    '/v1/accounts',
  );
  expect([accounts.messages.balanced, accounts.candidates.opened - accounts.candidates.emitted]).toEqual([true, 1]);
  expect(second.log().match(/the accounts do not balance/g)).toHaveLength(1);
  expect(await second.end('SIGKILL')).toBe(null);

  const third = await startGateway({ dataDir });
  await eventually('seen again', async () => (await gauge(third)) === '0', 20_000);
  expect(await events(third)).toEqual(['cn.grid.case.raised.v1']);
  expect(await third.end()).toBe(0);

  miscount(dataDir, -1);
  const fourth = await startGateway({ dataDir });
  await eventually('cleared', async () => (await events(fourth)).includes('cn.grid.case.cleared.v1'), 20_000);
  expect(await events(fourth)).toEqual(['cn.grid.case.raised.v1', 'cn.grid.case.cleared.v1']);
  expect(await gauge(fourth)).toBe('1');
  expect((await get<{ balanced: boolean }>(fourth, '/v1/accounts')).balanced).toBe(true);
  expect(await fourth.end()).toBe(0);
});
