import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect as connectTcp } from 'node:net';
import { connect, createServer } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { realClock } from '../gateway/clock.ts';
import { silentLog } from '../gateway/log.ts';
import { createMetrics } from '../gateway/metrics.ts';
import { guard, listenTls, openTls, type TlsFiles } from '../gateway/tls-listeners.ts';
import { authority, canMakeCertificates } from './support/certificates.ts';
import { testDir } from './support/test-dir.ts';

/** A TLS server that greets with the common name of its client. */
async function setUp(clientCert: TlsFiles['clientCert'] = 'none', withCrl = false) {
  const folder = testDir();
  const ca = authority(folder);
  const server = ca.sign('localhost', 'server');
  const metrics = createMetrics();
  let look = () => {};
  const clock = {
    ...realClock(),
    every(_ms: number, tick: () => void) {
      look = tick;
      return () => undefined;
    },
  };
  const files = { ...server, ca: ca.cert, clientCert, ...(withCrl ? { crl: ca.revoke() } : {}) };
  const certificates = openTls({ files, clock, log: silentLog(), metrics });
  const listener = createServer(certificates.options, (socket) => {
    socket.on('error', () => undefined);
    socket.end(socket.authorized ? String(socket.getPeerCertificate().subject.CN) : 'nobody');
  });
  certificates.follow(listener);
  const port = await listenTls(listener, { host: '127.0.0.1', port: 0, what: 'test' });
  onTestFinished(() => void listener.close());
  /** What the server says, and the serial number it shows. */
  const greet = (options: { cert?: string; key?: string; maxVersion?: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3' } = {}) =>
    new Promise<{ text: string; serial: string }>((resolve, reject) => {
      const { cert, key, ...rest } = options;
      const socket = connect({
        ...{ host: '127.0.0.1', port, ca: readFileSync(ca.cert), minVersion: 'TLSv1' as const, ...rest },
        ...(cert && key ? { cert: readFileSync(cert), key: readFileSync(key) } : {}),
      });
      let text = '';
      let serial = '';
      socket.on('secureConnect', () => {
        serial = socket.getPeerCertificate().serialNumber;
      });
      socket.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      socket.on('end', () => resolve({ text, serial }));
      socket.on('error', reject);
    });
  return { folder, ca, server, files, certificates, listener, metrics, port, look: () => look(), greet };
}

describe.skipIf(!canMakeCertificates())('TLS', () => {
  it('speaks 1.2 and 1.3 and nothing older', async () => {
    const { greet, metrics } = await setUp();
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const)
      expect(await greet({ maxVersion })).toMatchObject({ text: 'nobody' });
    await expect(greet({ maxVersion: 'TLSv1.1' })).rejects.toThrow();
    expect(await metrics.registry.metrics()).toMatch(/tls_certificate_expires_seconds \d{10}/);
  });

  it('knows who shows a certificate of its authority, and only of that', async () => {
    const { greet, ca, folder } = await setUp('request');
    expect((await greet()).text).toBe('nobody');
    expect((await greet(ca.sign('acme/s1', 'device'))).text).toBe('acme/s1');
    expect((await greet(authority(folder, 'other').sign('acme/s1', 'forged'))).text).toBe('nobody');
  });

  it('lets nobody in without one when it is required', async () => {
    const { greet, ca } = await setUp('require');
    await expect(greet({ maxVersion: 'TLSv1.2' })).rejects.toThrow();
    expect((await greet(ca.sign('acme/s1', 'device'))).text).toBe('acme/s1');
  });

  it('lets in no certificate that was revoked, once the list says so', async () => {
    const { greet, ca, look } = await setUp('request', true);
    const [good, stolen] = [ca.sign('acme/s1', 'device'), ca.sign('acme/s2', 'stolen')];
    expect([(await greet(good)).text, (await greet(stolen)).text]).toEqual(['acme/s1', 'acme/s2']);
    ca.revoke(stolen);
    look();
    expect([(await greet(good)).text, (await greet(stolen)).text]).toEqual(['acme/s1', 'nobody']);
  });

  it('ends a connection at the door without a handshake', async () => {
    const { listener, greet } = await setUp();
    const seen: (string | undefined)[] = [];
    guard(listener, (socket) => {
      seen.push(socket.remoteAddress);
      return seen.length > 1;
    });
    // No certificate was shown: there was no handshake.
    expect(await greet()).toEqual({ text: '', serial: '' });
    expect((await greet()).text).toBe('nobody');
    expect(seen).toEqual(['127.0.0.1', '127.0.0.1']);
  });

  it('takes a renewed certificate, and keeps the old one over a bad one', async () => {
    const { greet, ca, server, look } = await setUp();
    const { serial: first } = await greet();
    look();
    expect((await greet()).serial).toBe(first);
    const renewed = ca.sign('localhost', 'renewed');
    // Half renewed: the key does not belong to the certificate.
    cpSync(renewed.cert, server.cert);
    look();
    expect((await greet()).serial).toBe(first);
    cpSync(renewed.key, server.key);
    look();
    const { serial: second } = await greet();
    expect(second).not.toBe(first);
    writeFileSync(server.cert, 'no certificate');
    look();
    expect((await greet()).serial).toBe(second);
  });

  it('refuses to start with files that do not fit, and says which', async () => {
    const { files, ca } = await setUp();
    const open = (wrong: Partial<TlsFiles>) => () =>
      openTls({ files: { ...files, ...wrong }, clock: realClock(), log: silentLog(), metrics: createMetrics() });
    expect(open({ key: ca.key })).toThrow(/CONFIG_INVALID: TLS files .*server\.pem/);
    expect(open({ cert: '/nowhere.pem' })).toThrow(/nowhere\.pem/);
  });

  it('counts who does not speak it, and names a port that is taken', async () => {
    const { port, metrics, files } = await setUp();
    const socket = connectTcp(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\n\r\n'));
    await new Promise((resolve) =>
      socket
        .resume()
        .on('close', resolve)
        .on('error', () => undefined),
    );
    expect(await metrics.registry.metrics()).toContain('gridwarden_tls_handshakes_failed_total 1');
    const other = createServer({ cert: readFileSync(files.cert), key: readFileSync(files.key) });
    await expect(listenTls(other, { host: '127.0.0.1', port, what: 'MQTT over TLS' })).rejects.toMatchObject({
      code: 'PORT_TAKEN',
    });
    expect((other.address() as AddressInfo | null)?.port).toBeUndefined();
  });
});
