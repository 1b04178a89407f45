import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Control, startControl } from '../../simulators/control.ts';
import { placeFleet } from '../../simulators/fleet.ts';
import { epochOf } from '../../simulators/lab-clock.ts';
import { disturberOf } from '../../simulators/traffic.ts';
import { smallScenario, twoGrids } from './small-scenario.ts';

const START = epochOf('2026-06-01T08:00:00+08:00');
const scenario = smallScenario();
const disturber = disturberOf(scenario, placeFleet(scenario, twoGrids));
const run = { title: 'small', seed: 11, start: START, end: START + 600_000, now: START + 150_000 };
let control: Control;

beforeAll(async () => {
  control = await startControl(0, { disturber, status: () => ({ ...run, messages: 7, cases: 2 }) });
});
afterAll(() => control.close());

async function call(method: string, path: string, body?: unknown) {
  const answer = await fetch(`${control.url}${path}`, {
    method,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : undefined };
}

test('tells where the run is', async () => {
  expect((await call('GET', '/status')).body).toEqual({
    ...{ title: 'small', seed: 11, messages: 7, cases: 2, share: 0.25, faults: 0 },
    ...{ now: '2026-06-01T00:02:30.000Z', start: '2026-06-01T00:00:00.000Z', end: '2026-06-01T00:10:00.000Z' },
  });
});

test('faults are switched on, listed and switched off', async () => {
  const { status, body } = await call('POST', '/faults', { kind: 'loss', share: 0.05, target: 'smoke', lasts: '2min' });
  expect(status).toBe(201);
  expect(body).toMatchObject({ kind: 'loss', share: 0.05, later: 5000, ends: '2026-06-01T00:04:30.000Z' });
  const listed = await call('GET', '/faults');
  expect(listed.body.items).toEqual([body]);
  expect(listed.body.kinds.map(({ kind }: { kind: string }) => kind)).toEqual(
    expect.arrayContaining(['stuck', 'wrong-crs', 'flood', 'broker-restart', 'onvif-quirk']),
  );
  expect((await call('DELETE', `/faults/${body.id}`)).status).toBe(204);
  disturber.carry(START, []);
  expect((await call('GET', '/faults')).body.items).toEqual([]);
  await call('POST', '/faults', { kind: 'stuck' });
  expect((await call('DELETE', '/faults')).status).toBe(204);
  disturber.carry(START, []);
  expect(disturber.list()).toEqual([]);
});

test.each([
  [{ kind: 'gremlin' }, 400, 'kind: one of stuck'],
  [{ kind: 'loss', share: 2 }, 400, 'share: '],
  [{ kind: 'unit-slip' }, 400, 'factor: '],
  [{ kind: 'loss', shar: 1 }, 400, 'unknown key shar'],
  [{ kind: 'loss', target: 'lift-001' }, 422, 'smoke, gas'],
  ['{', 400, 'send {"kind"'],
])('%j is refused, saying what is allowed', async (body, status, detail) => {
  const answer = await call('POST', '/faults', body);
  expect(answer.status).toBe(status);
  expect(answer.body.detail).toContain(detail);
});

test('what is not there is said so', async () => {
  expect((await call('DELETE', '/faults/loss-99')).body.detail).toContain('on are: none');
  expect((await call('PUT', '/faults')).status).toBe(405);
  expect((await call('GET', '/')).body.detail).toContain('GET /status');
  expect((await call('POST', '/faults', 'x'.repeat(20_000))).status).toBe(413);
});

test('a page that reaches it under a name of its own gets nothing', async () => {
  const status = await new Promise((resolve, reject) =>
    request(`${control.url}/status`, { headers: { host: 'evil.example' } }, ({ statusCode }) => resolve(statusCode))
      .on('error', reject)
      .end(),
  );
  expect(status).toBe(403);
});

test('a port that is taken is told with what to do', async () => {
  const port = Number(new URL(control.url).port);
  const second = startControl(port, {
    disturber,
    status: () => {
      throw new Error('never asked');
    },
  });
  await expect(second).rejects.toThrow(new RegExp(`--control-port ${port}: .*EADDRINUSE.*0 for any free one`));
  await expect(second).rejects.toMatchObject({ exitCode: 2 });
});
