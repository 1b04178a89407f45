import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stepClock } from '../../gateway/clock.ts';
import type { Channel } from '../../gateway/delivery/channel.ts';
import { createEgressGuard } from '../../gateway/delivery/egress.ts';
import type { Receiver } from '../../gateway/delivery/receiver.ts';
import { newSecret } from '../../gateway/delivery/signature.ts';
import { createWebhookChannel } from '../../gateway/delivery/webhook.ts';
import type { CaseEvent } from '../../gateway/model/case.ts';
import { CaseEvent as CaseEventProto } from '../../proto/index.ts';
import { sampleCase } from '../support/case-log.ts';
import {
  answer,
  answerThenDrop,
  drop,
  hang,
  type WebhookReceiver,
  webhookReceiver,
} from '../support/webhook-receiver.ts';

const START = Date.parse('2025-12-03T00:00:00Z');
const event: CaseEvent = { sequence: 5, type: 'raised', caseNo: '2512S0000001', at: START, case: sampleCase() };
const never = new AbortController().signal;

let server: WebhookReceiver;
let channel: Channel;
let receiver: Receiver;

beforeEach(async () => {
  server = await webhookReceiver();
  channel = createWebhookChannel({
    clock: stepClock(START),
    gatewayId: 'gw1',
    guard: createEgressGuard(['127.0.0.0/8']),
    timeoutMs: 250,
  });
  receiver = {
    receiverId: 'r1',
    url: server.url,
    contentType: 'application/json',
    filter: { restricted: false },
    secrets: [{ secret: newSecret() }],
    state: 'enabled',
    createdAt: START,
    cursor: 0,
    caseEvents: 0,
    replayed: 0,
  };
});

afterEach(async () => {
  await channel.close();
  await server.close();
});

describe('webhook channel', () => {
  it('posts the CloudEvent with headers that the reference library verifies', async () => {
    expect(await channel.deliver(receiver, event, never)).toEqual({ kind: 'delivered', status: 204 });
    const [received] = server.received;
    expect(received?.headers).toMatchObject({
      'content-type': 'application/cloudevents+json; charset=utf-8',
      'webhook-id': 'gw1-5',
    });
    // Verified against the real clock, although the city's clock stands elsewhere.
    const verified = new Webhook(receiver.secrets[0]?.secret ?? '').verify(
      received?.body ?? '',
      received?.headers as Record<string, string>,
    );
    expect(verified).toMatchObject({ id: 'gw1-5', subject: '2512S0000001', data: { categoryCode: 'E0498' } });
  });

  it('can be verified with the old and the new secret during a rotation, with the new one afterwards', async () => {
    const [old, fresh] = [newSecret(), newSecret()];
    await channel.deliver(
      { ...receiver, secrets: [{ secret: fresh }, { secret: old, until: START + 1 }] },
      event,
      never,
    );
    await channel.deliver({ ...receiver, secrets: [{ secret: fresh }, { secret: old, until: START }] }, event, never);
    const [during, after] = server.received;
    const verify = (secret: string, webhook = during) =>
      new Webhook(secret).verify(webhook?.body ?? '', webhook?.headers as Record<string, string>);
    expect(verify(old)).toMatchObject({ id: 'gw1-5' });
    expect(verify(fresh)).toMatchObject({ id: 'gw1-5' });
    expect(verify(fresh, after)).toMatchObject({ id: 'gw1-5' });
    expect(() => verify(old, after)).toThrow('No matching signature');
  });

  it('posts protobuf in binary mode, signed over its bytes', async () => {
    await channel.deliver({ ...receiver, contentType: 'application/protobuf' }, event, never);
    const [received] = server.received;
    if (!received) throw new Error('nothing came');
    const { headers, body } = received;
    expect(headers).toMatchObject({
      'content-type': 'application/protobuf',
      'ce-id': 'gw1-5',
      'ce-specversion': '1.0',
    });
    expect(CaseEventProto.decode(body)).toMatchObject({ sequence: 5, case: { caseNo: '2512S0000001' } });
    const key = Buffer.from((receiver.secrets[0]?.secret ?? '').slice('whsec_'.length), 'base64');
    const mac = createHmac('sha256', key)
      .update(`gw1-5.${headers['webhook-timestamp']}.`)
      .update(body)
      .digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${mac}`);
  });

  it.each([
    [200, { kind: 'delivered' }],
    [409, { kind: 'delivered' }],
    [410, { kind: 'gone' }],
    [400, { kind: 'refused' }],
    [404, { kind: 'refused' }],
    [408, { kind: 'retry', away: false }],
    [425, { kind: 'retry', away: false }],
    [429, { kind: 'retry', away: true }],
    [500, { kind: 'retry', away: false }],
    [503, { kind: 'retry', away: true }],
  ])('takes %i as %j', async (status, expected) => {
    server.behave(answer(status));
    expect(await channel.deliver(receiver, event, never)).toMatchObject({ status, ...expected });
  });

  it('follows no redirect', async () => {
    const other = await webhookReceiver();
    server.behave(answer(302, { location: other.url }));
    expect(await channel.deliver(receiver, event, never)).toMatchObject({ kind: 'retry', status: 302 });
    expect(other.received).toHaveLength(0);
    await other.close();
  });

  it('reports Retry-After and the beginning of a refusal', async () => {
    server.behave(answer(429, { 'retry-after': '120' }));
    expect(await channel.deliver(receiver, event, never)).toMatchObject({ retryAfter: 120_000 });
    server.behave(answer(422, {}, `category\n unknown ${'x'.repeat(1_000)}`));
    const refused = await channel.deliver(receiver, event, never);
    expect(refused).toMatchObject({ kind: 'refused', error: expect.stringMatching(/^HTTP 422: category unknown x+$/) });
    expect('error' in refused && refused.error.length).toBeLessThan(250);
  });

  it('gives up on a receiver that hangs', async () => {
    server.behave(hang);
    const outcome = await channel.deliver(receiver, event, never);
    expect(outcome).toEqual({ kind: 'retry', error: 'no answer within 250 ms', away: true });
  });

  it('counts an answer that breaks off after its status, not a connection that breaks before', async () => {
    server.behave(answerThenDrop);
    expect(await channel.deliver(receiver, event, never)).toEqual({ kind: 'delivered', status: 200 });
    server.behave(drop);
    expect(await channel.deliver(receiver, event, never)).toMatchObject({ kind: 'retry', away: true });
  });

  it('reads no more than 64 KiB of an endless answer', async () => {
    server.behave((_webhook, response) => {
      response.writeHead(500);
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    expect(await channel.deliver(receiver, event, never)).toMatchObject({ kind: 'retry', status: 500 });
  });

  it('reports an address that nobody listens on', async () => {
    const { url } = receiver;
    await server.close();
    expect(await channel.deliver({ ...receiver, url }, event, never)).toMatchObject({
      kind: 'retry',
      away: true,
      error: expect.stringContaining('ECONNREFUSED'),
    });
    server = await webhookReceiver();
  });

  it('connects to no address that is not allowed, by number or by name', async () => {
    const strict = createWebhookChannel({ clock: stepClock(START), gatewayId: 'gw1', guard: createEgressGuard([]) });
    const { port } = new URL(server.url);
    for (const host of ['127.0.0.1', 'localhost']) {
      const outcome = await strict.deliver({ ...receiver, url: `https://${host}:${port}/` }, event, never);
      expect(outcome).toMatchObject({ kind: 'refused', error: expect.stringContaining('ADDRESS_FORBIDDEN') });
    }
    expect(server.received).toHaveLength(0);
    await strict.close();
  });

  it('breaks off without a verdict when the gateway stops', async () => {
    server.behave(hang);
    const stop = new AbortController();
    const outcome = channel.deliver(receiver, event, stop.signal);
    await server.until(1);
    stop.abort();
    expect(await outcome).toEqual({ kind: 'aborted' });
  });
});
