import { readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { Aedes, type AedesPublishPacket } from 'aedes';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type LabDevice, placeFleet } from '../../simulators/fleet.ts';
import { incident } from '../../simulators/incidents/incidents.ts';
import { createLabClock } from '../../simulators/lab-clock.ts';
import { connectFleet } from '../../simulators/mqtt-fleet.ts';
import { loadScenario } from '../../simulators/scenario-loader.ts';
import { SENSORS } from '../../simulators/sensors/sensors.ts';
import { type Publication, traffic } from '../../simulators/traffic.ts';
import { smallScenario, twoGrids } from '../simulators/small-scenario.ts';
import { type DeviceMessages, faults, golden, topicOf } from './contract.ts';

const at = (kind: string, name: string, device: string, over: object = {}) => ({
  ...{ kind, name, device, at: '2min', expect: 'none' },
  ...over,
});

/** Every kind of incident that a device reports by MQTT, on devices of every type. */
const scenario = smallScenario({
  fleets: SENSORS.map(({ type }) => ({ type, count: 1, every: '1min' })),
  incidents: [
    at('fire', 'fire', 'smoke-001', { rise: '30s', hold: '30s', fall: '30s' }),
    at('storm', 'storm', 'flood-001', { rise: '2min', lasts: '5min' }),
    at('signal', 'leak', 'gas-001', { channels: { lel: 30, co: 40 }, rise: '10s', hold: '20s', fall: '10s' }),
    at('signal', 'trapped', 'lift-001', { channels: { trapped: true, floor: 3 }, hold: '1min' }),
    at('spike', 'truck', 'manhole-001', { channels: { tilt: 40, water: true } }),
    at('event', 'button', 'smoke-001', {
      code: 'smoke_alarm',
      hold: '30s',
      data: { zone: 'A', level: 2, drill: false },
    }),
    at('silence', 'flat', 'bin-001', { lasts: '3min' }),
    at('gathering', 'crowd', 'crowd-001', { lifts: ['lift-001'], bins: ['bin-001'] }),
    at('weather', 'shower', 'flood-001'),
  ],
  faults: [
    { kind: 'duplicate', at: '61s', device: 'gas-001' },
    { kind: 'redelivered', at: '62s', device: 'gas-001' },
    { kind: 'clock-skew', at: '2min', lasts: '4min', by: '-10min', device: 'crowd-001' },
    { kind: 'unknown-device', at: '66s' },
  ],
});
/** Kinds of incidents that happen to ONVIF peers, which say it by SOAP. */
const BY_ONVIF = ['intrusion', 'motion', 'door-forced', 'door-held', 'access-denied', 'access-granted', 'duress'];

const published = (fleet: readonly LabDevice[], over = scenario) =>
  [...traffic(over, fleet)].flatMap(({ publications }) => publications);
const sent = published(placeFleet(scenario, twoGrids));

describe('what the lab publishes', () => {
  it('comes of every type of sensor and every kind of incident', () => {
    const kinds = incident.options.map((option) => String([...(option.in.shape.kind.values ?? [])][0]));
    expect([...scenario.incidents.map(({ kind }) => kind), ...BY_ONVIF].sort()).toEqual(
      expect.arrayContaining(kinds.sort()),
    );
    const types = sent.filter(({ meaning }) => meaning && 'values' in meaning).map(({ device }) => device.slice(0, -4));
    expect([...new Set(types)].sort()).toEqual(SENSORS.map(({ type }) => type).sort());
  });

  it('stands on topics of the contract and fits their schemas', () => {
    expect(sent.length).toBeGreaterThan(200);
    const seen = new Set<string>();
    for (const { topic, payload, retain } of sent) {
      const row = topicOf(topic);
      seen.add(row.topic);
      expect(row.direction).toBe('up');
      expect(retain, topic).toBe(row.retain);
      expect(faults(JSON.parse(payload), row.payload ?? ''), payload).toEqual([]);
    }
    expect([...seen].map((topic) => topic.split('/').at(-1)).sort()).toEqual(['event', 'status', 'telemetry']);
  });

  it('is in the vocabulary of the device types', () => {
    const folder = 'adapters/device-types';
    const types = readdirSync(folder)
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => parse(readFileSync(`${folder}/${file}`, 'utf8')));
    const strange = (fleet: readonly LabDevice[], publications: readonly Publication[]) =>
      publications.flatMap(({ device, meaning }) => {
        const type = types.find(({ typeId }) => typeId === fleet.find(({ name }) => name === device)?.type);
        if (!meaning || !type) return [];
        const names = 'values' in meaning ? Object.keys(meaning.values) : [meaning.event.code];
        const known = 'values' in meaning ? type.channels : type.events;
        return names.filter((name) => !(name in known)).map((name) => `${type.typeId} ${name}`);
      });
    expect(strange(placeFleet(scenario, twoGrids), sent)).toEqual([]);
    const demo = { ...loadScenario('simulators/scenarios/demo.yaml') };
    const fleet = placeFleet({ ...demo, city: { ...demo.city, within: undefined, margin: 5 } }, twoGrids);
    expect([...new Set(strange(fleet, published(fleet, demo)))]).toEqual([]);
  });
});

describe('a simulated device', () => {
  let aedes: Aedes;
  let server: Server;
  let got: { client: string; topic: string; payload: string; qos: number; retain: boolean }[];
  let users: string[];
  beforeEach(async () => {
    got = [];
    users = [];
    aedes = await Aedes.createBroker({
      authenticate: (_client, username, password, done) => {
        users.push(`${username} ${password}`);
        done(null, true);
      },
      authorizePublish: (client, packet, done) => {
        const { topic, payload, qos, retain } = packet as AedesPublishPacket;
        got.push({ client: client?.id ?? '', topic, payload: payload.toString(), qos, retain });
        done(null);
      },
    });
    server = createServer(aedes.handle);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.close();
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
  });

  it('logs in by its name, says who it is, reports, and leaves a will', async () => {
    const port = (server.address() as AddressInfo).port;
    const fleet = await connectFleet(
      { host: '127.0.0.1', port },
      [{ name: 'smoke-001', type: 'smoke' }],
      createLabClock(0),
    );
    const own = sent.filter(({ device }) => device === 'smoke-001').slice(0, 3);
    await fleet.publish(own);
    // The connection breaks without a DISCONNECT, which is when a will counts.
    await fleet.publish(own.slice(-1).map((publication) => ({ ...publication, cut: true })));
    const online = () => got.filter(({ topic, payload }) => topic.endsWith('/status') && payload.includes('true'));
    // Once from the traffic, once by itself when it has come back.
    for (let turn = 0; online().length < 2 && turn < 10_000; turn++) await new Promise((done) => setImmediate(done));
    await fleet.close();
    expect(online()).toHaveLength(2);
    expect(users).toContain('lab/smoke-001 lab');
    expect(new Set(got.map(({ client }) => client))).toEqual(new Set(['lab/smoke-001']));
    for (const { topic, payload, qos, retain } of got) {
      const row = topicOf(topic);
      expect([qos, retain], topic).toEqual([row.qos, row.retain]);
      expect(faults(JSON.parse(payload), row.payload ?? '')).toEqual([]);
    }
    const said = got.filter(({ topic }) => topic.endsWith('/status')).map(({ payload }) => JSON.parse(payload));
    const wanted = golden<DeviceMessages>('status').accepted.map(({ payload }) => payload);
    expect(said).toEqual(expect.arrayContaining(wanted));
  });
});
