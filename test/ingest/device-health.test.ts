import { describe, expect, it } from 'vitest';
import { unknownDevice } from '../../gateway/ingest/device-directory.ts';
import { createDeviceHealth } from '../../gateway/ingest/device-health.ts';
import type { Decoded } from '../../gateway/model/decoded.ts';
import { identity } from '../support/identity.ts';

const START = 1_764_720_000_000;

function setUp(options: { seen?: Record<string, number>; maxDevices?: number } = {}) {
  const published: [string, Record<string, unknown> | ''][] = [];
  const known = new Set(['acme/s1', 'acme/s2', ...Object.keys(options.seen ?? {})]);
  let machine = 0;
  let tick = () => {};
  const health = createDeviceHealth({
    async publish(topic, payload) {
      published.push([topic, payload === '' ? '' : JSON.parse(payload)]);
    },
    knows: (deviceId) => known.has(deviceId),
    registered: () => known,
    lastSeen: (deviceId) => options.seen?.[deviceId],
    clock: {
      now: () => START,
      monotonic: () => machine,
      every(_ms, call) {
        tick = call;
        return () => undefined;
      },
    },
    ...(options.maxDevices === undefined ? {} : { maxDevices: options.maxDevices }),
  });
  return {
    ...{ health, known },
    /** Lets machine time pass; what was published. */
    pass(ms: number) {
      machine += ms;
      tick();
      return published.splice(0);
    },
  };
}

/** A message of `acme/{name}` that arrived at START + `at` with these times of its own, relative to START. */
function message(name: string, at: number, own: number[] = [], more: Partial<Decoded['message']> = {}): Decoded {
  return {
    message: {
      position: { commit: 1, frame: 0 },
      ...{
        receivedAt: START + at,
        transport: 'mqtt',
        vendor: 'acme',
        device: name,
        topic: `v1/acme/${name}/telemetry`,
      },
      ...{ payload: Buffer.from('{}'), qos: 1, retain: false, dup: false, ...more },
    },
    device: unknownDevice('acme', name),
    observations: own.map((time, reading) => ({
      ...{ kind: 'value', deviceId: `acme/${name}`, time: START + time, deviceTime: START + time, reading },
      ...{ receivedAt: START + at, quality: 'GOOD', simulated: false, channel: 'smoke', value: 1 },
    })),
    ...{ identity: identity(), identityNeedsDup: false },
  };
}
const rejected = (name: string, code: string): Decoded => ({
  ...message(name, 0),
  rejection: { code, detail: 'why' },
});

describe('down/health', () => {
  it('says when a device was accepted last, and what was refused', () => {
    const { health, pass } = setUp();
    health.saw([message('s1', 10), message('s1', 20), rejected('s1', 'PAYLOAD_NOT_JSON')]);
    health.refused('acme/s1', 'TOPIC_FORBIDDEN');
    expect(pass(1_000)).toEqual([
      [
        'v1/acme/s1/down/health',
        {
          ...{ lastAccepted: '2025-12-03T00:00:00.020Z', since: '2025-12-03T00:00:00.000Z', accepted: 2 },
          refused: { PAYLOAD_NOT_JSON: 1, TOPIC_FORBIDDEN: 1 },
        },
      ],
    ]);
  });

  it('goes out at the first change, then at most once a minute, and never without one', () => {
    const { health, pass } = setUp();
    health.saw([message('s1', 0)]);
    expect(pass(1_000)).toHaveLength(1);
    health.saw([message('s1', 1_500)]);
    health.saw([message('s2', 1_500)]);
    expect(pass(1_000).map(([topic]) => topic)).toEqual(['v1/acme/s2/down/health']);
    expect(pass(58_000)).toEqual([]);
    expect(pass(1_000)).toMatchObject([['v1/acme/s1/down/health', { accepted: 2 }]]);
    expect(pass(600_000)).toEqual([]);
  });

  it('estimates the skew of the clock as the median of the last messages', () => {
    const { health, pass } = setUp();
    const skew = () => (pass(60_000)[0]?.[1] as { clockSkewMs?: number } | undefined)?.clockSkewMs;
    health.saw([message('s1', 0)]);
    expect(skew()).toBeUndefined();
    // A backfill counts by its newest reading; repeats and retained messages do not count.
    health.saw([message('s1', 5_000, [1_000, 4_900, 2_000]), message('s1', 9_000, [0], { dup: true })]);
    health.saw([message('s1', 9_000, [0], { retain: true })]);
    expect(skew()).toBe(100);
    health.saw([message('s1', 1_000, [500]), message('s1', 90_000, [0])]);
    expect(skew()).toBe(500);
    health.saw(Array.from({ length: 15 }, (_, n) => message('s1', 1_000 * n, [1_000 * n + 70])));
    expect(skew()).toBe(-70);
  });

  it('tells at once what was taken and is not believed, and counts it', () => {
    const { health, pass } = setUp();
    const doubt = { code: 'VALUE_IMPLAUSIBLE', path: 'values.smoke', detail: '40 is too much' };
    health.saw([message('s1', 0)]);
    expect(pass(1_000)[0]?.[1]).not.toHaveProperty('doubt');
    for (const n of [1, 2]) {
      health.saw([{ ...message('s1', 1_000 * n), doubt }]);
      expect(pass(1_000)).toMatchObject([
        [
          'v1/acme/s1/down/health',
          {
            ...{ accepted: n + 1, doubted: { VALUE_IMPLAUSIBLE: n } },
            doubt: { ...doubt, receivedAt: `2025-12-03T00:00:0${n}.000Z` },
          },
        ],
      ]);
    }
    health.saw([message('s1', 3_000)]);
    expect(pass(1_000)).toEqual([]);
  });

  it('is published again after a start for every device that was ever heard', () => {
    const { pass } = setUp({ seen: { 'acme/s3': START - 60_000 } });
    expect(pass(1_000)).toEqual([
      [
        'v1/acme/s3/down/health',
        {
          ...{ lastAccepted: '2025-12-02T23:59:00.000Z', since: '2025-12-03T00:00:00.000Z' },
          ...{ accepted: 0, refused: {} },
        },
      ],
    ]);
    expect(pass(60_000)).toEqual([]);
  });

  it('is taken away with the device, and given to nobody who is not registered or speaks no MQTT', () => {
    const { health, known, pass } = setUp();
    health.saw([message('s1', 0), rejected('stranger', 'DEVICE_UNKNOWN')]);
    health.saw([message('s2', 0, [], { transport: 'onvif-pull' })]);
    known.delete('acme/s1');
    health.forget('acme/s1');
    expect(pass(1_000)).toEqual([['v1/acme/s1/down/health', '']]);
  });

  it('forgets the device heard of first at its bound', () => {
    const { health, pass } = setUp({ maxDevices: 1 });
    health.saw([message('s1', 0), message('s2', 0), message('s2', 1)]);
    expect(pass(1_000)).toMatchObject([['v1/acme/s2/down/health', { accepted: 2 }]]);
  });
});
