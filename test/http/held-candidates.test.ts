import { afterEach, beforeEach, expect, it } from 'vitest';
import { HELD_REASONS } from '../../gateway/http/held-candidates.ts';
import { HOLDS } from '../../gateway/pipeline/stage.ts';
import { bearer, type HttpRig, openHttpRig } from '../support/http-rig.ts';

let rig: HttpRig;
beforeEach(async () => {
  rig = await openHttpRig();
});
afterEach(() => rig.stop());

const call = (url: string, payload?: object, who = 'operator') =>
  rig.http.app.inject({
    ...{ method: payload ? 'POST' : 'GET', url, headers: bearer(who) },
    ...(payload ? { payload } : {}),
  });

it('come in pages, with times as RFC 3339', async () => {
  const { items, next } = (await call('/v1/held-candidates?limit=1')).json();
  expect(items).toMatchObject([{ candidateId: 'c1', reason: 'AWAIT_CONFIRM', heldAt: '2025-12-03T00:00:00.000Z' }]);
  expect(next).toBe('c1');
  expect((await call('/v1/held-candidates?limit=1&cursor=c1&reason=STAGE_FAILED')).json()).toEqual({ items: [] });
  expect((await call('/v1/held-candidates?reason=BORED')).statusCode).toBe(400);
});

it('are driven again by their ids', async () => {
  const answer = await call('/v1/held-candidates/redrive', { ids: ['c1'] });
  expect(answer.json()).toEqual({ decided: [{ candidateId: 'c1', outcome: 'opened' }] });
  expect((await call('/v1/held-candidates/redrive', { ids: [] })).statusCode).toBe(400);
});

it('of restricted categories are asked for by that role only', async () => {
  for (const who of ['operator', 'admin', 'restricted']) {
    await call('/v1/held-candidates', undefined, who);
    await call('/v1/held-candidates/redrive', { ids: ['c1'] }, who);
  }
  expect(rig.decided).toEqual([false, false, false, false, true, true].map((restricted) => ({ held: { restricted } })));
});

it('wait for the reasons that the pipeline has', () => {
  expect(HELD_REASONS).toEqual(HOLDS);
});
