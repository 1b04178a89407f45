import { afterEach, beforeEach, expect, it } from 'vitest';
import { START } from '../support/delivery-bench.ts';
import { bearer, type HttpRig, openHttpRig } from '../support/http-rig.ts';

let rig: HttpRig;
beforeEach(async () => {
  rig = await openHttpRig();
});
afterEach(() => rig.stop());

const get = async (query = '', who = 'operator') =>
  (await rig.http.app.inject({ url: `/v1/shadow${query}`, headers: bearer(who) })).json();

it('tells how to have a shadow where there is none, and why one does not run', async () => {
  expect(await get()).toMatchObject({ status: 404, detail: expect.stringContaining('shadow.types') });
  rig.shadow.report = () => ({ types: '/t', problem: { code: 'CITY_INVALID', detail: 'smoke.yaml:1:1' } });
  expect(await get()).toEqual({ types: '/t', problem: { code: 'CITY_INVALID', detail: 'smoke.yaml:1:1' } });
});

it('reports a day unless told, and counts restricted alarms without showing them', async () => {
  const asked: number[] = [];
  rig.shadow.report = (since) => {
    asked.push(since);
    const differences = ['E0498', 'E0301'].map((category) => ({ change: 'gained', category, at: START }));
    return { types: '/t', startedAt: START, since, differences, cut: false };
  };
  expect(await get()).toMatchObject({
    ...{ startedAt: new Date(START).toISOString(), hidden: 1, cut: false },
    counts: { gained: 2, lost: 0, earlier: 0, later: 0 },
    differences: [{ category: 'E0498', at: new Date(START).toISOString() }],
  });
  expect(await get('?since=2025-12-03T08:00:00%2B08:00', 'restricted')).toMatchObject({ hidden: 0 });
  expect(asked).toEqual([START - 86_400_000, Date.parse('2025-12-03T00:00:00Z')]);
});
