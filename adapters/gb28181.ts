import { GatewayError } from '../gateway/errors.ts';
import { at, localName, readXml, textAt, type XmlElement } from '../gateway/xml.ts';
import { decodeXmlText } from '../gateway/xml-text.ts';
import type { Adapter } from './adapter.ts';
import { fromLocal } from './lib/local-time.ts';
import { happening, NO_ENVELOPE, type Shared, sharedOf } from './lib/reading.ts';
import { topicSuffix } from './lib/topic.ts';

const LIMITS = { depth: 16, elements: 5_000, attributes: 32 } as const;
const MAX_BYTES = 256 * 1024;
const MAX_PART = 64;

/** Alarm methods and types (GB/T 28181-2016 A.2.5) as the events they are. */
const METHODS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  2: { 1: 'signal_loss', 2: 'tamper', 3: 'storage_failure', 4: 'temperature_critical', 5: 'temperature_low' },
  5: {
    ...{
      1: 'manual_alarm',
      2: 'motion',
      3: 'object_abandoned',
      4: 'object_removed',
      5: 'line_crossed',
      6: 'intrusion',
    },
    ...{ 7: 'wrong_way', 8: 'loitering', 9: 'traffic_flow', 10: 'crowd_density', 11: 'tamper', 12: 'fast_movement' },
  },
  6: { 1: 'storage_failure', 2: 'fan_failure' },
};
/** What a method says when no type is given. */
const GENERAL: Readonly<Record<string, string>> = {
  1: 'manual_alarm',
  2: 'device_alarm',
  5: 'video_alarm',
  6: 'device_fault',
};

const LOCAL = /^(\d{4})-(\d{1,2})-(\d{1,2})[T ](\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,3})\d*)?$/;

/**
 * Alarm bodies of GB/T 28181, the `<Notify>` that a platform sends by SIP MESSAGE, tunnelled on `…/raw/gb28181`; GB 2312 text
 * and times of UTC+8 as the standard has them. The channel's 20 digits name the part; descriptions, free text, stay behind.
 * Keep-alives tell presence; catalogues, positions and answers report nothing.
 */
export const gb28181: Adapter = {
  name: 'gb28181',
  accepts: ({ topic }) => topicSuffix(topic) === 'raw/gb28181',
  decode(message, device) {
    if (message.payload.byteLength > MAX_BYTES) throw undecodable(`longer than ${MAX_BYTES} bytes`);
    const root = parse(message.payload);
    const command = textAt(root, 'CmdType').toLowerCase();
    if (!/^(?:Notify|Response|Query|Control)$/i.test(localName(root.qname)) || command === '')
      throw undecodable(`<${root.qname.slice(0, 40)}> is no message of GB/T 28181`);
    if (!/^notify$/i.test(root.name)) return [];
    if (command === 'keepalive')
      return [
        {
          ...sharedOf(message, device, NO_ENVELOPE, 0),
          kind: 'status',
          online: textAt(root, 'Status').toUpperCase() !== 'ERROR',
        },
      ];
    if (command !== 'alarm') return [];
    const ts = timeOf(textAt(root, 'AlarmTime'));
    const shared = sharedOf(message, device, { ...NO_ENVELOPE, ts }, 0);
    return [alarmOf(root, ts === undefined ? { ...shared, quality: 'SUSPECT' } : shared)];
  },
};

function parse(payload: Uint8Array): XmlElement {
  try {
    return readXml(decodeXmlText(payload).text, LIMITS);
  } catch (error) {
    throw undecodable(error instanceof GatewayError ? error.detail : String(error));
  }
}

function alarmOf(root: XmlElement, shared: Shared) {
  const method = textAt(root, 'AlarmMethod').split('/')[0] ?? '';
  const info = at(root, 'Info');
  const type = textAt(info, 'AlarmType') || textAt(root, 'AlarmType');
  const code = METHODS[method]?.[type] ?? GENERAL[method] ?? 'other_alarm';
  const priority = Number(textAt(root, 'AlarmPriority'));
  // An intruder who leaves again (event type 2) ends what entering began.
  const leaves = code === 'intrusion' && textAt(info, 'AlarmTypeParam', 'EventType') === '2';
  return {
    ...happening(shared, {
      code,
      active: !leaves,
      stateful: code === 'intrusion' || code === 'signal_loss',
      data: priority >= 1 && priority <= 4 ? { priority } : {},
    }),
    source: textAt(root, 'DeviceID').slice(0, MAX_PART),
  };
}

/** Local time of UTC+8 without a zone; undefined for what is none. */
function timeOf(text: string): number | undefined {
  const parts = LOCAL.exec(text);
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  const ms = fromLocal({ year, month, day, hour, minute, second });
  return ms === undefined ? undefined : ms + Number((parts[7] ?? '0').padEnd(3, '0'));
}

function undecodable(what: string): GatewayError {
  return new GatewayError('ADAPTER_UNDECODABLE', `GB/T 28181: ${what}`);
}
