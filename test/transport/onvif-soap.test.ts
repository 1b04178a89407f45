import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { GatewayError } from '../../gateway/errors.ts';
import { faultOf } from '../../gateway/transport/onvif-answer.ts';
import { MAX_ANSWER } from '../../gateway/transport/onvif-http.ts';
import { createSoapClient, type SoapCall } from '../../gateway/transport/onvif-soap.ts';
import type { LoginMode } from '../../simulators/onvif/login.ts';
import { createCameraSimulator } from '../../simulators/onvif-camera.ts';

const CALL: SoapCall = {
  path: '/onvif/sub?Idx=7&a=%2F',
  action: 'urn:test/Do',
  body: '<Do xmlns="urn:test"/>',
  deadlineMs: 3_000,
};
const OK = '<Envelope><Body><DoResponse><A>1</A></DoResponse></Body></Envelope>';
const fault = (code: string) =>
  `<e:Envelope xmlns:e="x"><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>ter:${code}</e:Value></e:Subcode></e:Code></e:Fault></e:Body></e:Envelope>`;

interface Seen {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A device that answers as the test says; `seen` collects what it was sent. */
async function device(answer: (seen: Seen, res: ServerResponse, count: number) => void) {
  const seen: Seen[] = [];
  const server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += String(chunk);
    const one = { url: req.url ?? '', headers: req.headers, body };
    seen.push(one);
    answer(one, res, seen.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { seen, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/onvif/device_service` };
}

function clientOf(address: string, password = 'secret', username = 'admin', skewMs = 0) {
  const client = createSoapClient({ address, username, password, clock: realClock(), skewMs: () => skewMs });
  onTestFinished(() => client.close());
  return client;
}

async function failure(work: Promise<unknown>): Promise<GatewayError> {
  const error: unknown = await work.then(
    () => 'no failure',
    (thrown: unknown) => thrown,
  );
  if (error instanceof GatewayError) return error;
  throw new Error(`expected a GatewayError, got ${error}`);
}

describe('a request', () => {
  it('goes out with the path byte for byte, its action and a length', async () => {
    const { seen, address } = await device((_seen, res) => res.end(OK));
    const reply = await clientOf(address).call(CALL);
    expect(reply.body.name).toBe('DoResponse');
    expect(seen[0]?.url).toBe('/onvif/sub?Idx=7&a=%2F');
    expect(seen[0]?.headers['content-type']).toBe('application/soap+xml; charset=utf-8; action="urn:test/Do"');
    expect(seen[0]?.headers['content-length']).toBe(String(seen[0]?.body.length));
    expect(seen[0]?.headers['authorization']).toBeUndefined();
    expect(seen[0]?.body).not.toContain('Security');
  });

  it('goes to the configured host, whatever the address of a subscription says', async () => {
    const { seen, address } = await device((_seen, res) => res.end(OK));
    const to = {
      address: 'http://evil.example/onvif/sub?Idx=7',
      referenceParameters: '<x:Id xmlns:x="urn:x">5</x:Id>',
    };
    await clientOf(address).call({ ...CALL, to });
    expect(seen).toHaveLength(1);
    expect(seen[0]?.body).toContain('>http://evil.example/onvif/sub?Idx=7</a:To><x:Id xmlns:x="urn:x">5</x:Id>');
  });

  it('is repeated once without addressing for a device that chokes on it, and stays so', async () => {
    const { seen, address } = await device(({ body }, res) =>
      body.includes('MessageID') ? res.writeHead(500).end(fault('ActionNotSupported')) : res.end(OK),
    );
    const client = clientOf(address);
    const call = { ...CALL, to: { address: 'http://x/', referenceParameters: '' } };
    await client.call(call);
    await client.call(call);
    expect(seen.map(({ body }) => body.includes('MessageID'))).toEqual([true, false, false]);
  });

  it('is repeated in SOAP 1.1 for a device that knows no other, and stays so', async () => {
    const old =
      '<E><Body><Fault><faultcode>SOAP-ENV:VersionMismatch</faultcode><faultstring>x</faultstring></Fault></Body></E>';
    const cam = await device((seen, res) => {
      const is11 = seen.headers['content-type']?.startsWith('text/xml');
      res.statusCode = is11 ? 200 : 500;
      res.end(is11 ? OK : old.replaceAll('E>', 'Envelope>'));
    });
    const client = clientOf(cam.address);
    await client.call(CALL);
    await client.call(CALL);
    expect(cam.seen.map(({ headers }) => headers['soapaction'])).toEqual([undefined, '"urn:test/Do"', '"urn:test/Do"']);
    expect(cam.seen[1]?.body).toContain('http://schemas.xmlsoap.org/soap/envelope/');
  });

  it('does not follow a redirect', async () => {
    const { seen, address } = await device((_seen, res) =>
      res.writeHead(302, { location: 'http://127.0.0.1:1/elsewhere' }).end(),
    );
    expect((await failure(clientOf(address).call(CALL))).code).toBe('ONVIF_FAULT');
    expect(seen).toHaveLength(1);
  });
});

describe('an answer', () => {
  it.each([
    ['an HTML page', 200, '<html><body>Login</body></html>', 'ONVIF_XML'],
    ['nothing', 200, '', 'ONVIF_XML'],
    ['an empty body', 200, '<Envelope><Body/></Envelope>', 'ONVIF_XML'],
    ['text', 200, 'Bad Request', 'ONVIF_XML'],
    ['a document type', 200, `<!DOCTYPE a>${OK}`, 'ONVIF_XML'],
    ['deep nesting', 200, '<a>'.repeat(5_000), 'ONVIF_XML'],
    ['a fault with 200', 200, fault('InvalidArgVal'), 'ONVIF_FAULT'],
    ['a fault with 500', 500, fault('Action'), 'ONVIF_FAULT'],
    ['not found', 404, '<html/>', 'ONVIF_FAULT'],
    ['forbidden', 403, '<html/>', 'ONVIF_AUTH'],
  ])('with %s is an error', async (_what, status, body, code) => {
    const { address } = await device((_seen, res) => res.writeHead(status).end(body));
    expect((await failure(clientOf(address).call(CALL))).code).toBe(code);
  });

  it('with a fault names it', async () => {
    const { address } = await device((_seen, res) => res.writeHead(400).end(fault('InvalidArgVal')));
    const error = await failure(clientOf(address).call(CALL));
    expect(faultOf(error)?.codes).toEqual(['Sender', 'InvalidArgVal']);
    expect(error.detail).toContain('Sender/InvalidArgVal');
  });

  it('of 5 MiB is cut off at 4', async () => {
    let sent = 0;
    const { address } = await device((_seen, res) => {
      const chunk = Buffer.alloc(64 * 1024, 'a');
      const write = () => {
        while (!res.destroyed && sent < 50 * 1024 * 1024) {
          sent += chunk.length;
          if (!res.write(chunk)) return void res.once('drain', write);
        }
        res.end();
      };
      write();
    });
    const error = await failure(clientOf(address).call(CALL));
    expect(error.code).toBe('ONVIF_XML');
    expect(error.detail).toContain(String(MAX_ANSWER));
    expect(sent).toBeLessThan(50 * 1024 * 1024);
  });

  it.each([
    ['never comes', () => {}],
    ['stalls after its headers', (res: ServerResponse) => res.writeHead(200).flushHeaders()],
    [
      'drips',
      (res: ServerResponse) => {
        res.writeHead(200).write('<');
        const stop = realClock().every(20, () => res.write('a'));
        res.on('close', stop);
      },
    ],
  ])('that %s ends with the deadline', async (_what, answer) => {
    const { address } = await device((_seen, res) => answer(res));
    const error = await failure(clientOf(address).call({ ...CALL, deadlineMs: 200 }));
    expect(error.code).toBe('ONVIF_UNREACHABLE');
    expect(error.detail).toContain('200 ms');
  });

  it('that is reset, and a device that is away, are unreachable', async () => {
    const { address } = await device((_seen, res) => res.destroy());
    expect((await failure(clientOf(address).call(CALL))).code).toBe('ONVIF_UNREACHABLE');
    expect((await failure(clientOf('http://127.0.0.1:1/').call(CALL))).code).toBe('ONVIF_UNREACHABLE');
  });

  it('ends when the caller gives up', async () => {
    const { address } = await device(() => {});
    const stop = new AbortController();
    const error = failure(clientOf(address).call({ ...CALL, signal: stop.signal }));
    stop.abort();
    expect((await error).detail).toContain('given up');
  });

  it.each([
    ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(OK)]), 'application/soap+xml'],
    ['white space before and NULs behind', Buffer.from(`\r\n ${OK}\0\0`), 'text/xml'],
    ['UTF-16', Buffer.from(`\ufeff${OK}`, 'utf16le'), 'application/soap+xml'],
    ['another charset', Buffer.from(OK), 'application/soap+xml; charset=gb2312'],
    ['a charset nobody knows', Buffer.from(OK), 'application/soap+xml; charset=klingon'],
    [
      'bad UTF-8',
      Buffer.concat([Buffer.from(OK.slice(0, -11)), Buffer.from([0xff]), Buffer.from(OK.slice(-11))]),
      'x/y',
    ],
  ])('with %s is read', async (_what, bytes, type) => {
    const { address } = await device((_seen, res) => res.writeHead(200, { 'content-type': type }).end(bytes));
    expect((await clientOf(address).call(CALL)).body.name).toBe('DoResponse');
  });
});

const challenge = (nonce: string, more = '') => ({
  'www-authenticate': `Digest realm="r", nonce="${nonce}", qop="auth"${more}`,
});

describe('the login', () => {
  it('counts the uses of a nonce and takes a stale one for no failure', async () => {
    let valid = 'one';
    const { seen, address } = await device(({ headers }, res) => {
      if (headers.authorization?.includes(`nonce="${valid}"`)) return void res.end(OK);
      const stale = headers.authorization ? ', stale=true' : '';
      if (stale) valid = 'two';
      res.writeHead(401, challenge(valid, stale)).end();
    });
    const client = clientOf(address);
    await client.call(CALL);
    await client.call(CALL);
    valid = 'gone';
    await client.call(CALL);
    const counts = seen.map(({ headers }) =>
      /nonce="(\w+)".*nc=(\w+)/
        .exec(headers.authorization ?? '')
        ?.slice(1)
        .join(' '),
    );
    expect(counts).toEqual([undefined, 'one 00000001', 'one 00000002', 'one 00000003', 'two 00000001']);
  });

  it('goes on with the nonce that the device names next', async () => {
    const cam = await device(({ headers }, res) => {
      if (headers.authorization)
        return void res.setHeader('authentication-info', 'nextnonce="second", qop=auth').end(OK);
      res.statusCode = 401;
      res.setHeader('www-authenticate', 'Digest realm="r", nonce="first", qop="auth"').end();
    });
    const client = clientOf(cam.address);
    await client.call(CALL);
    await client.call(CALL);
    const used = cam.seen.map(({ headers }) => /nonce="(\w+)".*nc=(\d+)/.exec(headers.authorization ?? '')?.slice(1));
    expect(used).toEqual([undefined, ['first', '00000001'], ['second', '00000001']]);
  });

  it('sends a wrong password once in one call', async () => {
    const { seen, address } = await device((_seen, res, count) => res.writeHead(401, challenge(`n${count}`)).end());
    const client = clientOf(address);
    expect((await failure(client.call(CALL))).code).toBe('ONVIF_AUTH');
    expect(seen.filter(({ headers }) => headers.authorization)).toHaveLength(1);
    expect(client.scheme).toBe('none');
  });

  it('never sends Basic', async () => {
    const { seen, address } = await device((_seen, res) =>
      res.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end(),
    );
    expect((await failure(clientOf(address).call(CALL))).code).toBe('ONVIF_AUTH');
    expect(seen.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
  });

  it('is not tried without a name, nor by an anonymous call', async () => {
    const { seen, address } = await device((_seen, res) => res.writeHead(401, challenge('n')).end());
    expect((await failure(clientOf(address, '', '').call(CALL))).detail).toContain('give it a user name');
    expect((await failure(clientOf(address).call({ ...CALL, anonymous: true }))).code).toBe('ONVIF_AUTH');
    expect(seen).toHaveLength(2);
  });

  it.each([
    ['digest', 'digest'],
    ['token', 'token'],
    ['either', 'digest'],
  ] as const)('that a simulator of mode %s demands is found and kept', async (mode: LoginMode, scheme) => {
    const now = Date.UTC(2026, 0, 1);
    const password = 'p:ä&"ß';
    const camera = createCameraSimulator({
      name: 'c',
      username: 'a<b',
      password,
      now: () => now,
      zones: [],
      login: mode,
    });
    await camera.start();
    onTestFinished(() => camera.stop());
    const clock = realClock();
    const skewMs = now - clock.now();
    const client = clientOf(camera.address, password, 'a<b', skewMs);
    const call: SoapCall = {
      path: '/onvif/device_service',
      action: 'http://www.onvif.org/ver10/device/wsdl/GetDeviceInformation',
      body: '<GetDeviceInformation xmlns="http://www.onvif.org/ver10/device/wsdl"/>',
      deadlineMs: 3_000,
    };
    await client.call(call);
    await client.call(call);
    expect(client.scheme).toBe(scheme);
    expect(camera.received.map(({ login }) => login)).toEqual(['none', scheme, scheme]);
  });
});
