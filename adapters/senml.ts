import type { Device } from '../gateway/model/device.ts';
import type { RawMessage } from '../gateway/model/message.ts';
import type { Observation } from '../gateway/model/observation.ts';
import type { Adapter } from './adapter.ts';
import { parseJson } from './lib/json.ts';
import { checkName, checkScalar, invalid, MAX_READINGS, measurement, sharedOf } from './lib/reading.ts';
import { topicSuffix } from './lib/topic.ts';

/** RFC 8428 §4.5.3: a smaller time is seconds relative to now, a larger one seconds since 1970. */
const RELATIVE_BELOW = 2 ** 28;
/** RFC 8428 §4.4: the version that base fields without `bver` have, and the highest one this reader knows. */
const VERSION = 10;
const KNOWN = new Set(['bn', 'bt', 'bu', 'bv', 'bs', 'bver', 'n', 'u', 'v', 'vs', 'vb', 'vd', 's', 't', 'ut']);

interface Base {
  name: string;
  time: number;
  value: number;
  sum: number;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * SenML in JSON (RFC 8428) on `…/telemetry/senml`. A channel is what follows the base name; a record without a name of its
 * own takes the last word of the base name. Units are taken as those of the device type, they are not converted.
 */
export const senml: Adapter = {
  name: 'senml',
  accepts: ({ topic }) => topicSuffix(topic) === 'telemetry/senml',
  decode(message, device) {
    const pack = parseJson(message.payload);
    if (!Array.isArray(pack)) throw invalid('', 'a SenML pack is an array of records (RFC 8428 §4)');
    if (pack.length > MAX_READINGS) throw invalid('', `${pack.length} records: send at most ${MAX_READINGS}`);
    return readPack(pack, message, device);
  },
};

function readPack(pack: readonly unknown[], message: RawMessage, device: Device): readonly Observation[] {
  const base: Base = { name: '', time: 0, value: 0, sum: 0 };
  const observations: Observation[] = [];
  let reading = -1;
  let last: number | undefined;
  for (const [index, item] of pack.entries()) {
    const at = `[${index}]`;
    if (typeof item !== 'object' || item === null || Array.isArray(item)) throw invalid(at, 'must be a SenML record');
    const record = item as Fields;
    checkLabels(record, at);
    takeBase(base, record, at);
    const values = valuesOf(record, base, at);
    // A record of base fields only carries no value (RFC 8428 §4.2).
    if (values.length === 0) continue;
    const ts = timeOf(base.time + numberAt(record, 't', at, 0), message.receivedAt);
    if (reading < 0 || ts !== last) reading += 1;
    last = ts;
    const shared = sharedOf(message, device, { ts, seq: undefined, position: undefined, simulated: false }, reading);
    for (const [channel, value] of values) observations.push(measurement(shared, channel, value));
  }
  return observations;
}

/** RFC 8428 §4.4: a label that ends with "_" must be understood, any other unknown one is passed over. */
function checkLabels(record: Fields, at: string): void {
  for (const label of Object.keys(record))
    if (label.endsWith('_') && !KNOWN.has(label))
      throw invalid(`${at}.${label.slice(0, 64)}`, 'must be understood, and is not');
  const version = numberAt(record, 'bver', at, VERSION);
  if (version > VERSION) throw invalid(`${at}.bver`, `version ${version} is newer than ${VERSION}`);
}

function takeBase(base: Base, record: Fields, at: string): void {
  if (record['bn'] !== undefined) base.name = textAt(record, 'bn', at);
  base.time = numberAt(record, 'bt', at, base.time);
  base.value = numberAt(record, 'bv', at, base.value);
  base.sum = numberAt(record, 'bs', at, base.sum);
}

function valuesOf(record: Fields, base: Base, at: string): [channel: string, value: number | boolean | string][] {
  const own = record['n'] === undefined ? '' : textAt(record, 'n', at);
  const name = () => checkName(own === '' ? lastWord(base.name) : own, `${at}.n`);
  const found: [string, number | boolean | string][] = [];
  if (record['v'] !== undefined) found.push([name(), base.value + numberAt(record, 'v', at, 0)]);
  if (record['vs'] !== undefined) found.push([name(), checkScalar(textAt(record, 'vs', at), `${at}.vs`)]);
  if (record['vb'] !== undefined) {
    if (typeof record['vb'] !== 'boolean') throw invalid(`${at}.vb`, 'must be true or false');
    found.push([name(), record['vb']]);
  }
  if (record['vd'] !== undefined) throw invalid(`${at}.vd`, 'data values have no meaning here: send v, vs or vb');
  if (found.length > 1) throw invalid(at, 'has more than one value (RFC 8428 §4.2)');
  // A sum of its own, such as a meter reading, is a channel beside the value.
  if (record['s'] !== undefined) found.push([`${name()}_sum`, base.sum + numberAt(record, 's', at, 0)]);
  return found;
}

/** `temperature` of `urn:dev:mac:0024befffe804ff1:temperature`. */
const lastWord = (name: string): string => name.split(/[:/]/).findLast((word) => word !== '') ?? '';

/** Seconds as SenML counts them to epoch ms; 0 is now, that is: the message has no time. */
function timeOf(seconds: number, receivedAt: number): number | undefined {
  if (seconds === 0) return undefined;
  return Math.round(seconds < RELATIVE_BELOW ? receivedAt + seconds * 1000 : seconds * 1000);
}

function numberAt(record: Fields, label: string, at: string, otherwise: number): number {
  const value = record[label];
  if (value === undefined) return otherwise;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw invalid(`${at}.${label}`, 'must be a number');
}

function textAt(record: Fields, label: string, at: string): string {
  const value = record[label];
  if (typeof value === 'string') return value;
  throw invalid(`${at}.${label}`, 'must be text');
}
