import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Answer, createDesk, type ReceivedCase } from '../../simulators/desk.ts';
import { type DispatchPlatform, startDispatch } from '../../simulators/dispatch.ts';
import type { LabDevice } from '../../simulators/fleet.ts';
import { createGatewayHttp, type GatewayHttp } from '../../simulators/gateway-http.ts';
import { createLabClock, epochOf } from '../../simulators/lab-clock.ts';
import { golden } from './contract.ts';

interface Exchange {
  readonly request: { readonly method: string; readonly url: string };
  readonly body: object;
  readonly answer: object;
}
interface GoldenEvent {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly data: { readonly caseNo: string; readonly devices: readonly string[] };
}
const events = golden<{ events: readonly { name: string; cloudEvent: GoldenEvent }[] }>('case-events').events;
const [raised] = events.map(({ cloudEvent }) => cloudEvent);
if (!raised) throw new Error('the contract has no case event');

describe('what the lab asks of the gateway', () => {
  let server: Server;
  let http: GatewayHttp;
  let answer: object;
  let asked: object[];
  beforeEach(async () => {
    asked = [];
    server = createServer(async (request, response) => {
      const body = await new Response(request as unknown as ReadableStream).text();
      asked.push({ request: { method: request.method, url: request.url }, body: JSON.parse(body) });
      response.writeHead(200).end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    http = createGatewayHttp({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  });
  afterEach(async () => {
    await http.close();
    server.close();
  });

  type Registration = Omit<Exchange, 'body'> & {
    name: string;
    body: { typeId: string; siteClass: string; position: { lon: number; lat: number }; onvif?: Login };
    answer: { deviceId: string; device: string };
  };
  type Login = { address: string; username: string; password: string };

  it.each(golden<{ lab: readonly Registration[] }>('device-registration').lab)(
    'a registration: $name',
    async (exchange) => {
      const { body, request } = exchange;
      const { lon, lat } = body.position;
      const { deviceId, device: name } = exchange.answer;
      const place = { type: body.typeId, site: body.siteClass, position: { lon, lat }, grid: 'S1', parts: [] };
      const device: LabDevice = { deviceId, name, kind: 'sensor', ...place };
      answer = exchange.answer;
      await http.register(device, body.onvif);
      expect(asked).toEqual([{ request, body }]);
    },
  );

  it('a receiver, whose secret it finds in the answer', async () => {
    const exchange = golden<Exchange & { body: { receiverId: string; url: string }; answer: { secret: string } }>(
      'receiver-registration',
    );
    answer = exchange.answer;
    const { receiverId, url } = exchange.body;
    expect(await http.addReceiver(receiverId, url)).toBe(exchange.answer.secret);
    expect(asked).toEqual([{ request: exchange.request, body: exchange.body }]);
  });

  it('a step of the clock', async () => {
    const exchange = golden<Exchange & { body: { now: number } }>('lab-clock');
    answer = exchange.answer;
    await http.stepClock(exchange.body.now);
    expect(asked).toEqual([{ request: exchange.request, body: exchange.body }]);
  });

  it('feedback, at the path of its case', async () => {
    const [document] = golden<{ desk: { answers: readonly { caseNo: string }[] } }>('feedback').desk.answers;
    answer = {};
    await http.feedback(document?.caseNo ?? '', document ?? {});
    const url = `/v1/cases/${document?.caseNo}/feedback`;
    expect(asked).toEqual([{ request: { method: 'POST', url }, body: document }]);
  });
});

describe('the desk', () => {
  const { desk } = golden<{ desk: { raisedAt: string; answers: object[]; falseAlarm: object[] } }>('feedback');
  const start = epochOf(desk.raisedAt);
  const answersTo = (isFalseAlarm: boolean): readonly Answer['document'][] => {
    const times = { accept: 20_000, dispose: 180_000, close: 60_000 };
    const people = createDesk({ clock: createLabClock(start), ...times, isFalseAlarm: () => isFalseAlarm });
    for (const [index, verb] of ['raised', 'cleared'].entries())
      people.take({ ...parsedRaised, sequence: String(index + 1), type: `cn.grid.case.${verb}.v1` }, 0);
    return people.answersDue(start + 3_600_000).map(({ document }) => document);
  };
  const parsedRaised = raised as never as Parameters<ReturnType<typeof createDesk>['take']>[0];

  it('answers with these documents', () => {
    expect(answersTo(false)).toEqual(desk.answers);
    expect(answersTo(true)).toEqual(desk.falseAlarm);
  });
});

describe('the dispatch platform', () => {
  const headers = golden<{
    signedAt: number;
    body: string;
    secret: string;
    previousSecret: string;
    headers: Record<string, string>;
    headersDuringRotation: Record<string, string>;
  }>('webhook-headers');
  let platform: DispatchPlatform;
  let seen: ReceivedCase[];
  beforeEach(async () => {
    seen = [];
    // Signatures hold for five minutes: the contract's are as old as its events.
    vi.useFakeTimers({ toFake: ['Date'], now: headers.signedAt });
    platform = await startDispatch({
      ...{ clock: createLabClock(headers.signedAt), accept: 1, dispose: 1, close: 1, isFalseAlarm: () => false },
      onRaised: (received) => seen.push(received),
    });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await platform.close();
  });
  const post = async (body: string, sent: Record<string, string>) =>
    (await fetch(platform.url, { method: 'POST', body, headers: sent })).status;

  it('checks the signature as the contract has it', async () => {
    const NO_CASE_EVENT = 400;
    platform.trust(headers.secret);
    expect(await post(headers.body, headers.headers)).toBe(NO_CASE_EVENT);
    expect(await post(`${headers.body} `, headers.headers)).toBe(401);
    platform.trust(headers.previousSecret);
    expect(await post(headers.body, headers.headers)).toBe(401);
    expect(await post(headers.body, headers.headersDuringRotation)).toBe(NO_CASE_EVENT);
  });

  it.each(events)('takes the event: $name', async ({ cloudEvent }) => {
    platform.trust(headers.secret);
    const body = JSON.stringify(cloudEvent);
    const signature = new Webhook(headers.secret).sign(cloudEvent.id, new Date(headers.signedAt), body);
    const signed = { ...headers.headers, 'webhook-id': cloudEvent.id, 'webhook-signature': signature };
    expect(await post(body, signed)).toBe(204);
    expect(await post(body, signed)).toBe(204);
    expect(platform.statistics).toMatchObject({ events: 1, redelivered: 1, forged: 0, unreadable: 0 });
    const [received] = seen;
    expect(received !== undefined).toBe(cloudEvent === raised);
    if (!received) return;
    const { receivedMachine: _machine, worstSeverity: _worst, events: _verbs, raisedAt, ...kept } = received;
    expect(cloudEvent.data).toMatchObject(kept);
    expect(raisedAt).toBe(epochOf(cloudEvent.time));
  });
});
