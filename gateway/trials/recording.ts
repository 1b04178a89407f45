import { createHmac } from 'node:crypto';
import type { Decoded } from '../model/decoded.ts';
import type { Happening, Measurement, Observation } from '../model/observation.ts';

/** First line of a recording, as `gridwarden sim replay` reads it. */
export interface RecordingHeader {
  readonly recording: 'gridwarden';
  readonly version: 1;
  /** When the first message came, RFC 3339. */
  readonly startedAt: string;
  /** Vendors and devices stand under made-up names. */
  readonly masked: boolean;
}

/** A message to be written into a recording. */
export interface RecordingMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
}

/** How a device, or a part of one, is called in a recording: `{vendor}/{device}`. */
export type Naming = (vendor: string, device: string, part: string) => string;

const MAX_NAME = 64;

/** Devices under their own names; a part of a device is one of its own, called after both. */
export const plainNames: Naming = (vendor, device, part) => {
  const name = part === '' ? device : `${device}.${part.replaceAll(/[^A-Za-z0-9._-]/g, '_')}`;
  return `${vendor}/${name.slice(0, MAX_NAME)}`;
};

/**
 * Made-up names of the lab's, the same throughout one recording and others in the next: `key` is made for each recording and
 * thrown away.
 */
export function maskedNames(key: Uint8Array): Naming {
  return (vendor, device, part) => {
    const hash = createHmac('sha256', key).update(`${vendor}/${device}\0${part}`).digest('hex');
    return `lab/d-${hash.slice(0, 12)}`;
  };
}

/** What two channels of one reading have in common. */
const readingOf = ({ reading, time, seq }: Observation) => `${reading}|${time}|${seq ?? ''}`;

const partOf = ({ source, key = '' }: Happening) => (key === '' ? source : `${source}.${key}`);

function envelopeOf({ deviceTime, seq, position, simulated }: Observation): object {
  return {
    ...(deviceTime === undefined ? {} : { ts: deviceTime }),
    ...(seq === undefined ? {} : { seq }),
    ...(position === undefined ? {} : { position }),
    ...(simulated ? { simulated } : {}),
  };
}

/** Turns what devices said into messages by the native contract. */
export interface Recorder {
  /** What one message becomes; nothing of it is kept that its adapter did not let through. */
  messagesOf(decoded: Decoded): readonly RecordingMessage[];
  /** Devices, parts of devices among them. */
  readonly devices: number;
  /** Happenings that the contract has no word for: the first look at a state, which tells of no change. */
  readonly skipped: number;
}

/**
 * Makes a recorder. Events of the contract name no part of a device, so each part (a door, a camera's channel) becomes a device
 * of its own, lest two doors share one state. The first word of a device is its status with its type: a lab gateway learns the
 * type from it. Names are remembered, one per device and part.
 */
export function createRecorder(naming: Naming): Recorder {
  const known = new Set<string>();
  let skipped = 0;

  const say = (name: string, leaf: string, body: object, qos: 0 | 1 | 2): RecordingMessage => {
    const [vendor, device] = name.split('/');
    const payload = Buffer.from(JSON.stringify(body));
    return { topic: `v1/${vendor}/${device}/${leaf}`, payload, qos, retain: leaf === 'status' };
  };

  return {
    get devices() {
      return known.size;
    },
    get skipped() {
      return skipped;
    },
    messagesOf({ message, device, observations }) {
      const { qos } = message;
      const messages: RecordingMessage[] = [];
      const nameOf = (part: string): string => {
        const name = naming(device.vendor, device.device, part);
        if (known.has(name)) return name;
        known.add(name);
        messages.push(say(name, 'status', { online: true, profile: device.typeId }, 1));
        return name;
      };
      const readings = new Map<string, Measurement[]>();
      for (const observation of observations) {
        if (observation.kind !== 'value') continue;
        const list = readings.get(readingOf(observation));
        if (list) list.push(observation);
        else readings.set(readingOf(observation), [observation]);
      }
      for (const values of readings.values()) {
        const [first] = values;
        if (!first) continue;
        const body = {
          ...envelopeOf(first),
          values: Object.fromEntries(values.map(({ channel, value }) => [channel, value])),
        };
        messages.push(say(nameOf(''), 'telemetry', body, qos));
      }
      for (const observation of observations) {
        if (observation.kind === 'status') {
          const introduced = known.size;
          const name = nameOf('');
          const { online } = observation;
          if (known.size === introduced || !online)
            messages.push(say(name, 'status', { online, profile: device.typeId }, qos));
        }
        if (observation.kind !== 'event') continue;
        if (observation.baseline) {
          skipped++;
          continue;
        }
        const { code, active, stateful, data } = observation;
        const said = { ...envelopeOf(observation), code, ...(stateful ? { active } : {}), data };
        messages.push(say(nameOf(partOf(observation)), 'event', said, qos));
      }
      return messages;
    },
  };
}
