import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Case, CaseEventType } from '../../gateway/model/case.ts';
import { capFaults, treeOf } from '../support/cap-schema.ts';
import { sampleCase } from '../support/case-log.ts';
import { bearer, type HttpRig, openHttpRig } from '../support/http-rig.ts';

let rig: HttpRig;
beforeEach(async () => {
  rig = await openHttpRig();
});
afterEach(() => rig.stop());

const happen = async (type: CaseEventType, changes: Partial<Case> = {}, reason?: string) => {
  const record = sampleCase(changes);
  rig.cases.set(record.caseNo, record);
  await rig.log.append(type, record, rig.clock.now(), reason);
};
const get = (url: string, who = 'viewer') => rig.http.app.inject({ url, headers: bearer(who) });
const cap = async (caseNo = '2512S0000001') => (await get(`/v1/cases/${caseNo}/cap`)).body;
const text = (xml: string, name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];

it('is Alert, Update and Cancel over the life of a case, each a valid message that refers to those before', async () => {
  const facts: unknown[] = [];
  for (const [type, changes] of [
    ['raised', {}],
    ['escalated', {}],
    ['updated', {}],
    ['cleared', { clearedAt: 1_764_720_060_000 }],
    ['closed', { clearedAt: 1_764_720_060_000, step: 6, subState: 'CLOSED' }],
    ['reopened', {}],
    ['withdrawn', { subState: 'WITHDRAWN' }],
  ] as const) {
    await happen(type, changes, 'a reason');
    const xml = await cap();
    expect(capFaults(xml)).toEqual([]);
    const references = text(xml, 'references')?.replaceAll(/gw1,(gw1-\d),\S+/g, '$1');
    facts.push([text(xml, 'identifier'), text(xml, 'msgType'), text(xml, 'urgency'), references]);
  }
  expect(facts).toEqual([
    ['gw1-1', 'Alert', 'Immediate', undefined],
    ['gw1-2', 'Update', 'Immediate', 'gw1-1'],
    ['gw1-3', 'Update', 'Immediate', 'gw1-1 gw1-2'],
    ['gw1-4', 'Update', 'Past', 'gw1-1 gw1-3'],
    ['gw1-5', 'Cancel', 'Past', 'gw1-1 gw1-4'],
    ['gw1-6', 'Alert', 'Immediate', undefined],
    ['gw1-7', 'Cancel', 'Past', 'gw1-6'],
  ]);
});

it('says where, how grave, how soon and how sure in the words of CAP, and that an exercise is one', async () => {
  await happen('raised', { simulated: true });
  const xml = await cap();
  expect(xml).toContain('<sent>2025-12-03T08:00:00+08:00</sent>');
  expect(xml).toContain('<circle>34.26580,108.94020 0.05</circle>');
  expect(xml).toContain('<valueName>gridwarden:police</valueName><value>P-0417</value>');
  const words = ['status', 'severity', 'certainty', 'event'].map((name) => text(xml, name));
  expect(words).toEqual(['Exercise', 'Extreme', 'Observed', '火灾隐患']);
  await happen('updated', { severity: 4, certainty: 0.6, responseDeadline: sampleCase().raisedAt + 3_600_000 });
  const later = await cap();
  const changed = ['status', 'severity', 'certainty', 'urgency'].map((name) => text(later, name));
  expect(changed).toEqual(['Actual', 'Minor', 'Likely', 'Expected']);
});

it('escapes what people write, and does without a point', async () => {
  const { location: _point, ...unlocated } = sampleCase({ categoryName: { zh: '<火>&\u0001', en: 'a "b"' } });
  rig.cases.set(unlocated.caseNo, unlocated);
  await rig.log.append('withdrawn', unlocated, rig.clock.now(), 'a < b & c');
  const xml = await cap();
  expect(treeOf(xml).root.children.find(({ name }) => name === 'note')?.text).toBe('a < b & c');
  expect(xml).not.toContain('<circle>');
  expect(xml).toContain('<event>&lt;火&gt;&amp;</event>');
});

it('lists the messages of a page as an Atom feed', async () => {
  for (const n of [1, 2, 3]) await happen('raised', { caseNo: `2512S000000${n}`, raisedAt: 1_764_720_000_000 + n });
  const first = await get('/v1/cap?limit=2&since=1764720000000');
  expect(first.headers['content-type']).toBe('application/atom+xml');
  const { root, namespace } = treeOf(first.body);
  expect([root.name, namespace]).toEqual(['feed', 'http://www.w3.org/2005/Atom']);
  expect(root.children.filter(({ name }) => name === 'entry')).toHaveLength(2);
  for (const [message] of first.body.matchAll(/<alert .*?<\/alert>/g)) expect(capFaults(message)).toEqual([]);
  const next = /rel="next" href="([^"]+)"/.exec(first.body)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const second = await get(next);
  expect(second.body.match(/<entry>/g)).toHaveLength(1);
  expect(second.body).not.toContain('rel="next"');
  expect((await get('/v1/cap?since=soon')).statusCode).toBe(400);
});

it('never shows a restricted case, nor one of another organisation', async () => {
  await happen('raised', { restricted: true });
  for (const who of ['viewer', 'restricted', 'admin'])
    expect((await get('/v1/cases/2512S0000001/cap', who)).statusCode).toBe(404);
  expect((await get('/v1/cap', 'restricted')).body).not.toContain('2512S0000001');
  await happen('raised', { caseNo: '2512S0000002' });
  expect((await get('/v1/cases/2512S0000002/cap', 'jiading')).statusCode).toBe(404);
  expect((await get('/v1/cap', 'jiading')).body).not.toContain('2512S0000002');
});
