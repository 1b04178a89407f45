import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { expect, it, onTestFinished } from 'vitest';
import { runCli, startGateway } from '../support/gateway.ts';
import { eventually } from '../support/server-process.ts';
import { testDir } from '../support/test-dir.ts';

const START = Date.parse('2026-06-01T08:00:00+08:00');
const MINUTE = 60_000;

/** A gateway whose clock stands until it is told, with smoke detectors that report temperatures at given minutes. */
async function recordedFires() {
  const gateway = await startGateway({ env: { GRIDWARDEN_CLOCK: '2026-06-01T08:00:00+08:00@step' } });
  const { http, mqtt } = gateway.ready;
  const get = async <T>(path: string): Promise<T> => (await (await fetch(http + path)).json()) as T;
  const moveTo = async (now: number) => {
    const body = JSON.stringify({ now: new Date(now).toISOString() });
    const answer = await fetch(`${http}/v1/lab/clock`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body },
    });
    expect(answer.status).toBe(200);
  };
  const devices = await Promise.all(
    ['hot', 'warm', 'slow', 'cool'].map(async (name) => {
      const client = await connectAsync(mqtt, { username: `lab/${name}`, password: 'lab', clientId: `lab/${name}` });
      onTestFinished(() => client.endAsync(true).catch(() => undefined));
      await client.publishAsync('v1/me/status', '{"online":true,"profile":"smoke"}', { qos: 1 });
      return client;
    }),
  );
  await moveTo(START + MINUTE);
  /** Degrees of each detector, minute by minute. The third one passes 50 a minute before it passes 57. */
  const days = [
    [21, 21, 21, 21],
    [60, 52, 52, 30],
    [60, 52, 60, 30],
    [21, 21, 21, 21],
  ];
  for (const [minute, degrees] of days.entries()) {
    await moveTo(START + (minute + 2) * MINUTE);
    for (const [index, client] of devices.entries())
      await client.publishAsync('v1/me/telemetry', `{"values":{"temperature":${degrees[index]}}}`, { qos: 1 });
  }
  await moveTo(START + 60 * MINUTE);
  await eventually('two cases', async () => (await get<{ items: unknown[] }>('/v1/cases')).items.length === 2);
  return { gateway, get, http };
}

it('names the cases that other limits would have gained, lost and moved in time, and touches nothing live', async () => {
  const { gateway, get, http } = await recordedFires();
  const stretch = ['--from', '2026-06-01T08:00:00+08:00', '--to', '2026-06-01T08:30:00+08:00'];
  const trial = (...args: string[]) => runCli(['trial', '--http', http, ...stretch, '--json', ...args]);
  const file = (name: string, content: object) => {
    const path = join(testDir(), name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  };
  const live = async () => [await get('/v1/accounts'), await get('/v1/cases')];
  const before = await live();

  const same = await trial();
  expect([same.code, JSON.parse(same.out)]).toMatchObject([
    0,
    { same: 2, differences: [], baseline: { cases: 2 }, trial: { cases: 2 } },
  ]);

  const lower = file('lower.json', { smoke: { heat: { set: 50, clear: 45 } } });
  const gained = await trial('--rules', lower);
  expect(gained.code).toBe(1);
  const { differences, counts } = JSON.parse(gained.out);
  expect(counts).toEqual({ gained: 1, lost: 0, moved: 0, earlier: 1, later: 0 });
  expect(differences.map((each: Record<string, unknown>) => [each['change'], each['device'], each['byMs']])).toEqual([
    ['gained', 'lab/warm', undefined],
    ['earlier', 'lab/slow', -MINUTE],
  ]);
  expect(differences[0].explanation).toBe(
    'trial: heat raised (temperature 52, set 50, clear 45); baseline: heat condition-not-met (temperature 52, set 57, clear 50)',
  );

  const text = await runCli(['trial', '--http', http, ...stretch, '--rules', lower]);
  expect(text.err).toBe('');
  const [summary, heading, ...rows] = text.out.trimEnd().split('\n');
  expect(summary).toBe(
    '2026-06-01T00:00:00.000Z to 2026-06-01T00:30:00.000Z, 20 messages: 2 cases → 3 (1 the same, 1 gained, 0 lost, 0 moved, 1 earlier, 0 later)',
  );
  expect(heading).toMatch(/^CHANGE +RAISED +DEVICE +CATEGORY +WHY$/);
  expect(rows).toEqual([
    expect.stringMatching(/^gained +2026-06-01T00:03:00\.000Z +lab\/warm +E0498 /),
    expect.stringMatching(/^earlier +2026-06-01T00:04:00\.000Z +lab\/slow +E0498 +60 s earlier; baseline: heat /),
  ]);

  const lost = await runCli([
    ...['trial', '--data-dir', gateway.ready.dataDir, ...stretch],
    ...['--rules', file('off.json', { smoke: { heat: { enabled: false } } })],
  ]);
  expect(lost.code, lost.err).toBe(1);
  expect(lost.out).toMatch(/2 cases → 0 .*2 lost/);
  expect(lost.out).toMatch(/lost .* lab\/hot +E0498 .*trial: heat off/);

  const wrong = async (from: string, to: string, rules: object = {}) => {
    const path = file('rules.json', rules);
    const { code, err } = await runCli(['trial', '--http', http, '--from', from, '--to', to, '--rules', path]);
    return [code, err];
  };
  expect(await wrong('2026-06-01', '2026-06-02', { smoke: { heat: { sett: 1 } } })).toEqual([
    ...[2, expect.stringMatching(/ rules\.smoke\.heat\.sett: is not a known key/)],
  ]);
  expect(await wrong('2026-06-02', '2026-06-01')).toEqual([2, expect.stringContaining('from must lie before to')]);
  expect(await wrong('2020-01-01', '2020-01-02')).toEqual([2, expect.stringContaining('the inbox holds no messages')]);

  const recording = join(testDir(), 'fires.ndjson.gz');
  const exported = await runCli([
    'inbox',
    'export',
    recording,
    ...stretch,
    '--data-dir',
    gateway.ready.dataDir,
    '--json',
  ]);
  expect([exported.code, JSON.parse(exported.out)]).toEqual([0, { messages: 20, devices: 4, skipped: 0 }]);

  expect(await live()).toEqual(before);
  expect(await gateway.end()).toBe(0);

  const other = await startGateway();
  const replayed = await runCli(['sim', 'replay', recording, '--broker', other.ready.mqtt, '--speed', 'max']);
  expect(replayed.code, replayed.err).toBe(0);
  await eventually('the two fires again', async () => {
    const { items } = (await (await fetch(`${other.ready.http}/v1/cases`)).json()) as {
      items: { devices: string[] }[];
    };
    return items.length === 2 && items.every(({ devices }) => /^lab\/d-/.test(devices[0] ?? ''));
  });
}, 240_000);
