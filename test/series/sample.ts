import { type Clock, realClock } from '../../gateway/clock.ts';
import type { Decoded } from '../../gateway/model/decoded.ts';
import type { Device } from '../../gateway/model/device.ts';
import type { RawMessage } from '../../gateway/model/message.ts';
import type { Happening, Measurement, Observation, Presence } from '../../gateway/model/observation.ts';
import type { Series } from '../../gateway/series/batcher.ts';
import type { RefusedPoint, SeriesDelta, SeriesSink } from '../../gateway/series/sink.ts';
import { identity } from '../support/identity.ts';

export const T0 = 1_764_720_000_000;

export function device(name = 'acme/d1', more: Partial<Device> = {}): Device {
  const [vendor = '', short = ''] = name.split('/');
  return {
    deviceId: name,
    vendor,
    device: short,
    typeId: 'smoke',
    mobility: 'FIXED',
    siteClass: 'ORDINARY',
    simulated: false,
    ...more,
  };
}

export function message(more: Partial<RawMessage> = {}): RawMessage {
  return {
    position: { commit: 1, frame: 0 },
    receivedAt: T0,
    transport: 'mqtt',
    vendor: 'acme',
    device: 'd1',
    topic: 'v1/acme/d1/telemetry',
    payload: Buffer.from('{"values":{}}'),
    qos: 1,
    retain: false,
    dup: false,
    ...more,
  };
}

const base = {
  deviceId: 'acme/d1',
  time: T0,
  deviceTime: T0,
  receivedAt: T0,
  reading: 0,
  quality: 'GOOD',
  simulated: false,
} as const;

export function value(channel: string, is: number | boolean | string, more: Partial<Measurement> = {}): Measurement {
  return { ...base, kind: 'value', channel, value: is, ...more };
}

export function happening(code: string, more: Partial<Happening> = {}): Happening {
  return { ...base, kind: 'event', code, active: true, stateful: true, source: '', baseline: false, data: {}, ...more };
}

export function presence(online: boolean, more: Partial<Presence> = {}): Presence {
  return { ...base, kind: 'status', online, ...more };
}

export function decoded(
  observations: readonly Observation[],
  more: Partial<RawMessage> = {},
  of: Device = device(),
): Decoded {
  return { message: message(more), device: of, observations, identity: identity(), identityNeedsDup: false };
}

/** `count` messages of one device, one reading each, a second apart, with sequence numbers. */
export function readings(count: number, of: Device = device(), from = 0): Decoded[] {
  return Array.from({ length: count }, (_, index) => {
    const seq = from + index;
    const more = { seq, deviceId: of.deviceId, time: T0 + seq * 1000, deviceTime: T0 + seq * 1000 };
    return decoded([value('smoke', seq, more)], { position: { commit: 1 + seq, frame: 0 } }, of);
  });
}

/** Real time, but impatient: a wait is over within a millisecond. */
export function hastyClock(): Clock {
  const clock = realClock();
  return { ...clock, wait: (ms, signal) => clock.wait(Math.min(ms, 1), signal) };
}

/** A counter for the sinks. */
export function counter(): { count: number; inc(): void } {
  return {
    count: 0,
    inc() {
      this.count++;
    },
  };
}

/** Stores messages as the series reader does. */
export const storeIn = (series: Series, batch: readonly Decoded[]): Promise<SeriesDelta> =>
  series.store([series.prepare(batch)]);

/** The same without the reader's counts. */
export const writeTo = (sink: SeriesSink, batch: readonly Decoded[]): Promise<readonly RefusedPoint[]> =>
  sink.write([sink.prepare(batch)]);
