import { afterEach, beforeEach, expect, it } from 'vitest';
import { START } from '../support/delivery-bench.ts';
import { bearer, type HttpRig, openHttpRig } from '../support/http-rig.ts';

let rig: HttpRig;
beforeEach(async () => {
  rig = await openHttpRig();
});
afterEach(() => rig.stop());

const call = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
  rig.http.app.inject({ method, url, headers: bearer('operator'), ...(payload ? { payload } : {}) });

it('begins now unless told, is printed with RFC 3339 times, and is told in the audit log', async () => {
  const match = { vendor: 'acme', category: 'E0498' };
  const answer = await call('POST', '/v1/silences', { match, until: '2025-12-03T20:00:00+08:00', reason: 'works' });
  expect([answer.statusCode, answer.json()]).toEqual([
    201,
    {
      ...{ silenceId: 's1', match, reason: 'works' },
      ...{ from: new Date(START).toISOString(), until: '2025-12-03T12:00:00.000Z' },
    },
  ]);
  expect((await call('DELETE', '/v1/silences/s1')).statusCode).toBe(204);
  const { items } = (await rig.http.app.inject({ url: '/v1/audit', headers: bearer('admin') })).json();
  expect(items.map(({ kind, subject }: { kind: string; subject: string }) => [kind, subject])).toEqual([
    ['silence.added', 's1'],
    ['silence.ended', 's1'],
  ]);
});

it('refuses what it cannot mean', async () => {
  const until = START + 1;
  for (const [path, body] of [
    ['reason', { match: { vendor: 'acme' }, until }],
    ['match.colour', { match: { colour: 'red' }, until, reason: 'x' }],
    ['until', { match: { vendor: 'acme' }, until: 'tomorrow', reason: 'x' }],
  ] as const) {
    const answer = await call('POST', '/v1/silences', body);
    expect([answer.statusCode, answer.body]).toEqual([400, expect.stringContaining(path)]);
  }
  expect((await call('DELETE', '/v1/silences/s9')).json()).toMatchObject({ code: 'NOT_FOUND' });
  expect((await call('GET', '/v1/silences')).json()).toEqual({ items: [] });
});
