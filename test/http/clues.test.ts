import { afterEach, beforeEach, expect, it } from 'vitest';
import { bearer, type HttpRig, openHttpRig } from '../support/http-rig.ts';

let rig: HttpRig;
beforeEach(async () => {
  rig = await openHttpRig();
});
afterEach(() => rig.stop());

const CLUE = {
  clueId: '12345-17',
  source: 'HOTLINE',
  category: 'E0406',
  position: { lon: 108.94, lat: 34.26, crs: 'gcj02' },
  at: '2025-12-03T08:00:00+08:00',
};
const send = (payload: object) =>
  rig.http.app.inject({ method: 'POST', url: '/v1/clues', headers: bearer('dispatcher'), payload });

it('a clue is answered with what became of it', async () => {
  expect((await send(CLUE)).json()).toEqual({ applied: true, outcome: 'waiting' });
  expect((await send({ ...CLUE, clueId: 'known' })).json()).toMatchObject({ applied: false });
  const seen = await rig.http.app.inject({ url: '/v1/clues/12345-17', headers: bearer('operator') });
  expect([seen.statusCode, seen.json()]).toEqual([
    200,
    { ...CLUE, at: '2025-12-03T00:00:00.000Z', outcome: 'waiting' },
  ]);
  const none = await rig.http.app.inject({ url: '/v1/clues/12345-18', headers: bearer('operator') });
  expect(none.statusCode).toBe(404);
});

it('needs a source, a place with its reference system, and a time', async () => {
  const { position, ...rest } = CLUE;
  for (const [path, body] of [
    ['source', { ...CLUE, source: 'NEIGHBOUR' }],
    ['position', rest],
    ['position.crs', { ...CLUE, position: { lon: position.lon, lat: position.lat } }],
    ['reporter', { ...CLUE, reporter: 'Li' }],
    ['at', { ...CLUE, at: 'this morning' }],
    ['half a character', { ...CLUE, clueId: 'a\ud800' }],
  ] as const) {
    const answer = await send(body);
    expect([answer.statusCode, answer.body]).toEqual([400, expect.stringContaining(path)]);
  }
});
