import { connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { connectAsync } from 'mqtt';
import { expect, it, onTestFinished } from 'vitest';
import { runCli, startGateway } from '../support/gateway.ts';
import { redisProgram, startRedis } from '../support/redis.ts';
import { eventually } from '../support/server-process.ts';
import { testDir } from '../support/test-dir.ts';

const START = Date.parse('2025-12-03T08:00:00+08:00');
const MINUTE = 60_000;

interface CaseView {
  readonly caseNo: string;
  readonly step: number;
  readonly subState: string;
  readonly orgCode: string;
  readonly verification?: { readonly state: string };
}

/** Redis forgets everything. */
const wipe = (port: number) =>
  new Promise<void>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('FLUSHALL\r\n'));
    socket.once('data', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });

it('leads a case through its six steps: missed, disposed of in vain, verified by its own sensor, closed, in a ledger', async () => {
  const dataDir = testDir();
  const redis = redisProgram() ? await startRedis() : undefined;
  onTestFinished(async () => redis?.remove());
  const gateway = await startGateway({
    dataDir,
    env: {
      GRIDWARDEN_CLOCK: '2025-12-03T08:00:00+08:00@step',
      ...(redis ? { GRIDWARDEN_REDIS_URL: redis.url } : {}),
    },
  });
  const { http, mqtt } = gateway.ready;
  const get = async <T>(path: string): Promise<T> => (await (await fetch(http + path)).json()) as T;
  const send = async (method: string, path: string, body: object) => {
    const answer = await fetch(http + path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
  };
  let now = START;
  const forward = async (minutes: number) => {
    now += minutes * MINUTE;
    expect((await send('POST', '/v1/lab/clock', { now: new Date(now).toISOString() })).status).toBe(200);
  };
  const one = async () => (await get<{ items: CaseView[] }>('/v1/cases')).items[0];
  const events = async () =>
    (await get<{ type: string; time: string }[]>('/v1/case-events?after=0&limit=100')).map(
      ({ type, time }) => `${type.split('.')[3]} ${(Date.parse(time) - START) / MINUTE}`,
    );

  const position = { lon: 108.93, lat: 34.26, crs: 'wgs84' };
  await send('PUT', '/v1/devices/lab/s1', { typeId: 'smoke', position });
  const device = await connectAsync(mqtt, { username: 'lab/s1', password: 'lab', clientId: 'lab/s1' });
  onTestFinished(() => device.endAsync(true).catch(() => undefined));
  const smoke = (active: boolean) =>
    device.publishAsync('v1/me/event', JSON.stringify({ code: 'smoke_alarm', active }), { qos: 1 });

  await smoke(true);
  await eventually('a case', async () => (await one()) !== undefined);
  const { caseNo, orgCode } = (await one()) ?? { caseNo: '', orgCode: '' };

  // A minute before the deadline the queue forgets everything; the deadline does not.
  await forward(2);
  if (redis) await wipe(redis.port);
  await forward(1);
  expect(await events()).toEqual(['raised 0', 'escalated 3']);
  expect(await one()).toMatchObject({ step: 5, subState: 'OVERDUE' });

  const desk = await connectAsync(mqtt, { username: `org/${orgCode}`, password: 'lab' });
  onTestFinished(() => desk.endAsync(true).catch(() => undefined));
  const refusals: string[] = [];
  await desk.subscribeAsync(`v1/feedback/${orgCode}/rejected`);
  desk.on('message', (_topic, payload) => refusals.push(payload.toString()));
  const say = (type: string, at: number) =>
    desk.publishAsync(
      `v1/feedback/${orgCode}`,
      JSON.stringify({ feedbackId: `${caseNo}-${type}-${at}`, caseNo, type, at }),
      { qos: 1 },
    );
  const isIn = (subState: string) => eventually(subState, async () => (await one())?.subState === subState);

  // Two handhelds on two ways: what was said last comes first.
  await say('DISPOSED', now - 1_000);
  await say('ACCEPTED', now - 3_000);
  await isIn('DISPOSED');
  expect((await one())?.verification?.state).toBe('WATCHING');

  await forward(10);
  expect(await one(), 'the detector is still in alarm').toMatchObject({ step: 5, subState: 'URGED' });
  await smoke(false);
  await forward(11);
  expect(await one(), 'silent at last: looked at again').toMatchObject({ step: 4, subState: 'CHECKING' });
  await device.publishAsync('v1/me/telemetry', '{"smoke":0.01}', { qos: 1 });
  await forward(10);
  expect(await one()).toMatchObject({ step: 4, subState: 'PASSED', verification: { state: 'VERIFIED' } });
  await say('CLOSED', now);
  await isIn('CLOSED');
  expect((await events()).map((event) => event.split(' ')[0])).toEqual([
    ...['raised', 'escalated', 'updated', 'escalated', 'cleared', 'updated', 'verified', 'closed'],
  ]);
  expect(refusals).toEqual([]);
  expect(
    (await send('POST', `/v1/cases/${caseNo}/feedback`, { feedbackId: 'x', type: 'DISPOSED', at: now })).json,
  ).toMatchObject({ code: 'STEP_ILLEGAL', allowed: ['ARCHIVED'] });

  const ledger = await get<{ intact: boolean; items: { no: number; kind: string }[] }>(`/v1/cases/${caseNo}/ledger`);
  expect(ledger.intact).toBe(true);
  expect(ledger.items.filter(({ kind }) => kind === 'feedback')).toHaveLength(3);
  const month = `from=${START - 86_400_000}&to=${START + 86_400_000}`;
  const kpis = await (await fetch(`${http}/v1/kpis?${month}&by=grid&format=csv`)).text();
  const grids = (await get<{ features: object[] }>('/v1/grids/lianhu')).features.length;
  expect(kpis.trimEnd().split('\r\n')).toHaveLength(grids + 2);
  expect(kpis).toMatch(/\nTOTAL,1,1,1,\d,1,0,100.00 %,100.00 %/);

  const env = { GRIDWARDEN_DATA_DIR: dataDir };
  expect(await runCli(['ledger', 'verify'], env)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^intact: 1 cases/),
  });
  expect(await gateway.end()).toBe(0);
  const db = new DatabaseSync(join(dataDir, 'records.sqlite'));
  db.exec(`UPDATE ledger SET entry = replace(entry, 'ACCEPTED', 'REJECTED') WHERE entry LIKE '%ACCEPTED%'`);
  db.close();
  const found = await runCli(['ledger', 'verify', '--json'], env);
  expect(found.code).toBe(1);
  expect(JSON.parse(found.out)).toMatchObject({ intact: false, broken: [{ caseNo }] });
  expect((await runCli(['ledger', 'verify', '--case', caseNo], env)).out).toMatch(
    /BROKEN at row \d+: row \d+ was changed/,
  );
  expect((await runCli(['ledger', 'verify', '--case', '9912S0000001'], env)).err).toContain('CASE_NOT_FOUND');
}, 90_000);
