import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Case } from '../../gateway/model/case.ts';
import type { Category } from '../../gateway/model/catalogue.ts';
import { treeOf } from '../support/cap-schema.ts';
import { sampleCase } from '../support/case-log.ts';
import { START } from '../support/delivery-bench.ts';
import { bearer, FIRE, type HttpRig, openHttpRig } from '../support/http-rig.ts';

const LIGHT: Category = {
  ...FIRE,
  code: 'C0118',
  class: 'COMPONENT',
  name: { zh: '路灯', en: 'street light' },
  open311: 'street-light',
};

let rig: HttpRig;
beforeEach(async () => {
  rig = await openHttpRig();
  rig.categories.set(LIGHT.code, LIGHT);
});
afterEach(() => rig.stop());

const given = (n: number, changes: Partial<Case> = {}) => {
  const record = sampleCase({
    caseNo: `2512S000000${n}`,
    categoryCode: 'C0118',
    raisedAt: START - n * 1_000,
    ...changes,
  });
  rig.cases.set(record.caseNo, record);
};
const get = async (path: string, who = 'viewer') => {
  const { statusCode, body } = await rig.http.app.inject({ url: `/open311/v2/${path}`, headers: bearer(who) });
  return { status: statusCode, body };
};
const ids = async (path: string, who?: string) =>
  (JSON.parse((await get(path, who)).body) as { service_request_id: string }[]).map((one) => one.service_request_id);

it('lists the published categories as services', async () => {
  const [service] = JSON.parse((await get('services.json')).body) as object[];
  expect(service).toEqual({
    ...{ service_code: 'street-light', service_name: 'street light', description: '路灯' },
    ...{ metadata: false, type: 'realtime', keywords: 'C0118', group: 'components' },
  });
  const { root } = treeOf((await get('services.xml')).body);
  expect([root.name, root.children.map(({ name }) => name)]).toEqual(['services', ['service']]);
});

it('makes one service of categories that share a code, and none of those that are restricted', async () => {
  rig.categories.set('C0119', { ...LIGHT, code: 'C0119', name: { zh: '景观灯', en: 'landscape light' } });
  rig.categories.set('E0901', { ...FIRE, code: 'E0901', open311: 'sealed', restricted: true });
  given(1);
  given(2, { categoryCode: 'C0119' });
  expect(JSON.parse((await get('services.json')).body)).toMatchObject([
    {
      service_code: 'street-light',
      service_name: 'street light',
      description: '路灯、景观灯',
      keywords: 'C0118,C0119',
    },
  ]);
  expect(await ids('requests.json?service_code=street-light')).toEqual(['2512S0000001', '2512S0000002']);
});

it('shows a case as a service request, in JSON and XML alike', async () => {
  given(1);
  const [request] = JSON.parse((await get('requests/2512S0000001.json')).body) as Record<string, unknown>[];
  expect(request).toMatchObject({
    ...{ service_request_id: '2512S0000001', status: 'open', service_code: 'street-light', agency_responsible: 'FIRE' },
    ...{ requested_datetime: '2025-12-02T23:59:59.000Z', lat: 34.2658, long: 108.9402 },
  });
  const { root } = treeOf((await get('requests/2512S0000001.xml')).body);
  const fields = root.children[0]?.children.map(({ name, text }) => [name, text]) ?? [];
  expect(root.name).toBe('service_requests');
  expect(Object.fromEntries(fields)).toEqual(
    Object.fromEntries(Object.entries(request ?? {}).map(([name, value]) => [name, String(value)])),
  );
});

it('filters by id, code, time and status, in pages', async () => {
  given(1);
  given(2, { step: 6, subState: 'CLOSED', closedAt: START });
  given(3, { subState: 'FALSE_ALARM' });
  given(4, { raisedAt: START - 100 * 86_400_000 });
  given(5, { categoryCode: 'E0498' });
  expect(await ids('requests.json')).toEqual(['2512S0000001', '2512S0000002', '2512S0000003']);
  expect(await ids('requests.json?status=open')).toEqual(['2512S0000001']);
  expect(await ids('requests.json?status=closed')).toEqual(['2512S0000002', '2512S0000003']);
  expect(await ids('requests.json?status=open,closed&page_size=2&page=2')).toEqual(['2512S0000003']);
  expect(await ids('requests.json?service_request_id=2512S0000004,2512S0000005')).toEqual(['2512S0000004']);
  expect(await ids('requests.json?service_code=manhole-cover')).toEqual([]);
  expect(await ids('requests.json?service_code=x,street-light&end_date=2025-12-02T23:59:58Z')).toEqual([
    ...['2512S0000002', '2512S0000003'],
  ]);
  expect((await get('requests.json?status=lost')).status).toBe(400);
  expect((await get('requests/2512S0000005.json')).status).toBe(404);
});

it('never shows a restricted case, nor one of another organisation', async () => {
  given(1, { restricted: true });
  given(2);
  for (const who of ['viewer', 'restricted', 'admin']) {
    expect(await ids('requests.json?service_request_id=2512S0000001,2512S0000002', who)).toEqual(['2512S0000002']);
    expect((await get('requests/2512S0000001.xml', who)).status).toBe(404);
  }
  expect(await ids('requests.json', 'restricted')).toEqual(['2512S0000002']);
  expect(await ids('requests.json', 'jiading')).toEqual([]);
});
