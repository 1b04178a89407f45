import { afterEach, beforeEach, expect, it } from 'vitest';
import { START } from '../support/delivery-bench.ts';
import { bearer, type HttpRig, openHttpRig } from '../support/http-rig.ts';

let rig: HttpRig;
beforeEach(async () => {
  rig = await openHttpRig();
});
afterEach(() => rig.stop());

const call = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object, who = 'operator') =>
  rig.http.app.inject({ method, url, headers: bearer(who), ...(payload ? { payload } : {}) });

const stretch = { from: '2025-12-03T08:00:00+08:00', to: '2025-12-03T09:00:00+08:00' };
const rules = { smoke: { 'smoke-density': { set: 0.12, dwell: '30s' } } };

it('begins a trial, says where it is, and takes one at a time', async () => {
  const answer = await call('POST', '/v1/trials', { ...stretch, warmUp: '30min', rules });
  expect([answer.statusCode, answer.headers['location'], answer.json()]).toEqual([
    ...[202, '/v1/trials/t1'],
    {
      ...{ trialId: 't1', state: 'running', startedAt: new Date(START).toISOString() },
      ...{ from: '2025-12-03T00:00:00.000Z', to: '2025-12-03T01:00:00.000Z' },
      progress: { messages: 0, of: 0, at: '2025-12-03T00:00:00.000Z' },
    },
  ]);
  const [asked] = rig.trials;
  expect(asked?.request).toMatchObject({ from: Date.parse(stretch.from), warmUp: 1_800_000, rules });
  expect((await call('POST', '/v1/trials', stretch)).json()).toMatchObject({ status: 409, code: 'TRIAL_BUSY' });
  expect((await call('DELETE', '/v1/trials/t1')).statusCode).toBe(204);
  expect((await call('DELETE', '/v1/trials/t1')).json()).toMatchObject({ code: 'NOT_FOUND' });
});

it.each([
  [{ to: stretch.to }, 'from'],
  [{ ...stretch, warmUp: 'long' }, 'warmUp'],
  [{ ...stretch, rule: {} }, 'rule'],
  [{ ...stretch, types: { smoke: 7 } }, 'types'],
])('refuses %j', async (body, path) => {
  const answer = await call('POST', '/v1/trials', body);
  expect(answer.json()).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
  expect(answer.json().detail).toContain(path);
});

it('counts what concerns restricted cases, and shows it only to whoever has that role', async () => {
  await call('POST', '/v1/trials', stretch);
  const of = (restricted: boolean) => ({
    ...{ change: 'gained', device: 'a/b', category: 'E0498', explanation: 'why' },
    trial: { from: START, until: START + 1_000, raisedAt: START, restricted },
  });
  const result = { from: START, to: START + 1, differences: [of(true), of(false)] };
  Object.assign(rig.trials[0] ?? {}, { state: 'done', result });
  const seen = (await call('GET', '/v1/trials/t1')).json().result;
  expect([seen.differences.length, seen.hidden]).toEqual([1, 1]);
  expect(seen.differences[0].trial.raisedAt).toBe(new Date(START).toISOString());
  const all = (await call('GET', '/v1/trials/t1', undefined, 'restricted')).json().result;
  expect([all.differences.length, all.hidden]).toEqual([2, 0]);
  const [listed] = (await call('GET', '/v1/trials')).json().items;
  expect(listed).toMatchObject({ trialId: 't1', state: 'done' });
  expect(listed.result).toBeUndefined();
});
