import { GatewayError, toGatewayError } from '../errors.ts';
import type { Metrics } from '../metrics.ts';
import type { Decoded, Rejection } from '../model/decoded.ts';
import type { Device, DeviceType } from '../model/device.ts';
import type { RawMessage } from '../model/message.ts';
import type { Measurement, Observation } from '../model/observation.ts';

interface Adapter {
  decode(message: RawMessage, device: Device): readonly Observation[];
}

export interface DecoderPorts {
  adapterFor(message: RawMessage): Adapter | undefined;
  identityOf(
    message: RawMessage,
    observations: readonly Observation[],
  ): { identity: string; identityNeedsDup: boolean };
  deviceOf(vendor: string, device: string): Device | undefined;
  typeOf(typeId: string): DeviceType | undefined;
  /** A device that nobody gave a type said what it is; messages behind this one are held against that type. */
  learnType(deviceId: string, typeId: string): void;
}

/** Turns inbox frames into observations. A commit that both readers ask for is decoded once. */
export interface Decoder {
  decode(commit: number, messages: readonly RawMessage[]): readonly Decoded[];
}

/** Decoded commits kept for the other reader; a reader further behind decodes again. */
const KEPT_COMMITS = 64;

export function createDecoder(ports: DecoderPorts, metrics: Metrics): Decoder {
  const kept = new Map<number, readonly Decoded[]>();
  const unknownChannels = metrics.counter(
    'unknown_channels_total',
    'Values of channels the device type does not have',
    ['type'],
  );

  const learn = (device: Device, observations: readonly Observation[]) => {
    for (const observation of observations)
      if (observation.kind === 'status' && observation.profile && ports.typeOf(observation.profile))
        ports.learnType(device.deviceId, observation.profile);
  };

  const decodeOne = (message: RawMessage): Decoded => {
    const device = ports.deviceOf(message.vendor, message.device);
    const found = device ?? strangerOf(message);
    const reject = (rejection: Rejection): Decoded => ({
      message,
      device: found,
      observations: [],
      rejection,
      identity: '',
      identityNeedsDup: true,
    });
    if (!device) {
      const detail = `${message.vendor}/${message.device} is not registered; PUT /v1/devices/${message.vendor}/${message.device} first`;
      return reject({ code: 'DEVICE_UNKNOWN', detail });
    }
    const adapter = ports.adapterFor(message);
    if (!adapter)
      return reject({ code: 'ADAPTER_UNDECODABLE', detail: `${message.topic}: no adapter reads this topic` });
    try {
      const observations = checked(adapter.decode(message, device), ports.typeOf(device.typeId), unknownChannels);
      if (device.typeId === 'generic') learn(device, observations);
      return { message, device, observations, ...ports.identityOf(message, observations) };
    } catch (error) {
      // A defect of an adapter is one message's misfortune: read again and again it would hold up every device.
      const { code, detail, path } = toGatewayError(error);
      return reject({ code, detail, ...(path === undefined ? {} : { path }) });
    }
  };

  return {
    decode(commit, messages) {
      const known = kept.get(commit);
      if (known) {
        kept.delete(commit);
        return known;
      }
      const decoded = messages.map(decodeOne);
      if (kept.size >= KEPT_COMMITS) kept.delete(kept.keys().next().value as number);
      kept.set(commit, decoded);
      return decoded;
    },
  };
}

/**
 * Holds observations against the device type: values outside the channel's range are SUSPECT (stored, never raised on). A
 * message none of whose channels the type knows is refused, so that a typo is heard of; a stray one beside known ones is kept.
 */
function checked(
  observations: readonly Observation[],
  type: DeviceType | undefined,
  unknown: { inc(labels: { type: string }): void },
): readonly Observation[] {
  if (!type || Object.keys(type.channels).length === 0) return observations;
  let known = 0;
  let stray: Measurement | undefined;
  let result: Observation[] | undefined;
  for (const [index, observation] of observations.entries()) {
    if (observation.kind !== 'value') {
      known++;
      continue;
    }
    const spec = type.channels[observation.channel];
    if (!spec) {
      stray = observation;
      unknown.inc({ type: type.typeId });
      continue;
    }
    known++;
    const { value } = observation;
    const outside = typeof value === 'number' && (value < (spec.min ?? -Infinity) || value > (spec.max ?? Infinity));
    const wrongKind =
      spec.kind === 'number' ? typeof value !== 'number' : spec.kind === 'boolean' ? typeof value !== 'boolean' : false;
    if ((outside || wrongKind) && observation.quality !== 'BAD') {
      result ??= [...observations];
      result[index] = { ...observation, quality: 'SUSPECT' };
    }
  }
  if (stray && known === 0)
    throw new GatewayError(
      'CHANNEL_UNKNOWN',
      `a ${type.typeId} has no channel "${stray.channel.slice(0, 64)}"; it has ${Object.keys(type.channels).join(', ')}`,
      { path: `values.${stray.channel.slice(0, 64)}` },
    );
  return result ?? observations;
}

/** Stands for a device nobody registered, so that its dead letter has a name. */
function strangerOf(message: RawMessage): Device {
  return {
    deviceId: `${message.vendor}/${message.device}`,
    vendor: message.vendor,
    device: message.device,
    typeId: 'generic',
    mobility: 'FIXED',
    siteClass: 'ORDINARY',
    simulated: false,
  };
}
