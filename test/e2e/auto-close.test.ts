import { connectAsync } from 'mqtt';
import { expect, it, onTestFinished } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { eventually } from '../support/server-process.ts';

const START = Date.parse('2025-12-03T08:00:00+08:00');
const MINUTE = 60_000;

interface CaseView {
  readonly caseNo: string;
  readonly step: number;
  readonly subState: string;
  readonly verification?: { readonly state: string; readonly by: string };
}

it('a small matter whose sensor has seen it settled closes by itself; one that lives depend on waits for a person', async () => {
  const gateway = await startGateway({ env: { GRIDWARDEN_CLOCK: '2025-12-03T08:00:00+08:00@step' } });
  const { http, mqtt } = gateway.ready;
  const get = async <T>(path: string): Promise<T> => (await (await fetch(http + path)).json()) as T;
  const send = (method: string, path: string, body: object) =>
    fetch(http + path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  let now = START;
  const forward = async (minutes: number) => {
    now += minutes * MINUTE;
    expect((await send('POST', '/v1/lab/clock', { now: new Date(now).toISOString() })).status).toBe(200);
  };
  const of = async (category: string) =>
    (await get<{ items: CaseView[] }>(`/v1/cases?category=${category}`)).items[0] ?? { caseNo: '', subState: 'none' };
  const say = async (caseNo: string, type: string) => {
    const answer = await send('POST', `/v1/cases/${caseNo}/feedback`, {
      feedbackId: `${caseNo}-${type}`,
      type,
      at: now,
    });
    expect(answer.status, type).toBe(200);
  };
  const device = async (name: string, typeId: string) => {
    const position = { lon: 108.93, lat: 34.26, crs: 'wgs84' };
    await send('PUT', `/v1/devices/lab/${name}`, { typeId, position });
    const client = await connectAsync(mqtt, { username: `lab/${name}`, password: 'lab', clientId: `lab/${name}` });
    onTestFinished(() => client.endAsync(true).catch(() => undefined));
    return (suffix: string, body: object) => client.publishAsync(`v1/me/${suffix}`, JSON.stringify(body), { qos: 1 });
  };
  const bin = await device('bin-1', 'bin');
  const smoke = await device('smoke-1', 'smoke');

  await bin('telemetry', { fill: 97 });
  await forward(30);
  await smoke('event', { code: 'smoke_alarm', active: true });
  await eventually('both cases', async () => (await of('C0305')).caseNo !== '' && (await of('E0498')).caseNo !== '');
  const numbers = [(await of('C0305')).caseNo, (await of('E0498')).caseNo];
  for (const caseNo of numbers) for (const type of ['ACCEPTED', 'DISPOSED']) await say(caseNo, type);

  await smoke('event', { code: 'smoke_alarm', active: false });
  for (const minutes of [5, 10, 10]) {
    await bin('telemetry', { fill: 4 });
    await smoke('telemetry', { smoke: 0.01 });
    await forward(minutes);
  }
  expect(await of('C0305')).toMatchObject({
    step: 6,
    subState: 'CLOSED',
    verification: { state: 'VERIFIED', by: 'SENSOR' },
  });
  expect(await of('E0498')).toMatchObject({
    step: 4,
    subState: 'PASSED',
    verification: { state: 'VERIFIED', by: 'SENSOR' },
  });

  const told = (
    await get<{ type: string; subject: string; data: { reason: string } }[]>('/v1/case-events?after=0')
  ).filter(({ subject }) => subject === numbers[0]);
  expect(told.slice(-2).map(({ type, data }) => [type, data.reason])).toEqual([
    ['cn.grid.case.verified.v1', 'quiet for 10 min after the disposal'],
    ['cn.grid.case.closed.v1', 'verified by its sensor'],
  ]);
  expect(await gateway.end()).toBe(0);
});
