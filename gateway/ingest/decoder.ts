import { toGatewayError } from '../errors.ts';
import type { Metrics } from '../metrics.ts';
import type { Decoded, Identity, Rejection } from '../model/decoded.ts';
import type { Device, DeviceType } from '../model/device.ts';
import type { RawMessage, Route } from '../model/message.ts';
import type { Observation } from '../model/observation.ts';
import { type ChannelTable, channelTable, checkChannels } from './channel-check.ts';
import { type Doubter, doubterOf } from './doubts.ts';
import { checkPositions, type JudgePosition } from './position-check.ts';

interface Adapter {
  decode(message: RawMessage, device: Device): readonly Observation[];
}

export interface DecoderPorts {
  /** Chosen by transport, topic and vendor, and by nothing else. */
  adapterFor(message: RawMessage): Adapter | undefined;
  identityOf(message: RawMessage, observations: readonly Observation[]): Pick<Decoded, 'identity' | 'identityNeedsDup'>;
  deviceOf(deviceId: string, names: { readonly vendor: string; readonly device: string }): Device | undefined;
  typeOf(typeId: string): DeviceType | undefined;
  /** Without it positions are taken as they are reported. */
  readonly judgePosition?: JudgePosition;
  /** A device that nobody gave a type said what it is; messages behind this one are held against that type. */
  learnType(deviceId: string, typeId: string): void;
}

/** Turns inbox frames into observations. */
export interface Decoder {
  decode(messages: readonly RawMessage[]): readonly Decoded[];
}

/** Routes whose device and adapter are remembered; at the bound it starts afresh, which costs only time. */
const MAX_ROUTES = 131_072;

/** What all messages of a route have in common. */
interface Sender {
  readonly deviceId: string;
  readonly transport: RawMessage['transport'];
  readonly adapter: Adapter | undefined;
}

const NO_IDENTITY: Identity = { kind: '', time: undefined, mark: 0, by: 'content' };

export function createDecoder(ports: DecoderPorts, metrics: Metrics): Decoder {
  const senders = new Map<Route, Sender>();
  const tables = new Map<DeviceType, ChannelTable & { readonly doubt: Doubter }>();
  const unknownChannels = metrics.counter(
    'unknown_channels_total',
    'Values of channels the device type does not have',
    ['type'],
  );

  const senderOf = (message: RawMessage): Sender => {
    const { route, transport, vendor, device } = message;
    const known = route && senders.get(route);
    if (known?.transport === transport) return known;
    const sender = { deviceId: `${vendor}/${device}`, transport, adapter: ports.adapterFor(message) };
    if (senders.size >= MAX_ROUTES) senders.clear();
    if (route) senders.set(route, sender);
    return sender;
  };

  const tableOf = ({ typeId }: Device) => {
    const type = ports.typeOf(typeId);
    if (!type) return undefined;
    let table = tables.get(type);
    if (!table) {
      table = { ...channelTable(type, unknownChannels.labels(type.typeId)), doubt: doubterOf(type) };
      tables.set(type, table);
    }
    return table;
  };

  const learn = (device: Device, observations: readonly Observation[]) => {
    for (const observation of observations)
      if (observation.kind === 'status' && observation.profile && ports.typeOf(observation.profile))
        ports.learnType(device.deviceId, observation.profile);
  };

  const decodeOne = (message: RawMessage): Decoded => {
    const { deviceId, adapter } = senderOf(message);
    const device = ports.deviceOf(deviceId, message);
    if (!device) {
      const detail = `${deviceId} is not registered; PUT /v1/devices/${deviceId} first`;
      return rejected(message, strangerOf(deviceId, message), { code: 'DEVICE_UNKNOWN', detail });
    }
    if (!adapter) {
      const detail = `${message.topic}: no adapter reads this topic`;
      return rejected(message, device, { code: 'ADAPTER_UNDECODABLE', detail });
    }
    try {
      const table = tableOf(device);
      const read = adapter.decode(message, device);
      const decoded = table ? checkChannels(read, table) : read;
      const doubt = table?.doubt(decoded, message);
      const { judgePosition } = ports;
      const { observations, report } = judgePosition
        ? checkPositions(decoded, device, judgePosition)
        : { observations: decoded };
      if (device.typeId === 'generic') learn(device, observations);
      // Of the message as it was sent: what is made of its position does not make it another one.
      const { identity, identityNeedsDup } = ports.identityOf(message, decoded);
      const told = doubt || report ? { ...(doubt && { doubt }), ...(report && { position: report }) } : undefined;
      return { message, device, observations, ...told, identity, identityNeedsDup };
    } catch (error) {
      // A defect of an adapter is one message's misfortune: read again and again it would hold up every device.
      const { code, detail, path } = toGatewayError(error);
      return rejected(message, device, { code, detail, ...(path === undefined ? {} : { path }) });
    }
  };

  return { decode: (messages) => messages.map(decodeOne) };
}

function rejected(message: RawMessage, device: Device, rejection: Rejection): Decoded {
  return { message, device, observations: [], rejection, identity: NO_IDENTITY, identityNeedsDup: true };
}

/** Stands for a device nobody registered, so that its dead letter has a name. */
function strangerOf(deviceId: string, { vendor, device }: RawMessage): Device {
  return {
    ...{ deviceId, vendor, device, typeId: 'generic' },
    ...{ mobility: 'FIXED', siteClass: 'ORDINARY', simulated: false },
  };
}
