import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readCapture } from '../../adapters/lib/onvif-capture.ts';
import { realClock } from '../../gateway/clock.ts';
import { ERRORS, GatewayError } from '../../gateway/errors.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import { readAnswer, replyOf } from '../../gateway/transport/onvif-answer.ts';
import { createOnvifDevice } from '../../gateway/transport/onvif-device.ts';
import type { HttpAnswer } from '../../gateway/transport/onvif-http.ts';
import { probeOnvif } from '../../gateway/transport/onvif-probe.ts';
import { fetchSnapshot } from '../../gateway/transport/onvif-snapshot.ts';
import { createSoapClient } from '../../gateway/transport/onvif-soap.ts';
import { cpuOf } from '../support/cpu-of.ts';

const clock = realClock();
const LOGIN = { username: 'a', password: 'correct horse' };

async function listen(server: Server | ReturnType<typeof createTcpServer>, host: string) {
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** Another host, which only counts who comes. */
async function trap() {
  const visitors: string[] = [];
  const server = createTcpServer((socket) => {
    visitors.push(String(socket.remoteAddress));
    socket.destroy();
  });
  const port = await listen(server, '127.0.0.2');
  return { visitors, url: (path: string) => `http://127.0.0.2:${port}${path}` };
}

/** A camera that names another host wherever it names one; `redirect` are operations it answers with a redirection to there. */
async function traitor(elsewhere: (path: string) => string, redirect: readonly string[] = []) {
  const asked: string[] = [];
  const server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += String(chunk);
    const operation = /<(?:\w+:)?Body>\s*<(?:\w+:)?(\w+)/.exec(body)?.[1] ?? 'GET';
    asked.push(operation);
    if (redirect.includes(operation)) return res.writeHead(307, { location: elsewhere('/stolen') }).end();
    const xaddr = `<XAddr>${elsewhere(`/${operation}`)}</XAddr>`;
    const answers: Readonly<Record<string, string>> = {
      GetServices: `<Service><Namespace>http://www.onvif.org/ver10/events/wsdl</Namespace>${xaddr}</Service>`,
      GetCapabilities: `<Capabilities><Events>${xaddr}</Events><Media>${xaddr}</Media></Capabilities>`,
      CreatePullPointSubscription: `<SubscriptionReference><Address>${elsewhere('/sub?Idx=1')}</Address></SubscriptionReference>`,
      GetProfiles: '<Profiles token="P"/>',
      GetSnapshotUri: `<MediaUri><Uri>${elsewhere('/snap.jpg')}</Uri></MediaUri>`,
      GetEventBrokers: '',
    };
    return res.end(
      `<Envelope><Body><${operation}Response>${answers[operation] ?? ''}</${operation}Response></Body></Envelope>`,
    );
  });
  return { asked, address: `http://127.0.0.1:${await listen(server, '127.0.0.1')}/` };
}

describe('a device that names another host', () => {
  it('is subscribed to, probed and photographed at its own address, and nobody goes where it points', async () => {
    const other = await trap();
    const cam = await traitor(other.url);
    const device = createOnvifDevice({
      ...{ deviceId: 'acme/one', vendor: 'acme', device: 'one', address: cam.address, ...LOGIN },
      ...{ clock, log: silentLog(), metrics: createMetrics(), append: async () => undefined },
    });
    onTestFinished(() => device.stop());
    device.start();
    await vi.waitUntil(() => cam.asked.includes('PullMessages'), { timeout: 8_000, interval: 5 });
    await device.stop();
    await probeOnvif({ address: cam.address, ...LOGIN, clock });
    await expect(fetchSnapshot({ address: cam.address, ...LOGIN, clock })).rejects.toThrow(GatewayError);
    expect(cam.asked).toContain('Unsubscribe');
    expect(other.visitors).toEqual([]);
  });

  it.each(['GetSystemDateAndTime', 'GetServices', 'CreatePullPointSubscription', 'PullMessages', 'GetCapabilities'])(
    'and redirects %s there is not followed',
    async (operation) => {
      const other = await trap();
      const cam = await traitor(other.url, [operation, 'GET']);
      const client = createSoapClient({ address: cam.address, ...LOGIN, clock, skewMs: () => 0 });
      onTestFinished(() => client.close());
      const call = { path: '/', action: `x/${operation}`, body: `<${operation} xmlns="x"/>`, deadlineMs: 5_000 };
      await expect(client.call(call)).rejects.toMatchObject({ code: 'ONVIF_FAULT' });
      await expect(fetchSnapshot({ address: cam.address, ...LOGIN, clock })).rejects.toThrow(GatewayError);
      expect(other.visitors).toEqual([]);
    },
  );
});

const notification =
  '<wsnt:NotificationMessage><wsnt:Topic Dialect="x">tns1:RuleEngine/FieldDetector/ObjectsInside</wsnt:Topic><wsnt:Message>' +
  '<tt:Message UtcTime="2026-03-01T08:00:00Z" PropertyOperation="Changed"><tt:Source><tt:SimpleItem Name="VideoSource" Value="1"/></tt:Source>' +
  '<tt:Data><tt:SimpleItem Name="IsInside" Value="true"/></tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>';
const envelope = (inside: string) =>
  `<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2" xmlns:tns1="http://www.onvif.org/ver10/topics"><s:Body>${inside}</s:Body></s:Envelope>`;
const REPLIES = [
  envelope(
    `<PullMessagesResponse><CurrentTime>2026-03-01T08:00:00Z</CurrentTime>${notification.repeat(2)}</PullMessagesResponse>`,
  ),
  envelope('<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text>no</s:Text></s:Reason></s:Fault>'),
  envelope(
    '<CreatePullPointSubscriptionResponse><SubscriptionReference><Address>http://x/sub?Idx=1</Address></SubscriptionReference></CreatePullPointSubscriptionResponse>',
  ),
];

const answer = (bytes: Buffer, status = 200): HttpAnswer => ({
  ...{ status, contentType: 'application/soap+xml', challenges: [], authenticationInfo: '', date: '', bytes },
});

/** What the SOAP client makes of an answer: `taken`, or a code of the table; anything else is thrown. */
function outcomeOf(bytes: Buffer): string {
  try {
    replyOf(readAnswer(answer(bytes), 'cam'), 'cam');
    return 'taken';
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return error.code;
  }
}

describe('an answer', () => {
  it('changed 10,000 times in all ways is taken or refused by a code, and leaves no memory behind', () => {
    let state = 20_260_301;
    const pick = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const outcomes = new Map<string, number>();
    const heapAt: number[] = [];
    for (let round = 0; round < 10_000; round += 1) {
      let bytes = Buffer.from(REPLIES[pick(REPLIES.length)] ?? '');
      for (let change = pick(6); change >= 0; change -= 1) {
        const at = pick(bytes.length + 1);
        const kind = pick(5);
        if (kind === 0 && at < bytes.length) bytes[at] = pick(256);
        else if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + pick(60))]);
        else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(pick(at + 1))]);
        else if (kind === 3) bytes = bytes.subarray(0, at);
        else bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from('<![CDATA[<"&>]]\u0000'), bytes.subarray(at)]);
      }
      const outcome = outcomeOf(bytes);
      expect(outcome === 'taken' || outcome in ERRORS, `round ${round}: ${outcome}`).toBe(true);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      // The same bytes as a capture: it tells what it finds and never throws.
      for (const found of readCapture(bytes)) expect(found.kind).toBeTypeOf('string');
      if (round % 1_000 === 999) heapAt.push(process.memoryUsage().heapUsed);
    }
    for (const outcome of ['taken', 'ONVIF_XML', 'ONVIF_FAULT'])
      expect(outcomes.get(outcome), outcome).toBeGreaterThan(100);
    expect(Math.min(...heapAt.slice(5)) - Math.min(...heapAt.slice(0, 5))).toBeLessThan(64 * 1024 * 1024);
  }, 60_000);

  it.each([
    [
      'a billion laughs',
      `<!DOCTYPE r [<!ENTITY a "ha">${Array.from({ length: 12 }, (_, i) => `<!ENTITY a${i} "${'&a;'.repeat(20)}">`).join('')}]><r>&a11;</r>`,
    ],
    ['a file of the machine', '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'],
    ['100,000 nested tags', '<a>'.repeat(100_000)],
    ['100,000 nested tags in an envelope', envelope('<a>'.repeat(100_000))],
    ['100,000 declarations', `<r ${Array.from({ length: 100_000 }, (_, i) => `xmlns:a${i}="u"`).join(' ')}/>`],
  ])('with %s is refused within 100 ms', (_what, text) => {
    const bytes = Buffer.from(text);
    let outcome = '';
    outcomeOf(Buffer.from(REPLIES[0] ?? ''));
    expect(
      cpuOf(() => {
        outcome = outcomeOf(bytes);
      }),
    ).toBeLessThan(100);
    expect(outcome).toBe('ONVIF_XML');
  });

  it('of 100 MB is given up at the cap, and the rest of it is never read', async () => {
    let sent = 0;
    const server = createServer(async (req, res) => {
      req.resume();
      const chunk = Buffer.alloc(64 * 1024, '<');
      const more = () => {
        while (sent < 100_000_000 && !res.destroyed) {
          sent += chunk.length;
          if (!res.write(chunk)) return res.once('drain', more);
        }
        return res.end();
      };
      more();
    });
    const port = await listen(server, '127.0.0.1');
    const client = createSoapClient({ address: `http://127.0.0.1:${port}/`, ...LOGIN, clock, skewMs: () => 0 });
    onTestFinished(() => client.close());
    const call = { path: '/', action: 'x/Get', body: '<Get xmlns="x"/>', deadlineMs: 10_000 };
    await expect(client.call(call)).rejects.toMatchObject({ code: 'ONVIF_XML' });
    expect(sent).toBeLessThan(32_000_000);
  });
});
