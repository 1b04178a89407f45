import { GatewayError } from '../gateway/errors.ts';
import type { Device } from '../gateway/model/device.ts';
import type { RawMessage } from '../gateway/model/message.ts';
import type { Observation, Quality } from '../gateway/model/observation.ts';
import type { Adapter } from './adapter.ts';
import { asBuffer } from './lib/json.ts';
import { fromCompact } from './lib/local-time.ts';
import { MAX_VALUES, measurement, NO_ENVELOPE, sharedOf } from './lib/reading.ts';
import { topicSuffix } from './lib/topic.ts';

/** Bytes of a data segment: its length is written with four digits, HJ 212-2017 allows 1,024 of them. */
const MAX_DATA = 9_999;
const MAX_FRAMES = 100;

/** Pollutant codes of HJ 212-2017 appendix B and the channels of the bundled types they are; others keep their code. */
const CHANNELS: Readonly<Record<string, string>> = {
  a34001: 'tsp',
  a34002: 'pm10',
  a34004: 'pm25',
  a34005: 'pm1',
  a01001: 'temperature',
  a01002: 'humidity',
  a01006: 'pressure',
  a01007: 'wind_speed',
  a01008: 'wind_direction',
  a21004: 'no2',
  a21005: 'co',
  a21026: 'so2',
  a05024: 'o3',
  w01001: 'ph',
  w01009: 'dissolved_oxygen',
  w01018: 'cod',
  w01019: 'permanganate_index',
  w21003: 'ammonia',
  LA: 'laeq',
  Leq: 'laeq',
  LMx: 'lmax',
};

/** Commands that carry measurements, and what their channels are called: the mean of an hour is no momentary value. */
const MEASURING: Readonly<Record<string, { readonly field: 'Rtd' | 'Avg'; readonly suffix: string }>> = {
  '2011': { field: 'Rtd', suffix: '' },
  '2051': { field: 'Avg', suffix: '' },
  '2061': { field: 'Avg', suffix: '_1h' },
  '2031': { field: 'Avg', suffix: '_24h' },
};
const HEARTBEAT = '9021';

/** HJ 212-2017 table 9: what a value's flag says of it. */
const QUALITY: Readonly<Record<string, Quality>> = {
  C: 'CALIBRATION',
  M: 'CALIBRATION',
  T: 'SUSPECT',
  S: 'SUSPECT',
  B: 'BAD',
  D: 'BAD',
  F: 'BAD',
};

/**
 * HJ 212-2017 (environmental monitoring) frames tunnelled on `…/raw/hj212`, one or several in a message: real-time values,
 * means of minutes, hours and days, heartbeats. Numbers are taken in the unit of the device type: the standard's tables and
 * devices differ between mg/m³ and µg/m³, so register what the device really sends.
 */
export const hj212: Adapter = {
  name: 'hj212',
  accepts: ({ topic }) => topicSuffix(topic) === 'raw/hj212',
  decode: (message, device) =>
    framesOf(asBuffer(message.payload).toString('latin1')).flatMap((data, index) =>
      observationsOf(data, message, device, index),
    ),
};

/** The data segments of the frames `##` length data CRC CR LF, each checked. */
function framesOf(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; ) {
    if (found.length === MAX_FRAMES) throw undecodable(`more than ${MAX_FRAMES} frames in one message`);
    const start = text.slice(at).match(/^\s*/)?.[0].length ?? 0;
    at += start;
    if (at >= text.length) break;
    const head = /^##(\d{4})/.exec(text.slice(at, at + 6));
    if (!head) throw undecodable(`a frame starts with ## and four digits, not "${printable(text.slice(at, at + 6))}"`);
    const length = Number(head[1]);
    const data = text.slice(at + 6, at + 6 + length);
    const crc = text.slice(at + 6 + length, at + 10 + length);
    if (length > MAX_DATA || data.length < length || crc.length < 4)
      throw undecodable(`the frame says ${length} bytes of data, ${data.length} are there`);
    const expected = crc16(data);
    if (Number.parseInt(crc, 16) !== expected || !/^[0-9A-Fa-f]{4}$/.test(crc))
      throw undecodable(`CRC ${printable(crc)} should be ${expected.toString(16).toUpperCase().padStart(4, '0')}`);
    found.push(data);
    at += 10 + length;
  }
  if (found.length === 0) throw undecodable('there is no frame in it');
  return found;
}

/** CRC-16 of HJ 212-2017 appendix A: the register is moved before each byte is taken in, unlike in Modbus. */
export function crc16(data: string): number {
  let register = 0xffff;
  for (let index = 0; index < data.length; index += 1) {
    register = (register >> 8) ^ data.charCodeAt(index);
    for (let bit = 0; bit < 8; bit += 1) register = register & 1 ? (register >> 1) ^ 0xa001 : register >> 1;
  }
  return register;
}

function observationsOf(data: string, message: RawMessage, device: Device, reading: number): readonly Observation[] {
  const found = /^(.*?)CP=&&(.*)&&$/s.exec(data);
  if (!found) throw undecodable('the data segment has no CP=&&…&&');
  const [, head = '', body = ''] = found;
  const header = new Map(pairsOf(head));
  const command = header.get('CN') ?? '';
  const fields = pairsOf(body);
  const time = fromCompact(new Map(fields).get('DataTime') ?? header.get('QN') ?? '');
  const shared = sharedOf(message, device, { ...NO_ENVELOPE, ts: time }, reading);
  if (command === HEARTBEAT) return [{ ...shared, kind: 'status', online: true }];
  const measuring = MEASURING[command];
  // Answers, settings and alarms of the data link are no observations.
  if (!measuring) return [];
  const flags = new Map(
    fields.flatMap(([name, value]) => (name.endsWith('-Flag') ? [[name.slice(0, -5), value]] : [])),
  );
  const values = fields.flatMap(([name, value]): Observation[] => {
    const [code = '', field] = name.split('-');
    if (field !== measuring.field || value === '') return [];
    const number = Number(value);
    if (!Number.isFinite(number)) throw undecodable(`${printable(name)} is "${printable(value)}", not a number`);
    const quality = QUALITY[flags.get(code) ?? ''] ?? shared.quality;
    const channel = `${CHANNELS[code] ?? code}${measuring.suffix}`;
    return [measurement({ ...shared, quality }, channel, number)];
  });
  if (values.length > MAX_VALUES) throw undecodable(`${values.length} values: send at most ${MAX_VALUES}`);
  return values;
}

/** `name=value` pairs; groups are parted by `;`, pairs of one group by `,`. */
function pairsOf(text: string): [string, string][] {
  return text
    .split(/[;,]/)
    .filter((pair) => pair !== '')
    .map((pair) => {
      const sign = pair.indexOf('=');
      const name = sign < 0 ? pair : pair.slice(0, sign);
      if (sign < 0 || !/^[\w-]{1,60}$/.test(name)) throw undecodable(`"${printable(pair)}" is no name=value`);
      return [name, pair.slice(sign + 1)];
    });
}

const printable = (text: string) => text.slice(0, 40).replace(/[^\x20-\x7e]/g, '.');

function undecodable(detail: string): GatewayError {
  return new GatewayError('ADAPTER_UNDECODABLE', `HJ 212: ${detail}`);
}
