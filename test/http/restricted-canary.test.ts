import { afterEach, beforeEach, expect, it } from 'vitest';
import { publishCases } from '../../gateway/case-publisher.ts';
import { caseEventMessages } from '../../gateway/delivery/case-event.ts';
import { silentLog } from '../../gateway/log.ts';
import { sampleCase } from '../support/case-log.ts';
import { START } from '../support/delivery-bench.ts';
import { bearer, FIRE, type HttpRig, openHttpRig } from '../support/http-rig.ts';
import { type WebhookReceiver, webhookReceiver } from '../support/webhook-receiver.ts';

/** Stands in every text member of the restricted case: wherever it turns up, something leaked. */
const CANARY = 'canary-7d1f';
const SECRET = sampleCase({
  raisedAt: START,
  ...{ caseNo: '2512S0000001', restricted: true, categoryCode: 'C0118', candidateId: `${CANARY}-candidate` },
  ...{ categoryName: { zh: CANARY, en: CANARY }, devices: [`acme/${CANARY}`], incidentNo: CANARY },
  evidence: [{ kind: 'DOC', uri: `/${CANARY}`, capturedAt: 0, note: CANARY }],
});
const OPEN = sampleCase({ caseNo: '2512S0000002', categoryCode: 'C0118', raisedAt: START });

let rig: HttpRig;
let plain: WebhookReceiver;
let sealed: WebhookReceiver;
beforeEach(async () => {
  [plain, sealed] = await Promise.all([webhookReceiver(), webhookReceiver()]);
  rig = await openHttpRig();
  rig.categories.set('C0118', { ...FIRE, code: 'C0118', open311: 'street-light' });
});
afterEach(async () => {
  await rig.stop();
  await Promise.all([plain.close(), sealed.close()]);
});

/** What one reader of the stream hears until the open case has passed. */
async function streamed(origin: string, who: string): Promise<string> {
  const left = new AbortController();
  const answer = await fetch(`${origin}/v1/case-events/stream?after=0`, { headers: bearer(who), signal: left.signal });
  const decoder = new TextDecoder();
  let heard = '';
  for await (const chunk of answer.body ?? []) {
    heard += decoder.decode(chunk, { stream: true });
    if (heard.includes(OPEN.caseNo) && heard.endsWith('\n\n')) break;
  }
  left.abort();
  return heard;
}

it('lets a restricted case leave through no lane but its own', async () => {
  const published: { topic: string; payload: string }[] = [];
  publishCases({
    ...{ events: rig.log, log: silentLog() },
    messagesOf: (event) => caseEventMessages('gw1', event),
    publish: async (topic, payload) => void published.push({ topic, payload }),
  });
  const { receivers } = rig.delivery;
  await receivers.create({ receiverId: 'plain', url: plain.url, filter: { categories: ['*'] } });
  await receivers.create({ receiverId: 'sealed', url: sealed.url, filter: { restricted: true }, fallback: 'plain' });
  for (const record of [SECRET, OPEN]) {
    rig.cases.set(record.caseNo, record);
    await rig.log.append('raised', record, rig.clock.now(), record === SECRET ? CANARY : 'smoke');
  }
  await rig.delivery.idle();
  const origin = `http://127.0.0.1:${await rig.http.listen({ host: '127.0.0.1', port: 0 })}`;
  const read = async (path: string, who: string, accept = '*/*') =>
    await (await fetch(origin + path, { headers: { ...bearer(who), accept } })).text();
  const everywhere = [
    ...['/v1/cases', `/v1/cases/${SECRET.caseNo}`, `/v1/cases/${SECRET.caseNo}/explain`, '/v1/case-events?after=0'],
    ...[`/v1/cases/${SECRET.caseNo}/feedback`, `/v1/cases/${SECRET.caseNo}/ledger`],
  ];
  const exports = [
    ...['/v1/cap', `/v1/cases/${SECRET.caseNo}/cap`, '/open311/v2/requests.json', '/open311/v2/requests.xml'],
    ...[`/open311/v2/requests/${SECRET.caseNo}.json`, `/open311/v2/requests.xml?service_request_id=${SECRET.caseNo}`],
  ];

  for (const who of ['viewer', 'dispatcher', 'operator', 'admin']) {
    for (const path of [...everywhere, ...exports])
      expect(await read(path, who), `${who} ${path}`).not.toContain(CANARY);
    expect(await read('/v1/case-events?after=0', who, 'application/protobuf'), who).not.toContain(CANARY);
    expect(await streamed(origin, who), who).not.toContain(CANARY);
  }
  for (const path of exports) expect(await read(path, 'restricted'), path).not.toContain(CANARY);
  expect(plain.received.map(({ body }) => String(body)).join()).not.toContain(CANARY);
  const open = published.filter(({ topic }) => !topic.startsWith('v1/restricted-cases/'));
  expect(JSON.stringify(open)).not.toContain(CANARY);

  // The canary sings where it may: otherwise its silence above would prove nothing.
  expect(plain.received).toHaveLength(1);
  expect(open).toHaveLength(1);
  expect(sealed.received.map(({ body }) => String(body)).join()).toContain(CANARY);
  expect(await read('/v1/case-events?after=0', 'restricted')).toContain(CANARY);
  expect(await streamed(origin, 'restricted')).toContain(CANARY);
  expect(published.find(({ topic }) => topic.startsWith('v1/restricted-cases/lianhu/'))?.payload).toContain(CANARY);
  for (const path of ['/v1/cap', '/open311/v2/requests.json'])
    expect(await read(path, 'viewer')).toContain(OPEN.caseNo);
});
