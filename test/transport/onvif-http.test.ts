import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { createPinnedHttp } from '../../gateway/transport/onvif-http.ts';
import { authority, canMakeCertificates } from '../support/certificates.ts';
import { tempDir } from '../support/temp-dir.ts';

const clock = realClock();
const REQUEST = { path: '/onvif', headers: { authorization: 'secret' }, body: '<x/>', deadlineMs: 5_000 };

describe.runIf(canMakeCertificates())('a device behind TLS', () => {
  const made = authority(tempDir('onvif-tls').path);
  const own = made.sign('camera', 'camera');
  const text = (file: string) => readFileSync(file, 'utf8');
  const fingerprint = new X509Certificate(text(own.cert)).fingerprint256;

  /** A camera that counts what reaches it. */
  async function camera() {
    const requests: string[] = [];
    const server = createServer({ cert: text(own.cert), key: text(own.key) }, (req, res) => {
      requests.push(req.headers.authorization ?? '');
      res.end('<y/>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return { requests, address: `https://127.0.0.1:${(server.address() as AddressInfo).port}/` };
  }

  const ask = async (trust: { ca?: string; pin?: string }) => {
    const cam = await camera();
    const http = createPinnedHttp({ address: cam.address, clock, ...trust });
    onTestFinished(() => http.close());
    const answer = await http.post(REQUEST).then(
      ({ bytes }) => bytes.toString(),
      (error: Error) => error.message,
    );
    return { answer, reached: cam.requests.length };
  };

  it('is not trusted for nothing', async () => {
    expect(await ask({})).toMatchObject({ answer: expect.stringContaining('cannot be verified'), reached: 0 });
  });

  it('is trusted for the authority that signed its certificate', async () => {
    expect(await ask({ ca: text(made.cert) })).toEqual({ answer: '<y/>', reached: 1 });
  });

  it('is trusted for the fingerprint of its certificate, however it is written', async () => {
    expect(await ask({ pin: fingerprint })).toEqual({ answer: '<y/>', reached: 1 });
    expect(await ask({ pin: fingerprint.replaceAll(':', '').toLowerCase() })).toEqual({ answer: '<y/>', reached: 1 });
  });

  it('with another certificate than the pinned one is sent nothing', async () => {
    const { answer, reached } = await ask({ pin: fingerprint.replace(/^../, '00') });
    expect(answer).toContain(`its fingerprint is ${fingerprint}`);
    expect(reached).toBe(0);
  });
});
