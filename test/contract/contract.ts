import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

const read = (url: URL) => JSON.parse(readFileSync(url, 'utf8'));

/** Schemas of what stands on MQTT topics, as `/asyncapi.json` serves them. */
const PAYLOADS: Readonly<Record<string, object>> = read(
  new URL('../../gateway/http/contract/mqtt-payloads.json', import.meta.url),
);

/** A golden file of this folder. The type is the test's word for what the file holds. */
export function golden<T>(name: string): T {
  return read(new URL(`${name}.json`, import.meta.url)) as T;
}

const compilers = new WeakMap<object, Ajv>();

/** Compiles a set of schemas once; they name each other as in an AsyncAPI document. */
function compilerOf(schemas: object): Ajv {
  const known = compilers.get(schemas);
  if (known) return known;
  const ajv = new Ajv({ strict: false, strictNumbers: true, formats: { 'date-time': true } });
  ajv.addSchema({ components: { schemas } }, 'contract');
  compilers.set(schemas, ajv);
  return ajv;
}

/** What is wrong with a value, by one of `schemas` (by name, as under `components/schemas`); empty when it fits. */
export function faults(value: unknown, name: string, schemas: object = PAYLOADS): string[] {
  const fits = compilerOf(schemas).getSchema(`contract#/components/schemas/${name}`);
  if (!fits) throw new Error(`there is no schema ${name}`);
  return fits(value) ? [] : (fits.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
}

/** A topic of `topics.json`. */
export interface Topic {
  readonly topic: string;
  /** up, down: devices; in, out: organisations. */
  readonly direction: 'up' | 'down' | 'in' | 'out';
  readonly example: string;
  /** The same for whoever leaves the name to the broker. */
  readonly alias?: string;
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  readonly qos: 0 | 1;
  readonly retain: boolean;
  /** Schema of a JSON payload. */
  readonly payload?: string;
  /** Adapter that reads it; on `up` topics without one messages become dead letters. */
  readonly adapter?: string;
}

export const topics = golden<readonly Topic[]>('topics');

/** Whether a published topic is one of a template such as `v1/{vendor}/{device}/status`. */
function isOf(template: string, topic: string): boolean {
  const words = template.split('/');
  const given = topic.split('/');
  return words.length === given.length && words.every((word, index) => /^\{/.test(word) || word === given[index]);
}

/** The row of a published topic. Throws when the contract has none, or two. */
export function topicOf(published: string): Topic {
  const found = topics.filter(
    ({ topic }) => isOf(topic, published) || isOf(topic.replace('{vendor}/{device}', 'me'), published),
  );
  const [only] = found;
  if (!only || found.length > 1) throw new Error(`${published} is ${only ? 'two topics' : 'no topic'} of the contract`);
  return only;
}

/** What devices send: messages that are understood and as what, and messages that are refused and why. */
export interface DeviceMessages {
  readonly topic: string;
  /** Epoch ms of the arrival of each. */
  readonly receivedAt: number;
  readonly accepted: readonly { readonly name: string; readonly payload: unknown; readonly observations: object[] }[];
  readonly refused: readonly {
    readonly name: string;
    readonly payload?: unknown;
    /** Bytes that are not JSON. */
    readonly text?: string;
    readonly code: string;
    readonly path?: string;
    /** JSON Schema cannot say it. */
    readonly beyondSchema?: boolean;
  }[];
}
