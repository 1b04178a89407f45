import { describe, expect, it } from 'vitest';
import { createDeviceConfig } from '../../gateway/ingest/device-config.ts';
import { unknownDevice } from '../../gateway/ingest/device-directory.ts';
import type { Decoded } from '../../gateway/model/decoded.ts';
import type { Device } from '../../gateway/model/device.ts';
import { identity } from '../support/identity.ts';

const START = 1_764_720_000_000;

function setUp(options: { seen?: readonly string[]; maxDevices?: number } = {}) {
  const published: [string, string][] = [];
  const devices = new Map<string, Device>();
  const add = (name: string, more: Partial<Device> = {}) =>
    devices.set(`acme/${name}`, { ...unknownDevice('acme', name), typeId: 'flood', ...more });
  for (const name of ['s1', 's2', 's3']) add(name);
  let now = START;
  let every = 1_800_000;
  let tick = () => {};
  let made = 0;
  const config = createDeviceConfig({
    async publish(topic, payload, { retain, qos }) {
      published.push([`${topic} ${qos}${retain ? ' retained' : ''}`, payload]);
    },
    device: (deviceId) => devices.get(deviceId),
    documentOf(device) {
      made++;
      return { every, ...(device.overrides ? { own: device.overrides } : {}) };
    },
    registered: () => devices.keys(),
    lastSeen: (deviceId) => (options.seen?.includes(deviceId) ? START : undefined),
    clock: {
      now: () => now,
      every(_ms, call) {
        tick = call;
        return () => undefined;
      },
    },
    ...(options.maxDevices === undefined ? {} : { maxDevices: options.maxDevices }),
  });
  return {
    ...{ config, devices, add },
    ask: (interval: number) => {
      every = interval;
    },
    made: () => made,
    pass(ms = 250) {
      now += ms;
      tick();
      return published.splice(0);
    },
  };
}

const message = (name: string, more: Partial<Decoded> = {}): Decoded => ({
  message: {
    ...{ position: { commit: 1, frame: 0 }, receivedAt: START, transport: 'mqtt', vendor: 'acme', device: name },
    ...{ topic: `v1/acme/${name}/telemetry`, payload: Buffer.from('{}'), qos: 1, retain: false, dup: false },
  },
  ...{ device: unknownDevice('acme', name), observations: [], identity: identity(), identityNeedsDup: false },
  ...more,
});
const at = (name: string) => `v1/acme/${name}/down/config 1 retained`;

describe('down/config', () => {
  it('is told to a device that is heard for the first time, once', () => {
    const { config, pass } = setUp();
    config.saw([message('s1'), message('s1'), message('s2', { rejection: { code: 'X', detail: '' } })]);
    expect(pass()).toEqual([[at('s1'), '{"every":1800000}']]);
    config.saw([message('s1')]);
    expect(pass()).toEqual([]);
  });

  it('is told again to everybody for whom it is another one', () => {
    const { config, pass, ask } = setUp();
    config.saw([message('s1'), message('s2')]);
    pass();
    config.refresh();
    expect(pass()).toEqual([]);
    ask(300_000);
    config.refresh();
    expect(pass()).toEqual([
      [at('s1'), '{"every":300000}'],
      [at('s2'), '{"every":300000}'],
    ]);
  });

  it('follows what changes with the hour', () => {
    const { config, pass, ask } = setUp();
    config.saw([message('s1')]);
    pass();
    ask(60_000);
    expect(pass()).toEqual([]);
    expect(pass(60_000)).toEqual([[at('s1'), '{"every":60000}']]);
  });

  it('follows the registry, and is taken away with the device', () => {
    const { config, pass, add, devices } = setUp();
    config.saw([message('s1')]);
    pass();
    add('s1', { overrides: { level: { set: 3 } } });
    config.changed('acme/s1');
    config.changed('acme/s2');
    expect(pass()).toEqual([[at('s1'), '{"every":1800000,"own":{"level":{"set":3}}}']]);
    devices.delete('acme/s1');
    config.changed('acme/s1');
    expect(pass()).toEqual([[at('s1'), '']]);
  });

  it('is told again after a start to devices that were heard before', () => {
    const { pass } = setUp({ seen: ['acme/s2'] });
    expect(pass()).toEqual([[at('s2'), '{"every":1800000}']]);
  });

  it('is made once for all devices that are alike, and told to at most 500 in a round', () => {
    const { config, pass, add, made } = setUp();
    const many = Array.from({ length: 600 }, (_, number) => `m${number}`);
    for (const name of many) add(name);
    config.saw(many.map((name) => message(name)));
    expect([pass().length, pass().length, pass().length]).toEqual([500, 100, 0]);
    expect(made()).toBe(1);
  });

  it('remembers a bounded number of devices: one told long ago is told again', () => {
    const { config, pass } = setUp({ maxDevices: 2 });
    config.saw(['s1', 's2', 's3'].map((name) => message(name)));
    expect(pass()).toHaveLength(3);
    config.saw([message('s1'), message('s3')]);
    expect(pass().map(([topic]) => topic)).toEqual([at('s1')]);
  });
});
