import { stepClock } from '../../gateway/clock.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import type { CaseCandidate } from '../../gateway/model/candidate.ts';
import type { Decoded } from '../../gateway/model/decoded.ts';
import type { Device, DeviceType, RuleSpec } from '../../gateway/model/device.ts';
import type { Happening, Measurement, Observation, Presence } from '../../gateway/model/observation.ts';
import { createRulesEngine, type RulesEngine, type RulesOptions } from '../../gateway/rules/engine.ts';
import { identity } from './identity.ts';

/** 2026-03-01T00:00:00Z. */
export const T0 = 1_772_323_200_000;
export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;

export const smokeRule: RuleSpec = {
  ...{ id: 'smoke-density', kind: 'threshold', category: 'E0498', severity: 1, channel: 'smoke', direction: 'above' },
  ...{ set: 0.15, clear: 0.1, dwell: 10 * SECOND, quiet: 10 * MINUTE },
};
export const forcedRule: RuleSpec = {
  ...{ id: 'forced-open', kind: 'event', category: 'E0495', severity: 2, code: 'door_forced_open', dwell: 0, quiet: 0 },
};

/** A type with a smoke channel, a few event codes and the rules given. */
export function deviceType(typeId: string, rules: readonly RuleSpec[]): DeviceType {
  return {
    typeId,
    name: { zh: typeId, en: typeId },
    heartbeat: MINUTE,
    channels: {
      smoke: { unit: 'dB/m', kind: 'number', min: 0, max: 2 },
      trapped: { unit: '1', kind: 'boolean' },
    },
    events: { door_forced_open: { stateful: true }, access_denied: { stateful: false }, duress: { stateful: false } },
    rules,
  };
}

export function typesOf(...rules: RuleSpec[]): ReadonlyMap<string, DeviceType> {
  return new Map([['smoke', deviceType('smoke', rules)]]);
}

export function device(deviceId = 'acme/d1', more: Partial<Device> = {}): Device {
  const [vendor = '', name = ''] = deviceId.split('/');
  return {
    ...{ deviceId, vendor, device: name, typeId: 'smoke', mobility: 'FIXED', siteClass: 'ORDINARY', simulated: false },
    ...more,
  };
}

/** Observations before they are put into a message. */
export type Part =
  | Pick<Measurement, 'kind' | 'channel' | 'value'>
  | (Pick<Happening, 'kind' | 'code' | 'active'> & Partial<Happening>)
  | Pick<Presence, 'kind' | 'online'>;

export const smoke = (value: number | boolean | string): Part => ({ kind: 'value', channel: 'smoke', value });
export const forced = (active: boolean, more: Partial<Happening> = {}): Part => ({
  ...{ kind: 'event', code: 'door_forced_open', active },
  ...more,
});

export interface FrameOptions {
  readonly device?: Device;
  /** Device time; default: the arrival. */
  readonly time?: number;
  readonly quality?: Observation['quality'];
  readonly identity?: string;
  readonly needsDup?: boolean;
  readonly dup?: boolean;
  readonly rejection?: Decoded['rejection'];
  readonly simulated?: boolean;
}

/** Builds inbox frames, one commit each. */
export function frames(): (receivedAt: number, parts: readonly Part[], options?: FrameOptions) => Decoded {
  let commit = 0;
  return (receivedAt, parts, options = {}) => {
    commit++;
    const owner = options.device ?? device();
    const shared = {
      ...{ deviceId: owner.deviceId, time: options.time ?? receivedAt, receivedAt, reading: 0 },
      ...{ quality: options.quality ?? 'GOOD', simulated: options.simulated ?? false },
    };
    const observations = parts.map((part): Observation => {
      if (part.kind === 'event') return { stateful: true, source: '', baseline: false, data: {}, ...part, ...shared };
      return { ...part, ...shared };
    });
    return {
      message: {
        ...{
          position: { commit, frame: 0 },
          receivedAt,
          transport: 'mqtt',
          vendor: owner.vendor,
          device: owner.device,
        },
        ...{ topic: `v1/${owner.deviceId}/telemetry`, payload: new Uint8Array(), qos: 1, retain: false },
        dup: options.dup ?? false,
      },
      device: owner,
      observations,
      ...(options.rejection && { rejection: options.rejection }),
      identity: identity(options.identity ?? `m${commit}`),
      identityNeedsDup: options.needsDup ?? false,
    };
  };
}

export async function openEngine(path: string, more: Partial<RulesOptions> & { startedAt?: number } = {}) {
  const { startedAt = T0, ...options } = more;
  return createRulesEngine({
    ...{
      path,
      deviceTypes: typesOf(smokeRule),
      clock: stepClock(startedAt),
      log: silentLog(),
      metrics: createMetrics(),
    },
    ...options,
  });
}

/** Processes frames as commits of `size` frames. */
export async function feed(engine: RulesEngine, all: readonly Decoded[], size = all.length): Promise<void> {
  for (let at = 0; at < all.length; at += size) {
    const batch = all.slice(at, at + size);
    await engine.process(batch, batch.at(-1)?.message.position.commit ?? engine.cursor);
  }
}

/** Every waiting candidate, in the order of emission (commit, frame, then event time). */
export function waiting({ outbox }: RulesEngine): CaseCandidate[] {
  return outbox
    .keys()
    .flatMap((key) => outbox.waiting(key))
    .sort((a, b) => a.commit - b.commit || a.frame - b.frame || a.at - b.at);
}

/** Short form for expectations: `raise smoke-density #1 @10000`, times after T0. */
export function said(engine: RulesEngine): string[] {
  return waiting(engine).map(({ type, verdict, at }) => `${type} ${verdict.ruleId} #${verdict.episode} @${at - T0}`);
}
