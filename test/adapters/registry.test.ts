import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nativeJson } from '../../adapters/native-json.ts';
import { adapterFor, adapters, identityOf } from '../../adapters/registry.ts';
import { GatewayError } from '../../gateway/errors.ts';
import type { RawMessage } from '../../gateway/model/message.ts';
import type { Observation } from '../../gateway/model/observation.ts';
import { adapterFixtures, fixtureDevice, rawMessage } from '../support/adapter-fixtures.ts';

const fixtures = adapterFixtures();
const names = adapters.map(({ name }) => name);

/** What a decode came to, in the form of `expected.json`. */
function outcome(decode: () => readonly Observation[]) {
  try {
    return { observations: decode() };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const { code, detail, path } = error;
    return { error: path === undefined ? { code, detail } : { code, detail, path } };
  }
}

/** JSON that keeps a field named `__proto__`, which a comparison of objects would not see. */
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

describe('adapters', () => {
  it('are one file each, named like the file, registered once', () => {
    const files = readdirSync(new URL('../../adapters', import.meta.url))
      .filter((file) => file.endsWith('.ts'))
      .map((file) => file.slice(0, -3))
      .filter((file) => !['adapter', 'registry', 'device-types', 'device-limits'].includes(file));
    expect([...names].sort()).toEqual(files.sort());
  });

  it('have fixtures, and every fixture an adapter', () => {
    expect([...new Set(fixtures.map(({ adapter }) => adapter))].sort()).toEqual([...names].sort());
  });

  it.each(fixtures)('$adapter/$name', ({ adapter, message, device, expected }) => {
    const chosen = adapterFor(message);
    expect(chosen?.name).toBe(adapter);
    const first = outcome(() => chosen?.decode(message, device) ?? []);
    if (expected) expect(JSON.stringify(first)).toBe(JSON.stringify(expected));
    else expect(first).toHaveProperty('observations');
    expect(outcome(() => chosen?.decode(message, device) ?? [])).toEqual(first);
  });

  const sample = (name: string) =>
    fixtures.find(({ adapter }) => adapter === name)?.message ?? rawMessage({ text: '' });
  const topics = new Map([
    ['native-json', ['v1/acme/d1/telemetry', 'v1/acme/d1/event']],
    ['native-protobuf', ['v1/acme/d1/telemetry/pb', 'v1/acme/d1/event/pb']],
  ]);
  const mutated = (bytes: Uint8Array) =>
    fc.tuple(fc.nat(Math.max(0, bytes.length - 1)), fc.nat(255), fc.nat(bytes.length)).map(([at, value, end]) => {
      const copy = Uint8Array.from(bytes).subarray(0, Math.max(end, at + 1));
      copy[at] = value;
      return copy;
    });
  const anyPayload = (name: string) =>
    fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.json().map((text) => Buffer.from(text)),
      fc
        .record({
          ts: fc.anything(),
          seq: fc.anything(),
          values: fc.anything(),
          code: fc.anything(),
          data: fc.anything(),
        })
        .map((value) => {
          try {
            return Buffer.from(JSON.stringify(value));
          } catch {
            return Buffer.from('null');
          }
        }),
      ...fixtures.filter(({ adapter }) => adapter === name).map(({ message }) => mutated(message.payload)),
    );

  it.each(names)('%s throws nothing but its own errors on 500 random payloads', (name) => {
    const adapter = adapters.find((one) => one.name === name);
    const base = sample(name);
    fc.assert(
      fc.property(anyPayload(name), fc.constantFrom(...(topics.get(name) ?? [base.topic])), (payload, topic) => {
        const message: RawMessage = { ...base, topic, payload };
        try {
          const observations = adapter?.decode(message, fixtureDevice()) ?? [];
          identityOf(message, observations);
          for (const one of observations) {
            expect(Number.isFinite(one.time)).toBe(true);
            if (one.kind === 'value' && typeof one.value === 'number') expect(Number.isFinite(one.value)).toBe(true);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(GatewayError);
          expect((error as GatewayError).code).toMatch(/^(ADAPTER_UNDECODABLE|PAYLOAD_.*|TIME_INVALID)$/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('leave prototypes alone', () => {
    for (const { message, device } of fixtures) outcome(() => adapterFor(message)?.decode(message, device) ?? []);
    expect(plain({})).toEqual({});
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as Record<string, unknown>)['y']).toBeUndefined();
  });

  it.each(['v1/acme/d1/raw/modbus', 'v1/acme/d1', 'v2/acme/d1/telemetry', 'spBv1.0/x', 'v1/acme/d1/telemetry/xml', ''])(
    'do not take the topic "%s"',
    (topic) => {
      expect(adapterFor({ transport: 'mqtt', topic, vendor: 'acme' })).toBeUndefined();
    },
  );

  it('refuse more values and readings than the caps', () => {
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`c${n}`, n]));
    const decode = (json: unknown) => outcome(() => nativeJson.decode(rawMessage({ json }), fixtureDevice()));
    expect(decode(many(1_000)).observations).toHaveLength(1_000);
    expect(decode(many(1_001)).error).toMatchObject({ code: 'PAYLOAD_INVALID' });
    expect(decode(Array.from({ length: 1_000 }, () => ({ a: 1 }))).observations).toHaveLength(1_000);
    expect(decode(Array.from({ length: 1_001 }, () => ({ a: 1 }))).error).toMatchObject({ code: 'PAYLOAD_INVALID' });
  });
});
