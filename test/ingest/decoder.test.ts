import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../gateway/errors.ts';
import { createDecoder, type DecoderPorts } from '../../gateway/ingest/decoder.ts';
import { unknownDevice } from '../../gateway/ingest/device-directory.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import type { DeviceType } from '../../gateway/model/device.ts';
import type { RawMessage } from '../../gateway/model/message.ts';
import type { Measurement } from '../../gateway/model/observation.ts';
import { identity } from '../support/identity.ts';

const message: RawMessage = {
  position: { commit: 1, frame: 0 },
  receivedAt: 1_764_720_000_000,
  transport: 'mqtt',
  vendor: 'acme',
  device: 's1',
  topic: 'v1/acme/s1/telemetry',
  payload: new Uint8Array(),
  qos: 1,
  retain: false,
  dup: false,
};

const value = (channel: string, reading: number | boolean): Measurement => ({
  kind: 'value',
  deviceId: 'acme/s1',
  channel,
  value: reading,
  time: message.receivedAt,
  receivedAt: message.receivedAt,
  reading: 0,
  quality: 'GOOD',
  simulated: false,
});

const smoke: DeviceType = {
  typeId: 'smoke',
  name: { zh: '烟感', en: 'smoke detector' },
  heartbeat: 60_000,
  channels: { smoke: { unit: 'dB/m', kind: 'number', min: 0, max: 2 }, test: { unit: '1', kind: 'boolean' } },
  events: {},
  rules: [],
};

function decode(observations: Measurement[] | GatewayError, ports: Partial<DecoderPorts> = {}) {
  const decoder = createDecoder(
    {
      adapterFor: () => ({
        decode() {
          if (observations instanceof GatewayError) throw observations;
          return observations;
        },
      }),
      identityOf: () => ({ identity: identity(), identityNeedsDup: false }),
      deviceOf: (_id, { vendor, device }) => ({ ...unknownDevice(vendor, device), typeId: 'smoke' }),
      typeOf: () => smoke,
      learnType: () => undefined,
      ...ports,
    },
    createMetrics(),
  );
  const [decoded] = decoder.decode([message]);
  if (!decoded) throw new Error('nothing decoded');
  return { decoded };
}

describe('decoder', () => {
  it('marks values outside the range of the channel, or of another kind, as suspect', () => {
    const { decoded } = decode([value('smoke', 0.1), value('smoke', 99), value('smoke', true), value('test', true)]);
    expect(decoded.observations.map((observation) => observation.quality)).toEqual([
      'GOOD',
      'SUSPECT',
      'SUSPECT',
      'GOOD',
    ]);
  });

  it('says what of a message is not believed', () => {
    expect(decode([value('smoke', 99)]).decoded.doubt).toMatchObject({ code: 'VALUE_IMPLAUSIBLE' });
    expect(decode([value('smoke', 0.1)]).decoded).not.toHaveProperty('doubt');
    expect(decode([value('smoke', 99)], { typeOf: () => undefined }).decoded).not.toHaveProperty('doubt');
  });

  it('refuses a message none of whose channels exist, and names those that do', () => {
    const { decoded } = decode([value('smok', 0.1)]);
    expect(decoded.rejection).toEqual({
      code: 'CHANNEL_UNKNOWN',
      detail: 'a smoke has no channel "smok"; it has smoke, test',
      path: 'values.smok',
    });
    expect(decode([value('smok', 0.1), value('smoke', 0.1)]).decoded.rejection).toBeUndefined();
  });

  it('holds a device to what it says it is from the next message on', () => {
    const learnt: string[] = [];
    const status = { ...value('smoke', 1), kind: 'status' as const, online: true, profile: 'smoke' };
    decode([status] as unknown as Measurement[], {
      deviceOf: (_id, { vendor, device }) => unknownDevice(vendor, device),
      learnType: (deviceId, typeId) => learnt.push(`${deviceId} ${typeId}`),
    });
    expect(learnt).toEqual(['acme/s1 smoke']);
    decode([status] as unknown as Measurement[], { learnType: (deviceId) => learnt.push(deviceId) });
    expect(learnt).toHaveLength(1);
  });

  it('keeps a message that an adapter breaks on, so that those behind it are read', () => {
    const broken = () => ({
      decode() {
        throw new TypeError('x is not iterable');
      },
    });
    const { decoded } = decode([], { adapterFor: broken });
    expect(decoded.rejection).toEqual({ code: 'INTERNAL', detail: 'x is not iterable' });
  });

  it('turns adapter errors, unknown devices and topics without an adapter into rejections', () => {
    const failed = decode(new GatewayError('PAYLOAD_NOT_JSON', 'at byte 3', { path: 'values' })).decoded;
    expect(failed.rejection).toEqual({ code: 'PAYLOAD_NOT_JSON', detail: 'at byte 3', path: 'values' });
    expect(decode([], { deviceOf: () => undefined }).decoded.rejection).toMatchObject({ code: 'DEVICE_UNKNOWN' });
    expect(decode([], { adapterFor: () => undefined }).decoded.rejection).toMatchObject({
      code: 'ADAPTER_UNDECODABLE',
    });
  });

  it('asks once which adapter reads a route, and for every message who the device is', () => {
    const asked = { adapters: 0, devices: 0 };
    const route = { vendor: 'acme', device: 's1', topic: message.topic };
    const decoder = createDecoder(
      {
        adapterFor() {
          asked.adapters++;
          return { decode: () => [] };
        },
        identityOf: () => ({ identity: identity(), identityNeedsDup: false }),
        deviceOf(deviceId, { vendor, device }) {
          asked.devices++;
          expect(deviceId).toBe('acme/s1');
          return unknownDevice(vendor, device);
        },
        ...{ typeOf: () => undefined, learnType: () => undefined },
      },
      createMetrics(),
    );
    decoder.decode([
      { ...message, route },
      { ...message, route },
    ]);
    expect(asked).toEqual({ adapters: 1, devices: 2 });
    decoder.decode([{ ...message, route, transport: 'http' }, message, message]);
    expect(asked).toEqual({ adapters: 4, devices: 5 });
  });

  it('takes no name from the prototype of an object for a channel', () => {
    expect(decode([value('constructor', 1)]).decoded.rejection).toMatchObject({ code: 'CHANNEL_UNKNOWN' });
  });
});
