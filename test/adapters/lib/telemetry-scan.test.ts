import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseJson } from '../../../adapters/lib/json.ts';
import { scanTelemetry } from '../../../adapters/lib/telemetry-scan.ts';
import { nativeJson, readTelemetryBody } from '../../../adapters/native-json.ts';
import { toGatewayError } from '../../../gateway/errors.ts';
import type { Device } from '../../../gateway/model/device.ts';
import type { RawMessage } from '../../../gateway/model/message.ts';
import type { Observation } from '../../../gateway/model/observation.ts';

const LIMITS = { values: 1_000, name: 64, text: 1_024 };
const scan = (text: string) => {
  const found = scanTelemetry(Buffer.from(text), LIMITS);
  if (!found) return undefined;
  const { ts, seq, simulated, count, channels, values } = found;
  return { ts, seq, simulated, values: channels.slice(0, count).map((name, index) => [name, values[index]]) };
};

const device: Device = {
  ...{ deviceId: 'acme/d1', vendor: 'acme', device: 'd1', typeId: 'smoke', mobility: 'FIXED' },
  ...{ siteClass: 'ORDINARY', simulated: false },
};
const messageOf = (payload: Buffer): RawMessage => ({
  ...{ position: { commit: 1, frame: 0 }, receivedAt: 1_772_323_201_000, transport: 'mqtt', qos: 1 },
  ...{ vendor: 'acme', device: 'd1', topic: 'v1/acme/d1/telemetry', payload, retain: false, dup: false },
});

/** What came of it, or why nothing did. */
function outcome(read: () => readonly Observation[]): unknown {
  try {
    return read();
  } catch (error) {
    const { code, detail, path } = toGatewayError(error);
    return { code, detail, path };
  }
}

/** Both ways must say the same of the same bytes, down to the sign of a zero. */
function expectSame(text: string): void {
  const message = messageOf(Buffer.from(text));
  const general = outcome(() => readTelemetryBody(parseJson(message.payload), message, device));
  expect(
    outcome(() => nativeJson.decode(message, device)),
    text,
  ).toStrictEqual(general);
}

test('reads the common form as it stands', () => {
  expect(
    scan('{"ts": 1764720000000, "seq":17, "simulated": true, "values": {"smoke":0.02, "door":false, "mode":"auto"}}'),
  ).toEqual({
    ...{ ts: 1_764_720_000_000, seq: 17, simulated: true },
    values: [
      ['smoke', 0.02],
      ['door', false],
      ['mode', 'auto'],
    ],
  });
  expect(scan('{"values":{}}')).toEqual({ ts: undefined, seq: undefined, simulated: false, values: [] });
});

test('remembers nothing of one payload for the next but names', () => {
  expect(scan('{"ts":1,"values":{"a":1,"b":2,"c":3}}')?.values).toHaveLength(3);
  expect(scan('{"values":{"a":1,"c":2}}')).toMatchObject({ ts: undefined, values: [['a', 1], ['c', 2]] }); // biome-ignore format: pairs
  expect(scan('{"values":{"ab":1,"b":2}}')?.values).toEqual([['ab', 1], ['b', 2]]); // biome-ignore format: pairs
});

describe('leaves to the general way', () => {
  it.each([
    ['bare values', '{"smoke":0.02}'],
    ['an array', '[{"values":{"smoke":0.02}}]'],
    ['a time as text', '{"ts":"2026-03-01T08:00:00Z","values":{"smoke":1}}'],
    ['a position', '{"values":{"smoke":1},"position":{"lon":1,"lat":2}}'],
    ['an escape', String.raw`{"values":{"smo\u006be":1}}`],
    ['a text with an escape', String.raw`{"values":{"mode":"a\"b"}}`],
    ['a text beyond ASCII', '{"values":{"mode":"自动"}}'],
    ['a name beyond ASCII', '{"values":{"烟":1}}'],
    ['a name with a blank', '{"values":{"a b":1}}'],
    ['an empty name', '{"values":{"":1}}'],
    ['a long name', `{"values":{"${'n'.repeat(65)}":1}}`],
    ['a name twice', '{"values":{"a":1,"b":2,"a":3}}'],
    ['a name that objects put first', '{"values":{"b":1,"1":2}}'],
    ['a field twice', '{"seq":1,"seq":2,"values":{}}'],
    ['values twice', '{"values":{"a":1},"values":{"b":1}}'],
    ['no values', '{"ts":1,"seq":2}'],
    ['null', '{"ts":null,"values":{"a":1}}'],
    ['an object as a value', '{"values":{"a":{}}}'],
    ['an exponent', '{"values":{"a":1e3}}'],
    ['a zero in front', '{"values":{"a":01}}'],
    ['a point without digits', '{"values":{"a":1.}}'],
    ['a plus', '{"values":{"a":+1}}'],
    ['half a word', '{"values":{"a":fals}}'],
    ['an unknown field', '{"values":{"a":1},"valuez":{}}'],
    ['what ends early', '{"values":{"a":1}'],
    ['what goes on', '{"values":{"a":1}}x'],
    ['a comma too many', '{"values":{"a":1,}}'],
    ['nothing', ''],
  ])('%s', (_what, text) => {
    expect(scan(text)).toBeUndefined();
    expectSame(text);
  });

  it('more values than are taken', () => {
    const values = (count: number) => Array.from({ length: count }, (_, index) => `"c${index}":${index}`).join();
    expect(scan(`{"values":{${values(1_000)}}}`)?.values).toHaveLength(1_000);
    expect(scan(`{"values":{${values(1_001)}}}`)).toBeUndefined();
    expectSame(`{"values":{${values(1_001)}}}`);
  });
});

test.each([
  '-0',
  '0',
  '-0.0',
  '0.1',
  '1.7512344360351562',
  '0.031250000745058060',
  '9007199254740993',
  '123456789012345678901234567890',
  '0.1234567890123456789012345',
  '1.0',
  '100',
  '5e-324',
  '4.35',
  '0.000001',
  '-273.15',
  '179769313486231570000',
])('the number %s is the nearest double', (text) => {
  const found = scan(`{"values":{"a":${text}}}`);
  if (found) expect(Object.is(found.values[0]?.[1], Number(text))).toBe(true);
  expectSame(`{"values":{"a":${text}}}`);
});

const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
  fc.maxSafeInteger(),
);
const scalar = fc.oneof(number, number, fc.boolean(), fc.string({ maxLength: 12 }), fc.constant(null));
const name = fc.oneof(
  fc.stringMatching(/^[a-z_][a-z_0-9]{0,5}$/),
  fc.string({ maxLength: 4 }),
  fc.constant('__proto__'),
);
const telemetry = fc.record(
  {
    ts: fc.oneof(fc.integer({ min: 0, max: 2e12 }), number),
    seq: fc.oneof(fc.nat(), number),
    simulated: fc.boolean(),
    values: fc.dictionary(name, scalar, { maxKeys: 8 }),
  },
  { requiredKeys: ['values'] },
);

test('agrees with the general way on whatever devices may write', () => {
  fc.assert(
    fc.property(telemetry, fc.constantFrom(undefined, 1), (body, indent) => {
      expectSame(JSON.stringify(body));
      expectSame(JSON.stringify(body, null, indent));
      expectSame(JSON.stringify(body).replaceAll(':', ': ').replaceAll(',', ' , '));
    }),
    { numRuns: 2_000 },
  );
});

test('agrees with it on payloads that were changed somewhere', () => {
  fc.assert(
    fc.property(telemetry, fc.nat(), fc.stringMatching(/^[ -~]{0,2}$/), fc.nat(2), (body, place, put, cut) => {
      const text = JSON.stringify(body);
      const at = place % text.length;
      expectSame(text.slice(0, at) + put + text.slice(at + cut));
    }),
    { numRuns: 5_000 },
  );
});

test('decimal digits of any length come out as the engine reads them', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^-?(0|[1-9][0-9]{0,24})(\.[0-9]{1,25})?$/), (text) => {
      const found = scan(`{"values":{"a":${text}}}`);
      expect(Object.is(found?.values[0]?.[1], Number(text)), text).toBe(true);
    }),
    { numRuns: 10_000 },
  );
});
