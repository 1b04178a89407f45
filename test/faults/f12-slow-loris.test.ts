/** F12: 500 sockets that say little or nothing take nothing from an honest device, and are gone after ten seconds. */
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { authority, canMakeCertificates } from '../support/certificates.ts';
import { connectPacket, hex, login, PING, packet, publish, text } from '../support/mqtt-raw.ts';
import { eventually } from '../support/server-process.ts';
import { canary, quantile, siteUnderFault } from '../support/site-under-fault.ts';
import { testDir } from '../support/test-dir.ts';

const clock = realClock();
const EACH = 100;
/** Ten seconds of patience, and the look at the clocks that ends it. */
const GONE_AFTER = 11_500;

/** Sockets that never end by themselves; `closed` counts those the gateway ended. */
function crowd(port: number, act: (socket: Socket) => void) {
  const counts = { closed: 0 };
  for (let index = 0; index < EACH; index++) {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true, allowHalfOpen: true }, () => act(socket));
    socket.on('error', () => undefined);
    let ended = false;
    const end = () => {
      if (!ended) counts.closed++;
      ended = true;
    };
    socket.on('end', end).on('close', end);
    onTestFinished(() => void socket.destroy());
  }
  return counts;
}

it.skipIf(!canMakeCertificates())(
  'serves an honest device beside 500 slow ones, which it ends in time',
  { timeout: 60_000 },
  async () => {
    const certificate = authority(testDir()).sign('localhost', 'server');
    const site = await siteUnderFault({
      env: { GRIDWARDEN_TLS_CERT: certificate.cert, GRIDWARDEN_TLS_KEY: certificate.key, GRIDWARDEN_MQTTS_PORT: '0' },
    });
    const { mqtts } = site.gateway.ready as unknown as { mqtts: string };
    await site.register('honest');
    const honest = await site.device('lab/honest');
    const alone = canary(honest);
    await clock.wait(1_500);
    const undisturbed = quantile(await alone.stop(), 0.99);
    const before = site.memory();

    const busy = canary(honest);
    const began = clock.monotonic();
    const dribble = connectPacket({ id: 'x'.repeat(60) });
    const groups = {
      'no CONNECT': crowd(site.port, (socket) => void socket.resume()),
      'a byte now and then': crowd(site.port, (socket) => {
        let sent = 0;
        socket.resume();
        const cancel = clock.every(400, () => {
          if (sent < dribble.length && socket.writable) socket.write(dribble.subarray(sent, ++sent));
        });
        socket.on('close', cancel);
      }),
      'half a PUBLISH': crowd(site.port, (socket) => {
        socket.resume();
        const user = `lab/half-${socket.localPort}`;
        socket.write(login(user, { rest: [text(user), text('lab')] }));
        socket.write(publish('v1/me/telemetry', 'x'.repeat(500), 1).subarray(0, 300));
      }),
      'a TLS hello that never comes': crowd(Number(new URL(mqtts).port), (socket) => void socket.resume()),
      'half a TLS hello': crowd(Number(new URL(mqtts).port), (socket) => {
        socket.resume();
        socket.write(hex('16030100c8010000c40303'));
      }),
    };

    await clock.wait(Math.max(0, GONE_AFTER - (clock.monotonic() - began)));
    await eventually('all are gone', () => Object.values(groups).every(({ closed }) => closed === EACH), 3_000).catch(
      () => undefined,
    );
    expect(Object.fromEntries(Object.entries(groups).map(([what, { closed }]) => [what, closed]))).toEqual(
      Object.fromEntries(Object.keys(groups).map((what) => [what, EACH])),
    );
    const took = await busy.stop();
    expect(took.length).toBeGreaterThan(100);
    // On a busy machine an undisturbed device waits, too.
    expect(quantile(took, 0.99)).toBeLessThan(Math.max(100, 3 * undisturbed));
    expect(site.memory() - before).toBeLessThan(64);
    expect(honest.connected).toBe(true);
  },
);

it('serves an honest device beside subscribers that never read, which it ends', { timeout: 60_000 }, async () => {
  const site = await siteUnderFault();
  const token = readFileSync(`${site.gateway.ready.dataDir}/admin-token`, 'utf8').trim();
  const busy = canary(await site.device('lab/honest'));
  const deaf = await Promise.all(
    ['a', 'b', 'c'].map((id) =>
      site.rawDevice('operator', { id: `deaf-${id}`, rest: [text('operator'), text(token)] }),
    ),
  );
  const ended = deaf.map(({ socket }) => new Promise((resolve) => socket.once('close', () => resolve('ended'))));
  for (const one of deaf) {
    one.send(packet(0x82, hex('0001'), text('v1/#'), '00'));
    await one.gets(hex('9003000100'));
    one.socket.pause();
    // A paused socket hears of its end only when it sends something.
    const cancel = clock.every(250, () => one.socket.writable && one.send(PING));
    onTestFinished(cancel);
  }
  const before = site.memory();
  const loud = await site.device('lab/loud');
  const large = `${' '.repeat(100_000)}{"smoke":0.01}`;
  for (let count = 0; count < 250; count++) {
    await loud.publishAsync('v1/me/telemetry', large, { qos: 1 });
    await clock.wait(20);
  }
  expect(await Promise.race([Promise.all(ended), clock.wait(15_000)])).toEqual(['ended', 'ended', 'ended']);
  expect(quantile(await busy.stop(), 0.99)).toBeLessThan(300);
  expect(site.memory() - before).toBeLessThan(128);
});
