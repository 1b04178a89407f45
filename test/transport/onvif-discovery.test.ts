import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { describeOnvif, discoverOnvif } from '../../gateway/transport/onvif-discovery.ts';
import { createDoorControllerSimulator } from '../../simulators/door-controller.ts';
import { createCameraSimulator } from '../../simulators/onvif-camera.ts';

const clock = realClock();
const LOGIN = { username: 'ad&min', password: 'p<w' };
const LOOPBACK = { address: '127.0.0.1', port: 0 };

async function camera(more: object = {}) {
  const simulator = createCameraSimulator({
    name: 'North gate',
    ...LOGIN,
    now: () => clock.now(),
    zones: [],
    discovery: LOOPBACK,
    ...more,
  });
  await simulator.start();
  onTestFinished(() => simulator.stop());
  return simulator;
}

/** A responder that answers every datagram with the same XML. */
async function responder(xml: string): Promise<number> {
  const socket = createSocket('udp4');
  socket.on('message', (_bytes, from) => socket.send(xml, from.port, from.address));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onTestFinished(() => void socket.close());
  return socket.address().port;
}

const match = (xaddrs: string, scopes = 'onvif://www.onvif.org/name/x') =>
  '<E><Body><ProbeMatches><ProbeMatch><EndpointReference><Address>urn:uuid:1</Address></EndpointReference>' +
  `<Types>tds:Device</Types><Scopes>${scopes}</Scopes><XAddrs>${xaddrs}</XAddrs></ProbeMatch></ProbeMatches></Body></E>`;

const probe = (port: number, more: object = {}) =>
  discoverOnvif({ timeoutMs: 600, clock, multicastAddress: '127.0.0.1', port, ...more });

describe('discovery', () => {
  it('finds a camera and says what it is', async () => {
    const cam = await camera();
    const [found, ...others] = await probe(cam.discoveryPort);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ name: 'North gate', hardware: 'simulated camera', xaddrs: [cam.address] });
    expect(found?.urn).toMatch(/^urn:uuid:/);
    expect(found?.types).toContain('dn:NetworkVideoTransmitter');
    expect(found?.scopes).toContain('onvif://www.onvif.org/name/North%20gate');
  });

  it('finds a door controller, which answers to tds:Device only', async () => {
    const doors = createDoorControllerSimulator({
      name: 'ctl',
      ...LOGIN,
      now: () => clock.now(),
      doors: ['D'],
      discovery: LOOPBACK,
    });
    await doors.start();
    onTestFinished(() => doors.stop());
    expect(await probe(doors.discoveryPort)).toMatchObject([{ types: ['tds:Device'], xaddrs: [doors.address] }]);
  });

  it('offers addresses in private networks only, or in the ones it is given', async () => {
    const all = [
      'http://10.1.2.3/a',
      'http://169.254.169.254/latest',
      'http://8.8.8.8/a',
      'http://cam.example/a',
      'http://user:pw@10.1.2.4/a',
      'ftp://10.1.2.3/a',
      'http://[fd00::1]/a',
      'http://[::1]/a',
      'http://127.0.0.1/a',
      'nonsense',
    ];
    const port = await responder(match(all.join(' ')));
    const [found] = await probe(port);
    expect(found?.xaddrs).toEqual(['http://10.1.2.3/a', 'http://[fd00::1]/a', 'http://[::1]/a', 'http://127.0.0.1/a']);
    const [narrow] = await probe(port, { networks: ['8.8.8.0/24'] });
    expect(narrow?.xaddrs).toEqual(['http://8.8.8.8/a']);
    expect(await probe(port, { networks: ['10.9.0.0/16'] })).toEqual([]);
    await expect(probe(port, { networks: ['ten'] })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it.each([
    ['garbage', 'hello'],
    ['a document type', `<!DOCTYPE a [<!ENTITY b "c">]>${match('http://10.1.2.3/a')}`.replace('name/x', '&b;')],
    ['half a match', '<E><Body><ProbeMatches/></Body></E>'],
  ])('survives %s', async (_what, xml) => {
    expect(await probe(await responder(xml))).toEqual([]);
  });

  it('bounds what a stranger sends', async () => {
    const [found] = await probe(await responder(match('http://10.1.2.3/a', `onvif://${'x'.repeat(9_000)}`)));
    expect(found?.scopes[0]).toHaveLength(256);
  });

  it('takes its turn when asked twice at once', async () => {
    const cam = await camera();
    const both = await Promise.all([probe(cam.discoveryPort), probe(cam.discoveryPort)]);
    expect(both.map((found) => found.length)).toEqual([1, 1]);
  });
});

describe('describing', () => {
  it('asks a device who it is', async () => {
    const cam = await camera({ now: () => clock.now() - 86_400_000 });
    expect(await describeOnvif({ address: cam.address, ...LOGIN, clock })).toMatchObject({
      manufacturer: 'gridwarden simulator',
      model: 'simulated camera',
      serialNumber: 'SIM-North gate',
      services: ['Device', 'Events', 'Media'],
      scopes: expect.arrayContaining(['onvif://www.onvif.org/Profile/T']),
    });
  });

  it('tells a refused login, an absent device and a stalled one apart', async () => {
    const cam = await camera();
    const wrong = describeOnvif({ address: cam.address, username: 'x', password: 'y', clock });
    await expect(wrong).rejects.toMatchObject({ code: 'ONVIF_AUTH' });
    const away = describeOnvif({ address: 'http://127.0.0.1:1/', ...LOGIN, clock });
    await expect(away).rejects.toMatchObject({ code: 'ONVIF_UNREACHABLE' });
    const https = describeOnvif({ address: 'https://127.0.0.1/', ...LOGIN, clock });
    await expect(https).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    const late = describeOnvif({ address: cam.address, ...LOGIN, clock, timeoutMs: 1 });
    await expect(late).rejects.toMatchObject({ code: 'ONVIF_UNREACHABLE', detail: 'no answer within 1 ms' });
  });
});
