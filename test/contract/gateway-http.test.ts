import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseFeedback } from '../../gateway/ingest/feedback-messages.ts';
import { FEEDBACK_TYPES, type Feedback } from '../../gateway/model/feedback.ts';
import { sampleCase } from '../support/case-log.ts';
import { bearer, type HttpRig, openHttpRig } from '../support/http-rig.ts';
import { golden } from './contract.ts';

interface Exchange {
  readonly request: { readonly method: 'PUT' | 'POST'; readonly url: string };
  readonly body: object;
  readonly answer: object;
}

let rig: HttpRig;
beforeEach(async () => {
  rig = await openHttpRig({ lab: true });
});
afterEach(() => rig.stop());

const call = ({ request, body }: Pick<Exchange, 'request' | 'body'>) =>
  rig.http.app.inject({ ...request, headers: bearer('operator'), payload: body });

describe('feedback', () => {
  const { desk, accepted, refused } = golden<{
    desk: { answers: readonly object[]; falseAlarm: readonly object[] };
    accepted: readonly { name: string; document: { type: string }; feedback: Feedback }[];
    refused: readonly { name: string; document: object; path: string }[];
  }>('feedback');
  const url = '/v1/cases/2512S0000001/feedback';
  const byHttp = (document: object) => call({ request: { method: 'POST', url }, body: document });
  const byMqtt = (document: object) => parseFeedback(Buffer.from(JSON.stringify(document)));
  beforeEach(() => void rig.cases.set('2512S0000001', sampleCase()));

  it.each(accepted)('means the same by HTTP and MQTT: $name', async ({ document, feedback }) => {
    expect(byMqtt(document)).toEqual(feedback);
    expect((await byHttp(document)).json()).toMatchObject({ applied: true, case: { caseNo: '2512S0000001' } });
    expect(rig.feedback).toEqual([feedback]);
  });

  it('is taken from the desk of a lab', async () => {
    for (const document of [...desk.answers, ...desk.falseAlarm]) {
      const feedback = byMqtt(document);
      expect((await byHttp(document)).statusCode).toBe(200);
      expect(rig.feedback.at(-1)).toEqual(feedback);
    }
  });

  it.each(refused)('is refused by both: $name', async ({ document, path }) => {
    expect(() => byMqtt(document)).toThrow(expect.objectContaining({ code: 'PAYLOAD_INVALID', path }));
    const answer = await byHttp(document);
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { code: 'REQUEST_INVALID', path }]);
    expect(rig.feedback).toEqual([]);
  });

  it('has the same types on both', async () => {
    for (const type of FEEDBACK_TYPES) {
      const document = { ...accepted[0]?.document, type };
      expect(byMqtt(document).type).toBe(type);
      expect((await byHttp(document)).json().code, type).not.toBe('REQUEST_INVALID');
    }
  });
});

describe('devices', () => {
  const { lab, refused } = golden<{
    lab: readonly (Exchange & { name: string })[];
    refused: readonly { name: string; body: object; path: string }[];
  }>('device-registration');

  it.each(lab)('are registered and replaced: $name', async (exchange) => {
    const first = await call(exchange);
    expect([first.statusCode, first.json()]).toEqual([201, exchange.answer]);
    const again = await call(exchange);
    expect([again.statusCode, again.json()]).toEqual([200, exchange.answer]);
  });

  it.each(refused)('are refused: $name', async ({ body, path }) => {
    const answer = await call({ request: { method: 'PUT', url: '/v1/devices/acme/smoke-17' }, body });
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { code: 'REQUEST_INVALID', path }]);
    expect(rig.devices.size).toBe(0);
  });
});

describe('receivers', () => {
  const exchange = golden<Exchange & { answer: { secret: string } }>('receiver-registration');

  it('are registered with the secret they ask for', async () => {
    const answer = await call({ ...exchange, body: { ...exchange.body, secret: exchange.answer.secret } });
    expect([answer.statusCode, answer.json()]).toEqual([201, exchange.answer]);
  });

  it('get one made for them', async () => {
    const answer = await call(exchange);
    expect([answer.statusCode, answer.json()]).toEqual([
      201,
      { ...exchange.answer, secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/) },
    ]);
    expect(answer.json().secret).not.toBe(exchange.answer.secret);
  });
});

describe('the lab clock', () => {
  it('steps and says what time it is', async () => {
    const exchange = golden<Exchange>('lab-clock');
    const answer = await call(exchange);
    expect([answer.statusCode, answer.json()]).toEqual([200, exchange.answer]);
  });
});
