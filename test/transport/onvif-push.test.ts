import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import type { Arrival } from '../../gateway/model/message.ts';
import { createOnvifDevice } from '../../gateway/transport/onvif-device.ts';
import { createNotifyListener, MAX_NOTIFY, type NotifyRequest } from '../../gateway/transport/onvif-listener.ts';

const clock = realClock();
const until = (reached: () => unknown) => vi.waitUntil(reached, { timeout: 8_000, interval: 5 });
const notify = (state: string, operation: string) =>
  `<s:Envelope xmlns:s="x" xmlns:tns1="http://www.onvif.org/ver10/topics"><s:Body><Notify><NotificationMessage><Topic>tns1:VideoSource/SignalLoss</Topic><Message>` +
  `<Message UtcTime="2026-03-01T08:00:00Z" PropertyOperation="${operation}"><Source/><Data><SimpleItem Name="State" Value="${state}"/></Data></Message></Message></NotificationMessage></Notify></s:Body></s:Envelope>`;

/** A device that makes no pull points; it remembers what it was asked. */
async function pushingDevice() {
  const asked: { readonly operation: string; readonly body: string }[] = [];
  const server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += String(chunk);
    const operation =
      /<(?:\w+:)?(GetSystemDateAndTime|GetServices|CreatePullPointSubscription|Subscribe|Renew|Unsubscribe)\b/.exec(
        body,
      )?.[1] ?? '';
    asked.push({ operation, body });
    const fault = operation === 'CreatePullPointSubscription';
    const inside = fault
      ? '<Fault><Code><Value>Receiver</Value><Subcode><Value>ter:ActionNotSupported</Value></Subcode></Code></Fault>'
      : operation === 'Subscribe'
        ? '<SubscribeResponse><SubscriptionReference><Address>http://192.0.2.1/sub?Idx=3</Address></SubscriptionReference></SubscribeResponse>'
        : `<${operation}Response/>`;
    res.statusCode = fault ? 400 : 200;
    res.end(`<Envelope><Body>${inside}</Body></Envelope>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

function request(url: string, body: string, more: Partial<NotifyRequest> = {}): NotifyRequest {
  const token = url.slice(url.lastIndexOf('/') + 1);
  return {
    token,
    remoteAddress: '::ffff:127.0.0.1',
    contentType: 'application/soap+xml',
    body: Buffer.from(body),
    ...more,
  };
}

describe('a device that makes no pull point', () => {
  it('is subscribed to push, to a path of its own, and left when the gateway stops', async () => {
    const cam = await pushingDevice();
    const listener = createNotifyListener(() => 'http://10.0.0.5:8080/');
    const arrivals: Arrival[] = [];
    const device = createOnvifDevice({
      ...{ deviceId: 'acme/one', vendor: 'acme', device: 'one', address: cam.address, username: 'a', password: 'b' },
      ...{ clock, log: silentLog(), metrics: createMetrics(), listener },
      append: async (arrival) => arrivals.push(arrival),
    });
    onTestFinished(() => device.stop());
    device.start();
    await until(() => device.status().state === 'live');
    const subscribe = cam.asked.find(({ operation }) => operation === 'Subscribe');
    const url = /http:\/\/10\.0\.0\.5:8080\/onvif\/notify\/[\w-]{43}/.exec(subscribe?.body ?? '')?.[0] ?? '';
    expect(url).not.toBe('');
    expect(await listener.receive(request(url, notify('false', 'Initialized')))).toBe(202);
    expect(await listener.receive(request(url, notify('true', 'Changed')))).toBe(202);
    expect(arrivals.map(({ transport, topic, retain }) => [transport, topic, retain])).toEqual([
      ['onvif-push', 'onvif/VideoSource/SignalLoss', true],
      ['onvif-push', 'onvif/VideoSource/SignalLoss', false],
    ]);
    await device.stop();
    await until(() => cam.asked.some(({ operation }) => operation === 'Unsubscribe'));
    expect(await listener.receive(request(url, notify('true', 'Changed')))).toBe(404);
  });
});

describe('a notify path', () => {
  const open = async (take = async () => {}) => {
    const listener = createNotifyListener(() => 'http://x');
    const path = await listener.open('127.0.0.1', take);
    return { listener, path };
  };

  it('is answered only when what came is durable', async () => {
    let done = () => {};
    const { listener, path } = await open(() => new Promise<void>((resolve) => (done = resolve)));
    let status = 0;
    void listener.receive(request(path.url, notify('true', 'Changed'))).then((answer) => {
      status = answer;
    });
    await clock.wait(20);
    expect(status).toBe(0);
    done();
    await until(() => status === 202);
  });

  it.each([
    ['a path that was not given out', { token: 'guess' }, 404],
    ['another host', { remoteAddress: '192.0.2.9' }, 403],
    ['too much', { body: Buffer.alloc(MAX_NOTIFY + 1) }, 413],
    ['a document type', { body: Buffer.from('<!DOCTYPE x><r/>') }, 400],
    ['nothing', { body: Buffer.alloc(0) }, 400],
  ])('refuses %s', async (_what, more, status) => {
    const taken = vi.fn(async () => {});
    const { listener, path } = await open(taken);
    expect(await listener.receive(request(path.url, notify('true', 'Changed'), more))).toBe(status);
    expect(taken).not.toHaveBeenCalled();
  });
});
