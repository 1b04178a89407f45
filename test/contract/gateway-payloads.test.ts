import { describe, expect, it } from 'vitest';
import { loadDeviceTypes } from '../../adapters/device-types.ts';
import { adapterFor, identityOf } from '../../adapters/registry.ts';
import { celExpressions } from '../../gateway/expressions.ts';
import { createDecoder } from '../../gateway/ingest/decoder.ts';
import { unknownDevice } from '../../gateway/ingest/device-directory.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import { adapterFixtures, rawMessage } from '../support/adapter-fixtures.ts';
import { type DeviceMessages, faults, golden, topicOf } from './contract.ts';

const types = loadDeviceTypes('adapters/device-types', { expressions: celExpressions() });

/** What becomes of one message of a smoke detector. */
function decode(topic: string, receivedAt: number, payload: Buffer) {
  const decoder = createDecoder(
    {
      ...{ adapterFor, identityOf, typeOf: (typeId) => types.get(typeId), learnType: () => undefined },
      deviceOf: (_id, { vendor, device }) => ({
        ...unknownDevice(vendor, device),
        typeId: 'smoke',
        mobility: 'MOBILE',
      }),
    },
    createMetrics(),
  );
  const message = { ...rawMessage({ text: '' }), device: 'smoke-17', topic, receivedAt, payload };
  const [decoded] = decoder.decode([message]);
  return decoded;
}

describe.each(['telemetry', 'device-events', 'status'])('%s', (file) => {
  const { topic, receivedAt, accepted, refused } = golden<DeviceMessages>(file);
  const schema = topicOf(topic).payload ?? '';

  it.each(accepted)('takes $name', ({ payload, observations }) => {
    const decoded = decode(topic, receivedAt, Buffer.from(JSON.stringify(payload)));
    expect(decoded?.rejection).toBeUndefined();
    expect(decoded?.observations).toMatchObject(observations);
    expect(faults(payload, schema)).toEqual([]);
  });

  it.each(refused)('refuses $name', ({ payload, text, code, path, beyondSchema = false }) => {
    const decoded = decode(topic, receivedAt, Buffer.from(text ?? JSON.stringify(payload)));
    expect(decoded?.rejection).toMatchObject({ code, ...(path === undefined ? {} : { path }) });
    expect(decoded?.observations).toEqual([]);
    if (text === undefined) expect(faults(payload, schema).length > 0).toBe(!beyondSchema);
  });
});

describe('payload schemas', () => {
  /** Fixtures whose mistake JSON Schema has no words for. */
  const BEYOND = new Set(['time-impossible', 'too-deep']);
  const json = adapterFixtures().flatMap(({ message, expected, adapter, name }) => {
    const schema = adapter === 'native-json' || adapter === 'status' ? topicOf(message.topic).payload : undefined;
    const payload = schema && parsed(message.payload);
    return payload && !BEYOND.has(name)
      ? [{ name: `${adapter}/${name}`, schema, payload: payload.value, expected }]
      : [];
  });

  it('speak of enough fixtures', () => expect(json.length).toBeGreaterThan(30));

  it.each(json)('agree with the adapter: $name', ({ schema = '', payload, expected }) => {
    expect(faults(payload, schema)).toEqual(expected?.error ? expect.arrayContaining([expect.any(String)]) : []);
  });
});

/** The JSON in a payload; undefined when there is none. */
function parsed(payload: Uint8Array): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload)) };
  } catch {
    return undefined;
  }
}
