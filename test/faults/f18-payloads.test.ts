/** F18: whatever bytes a device sends, an adapter answers with observations or with a reason, and a line stays one line. */
import { describe, expect, it } from 'vitest';
import { adapters } from '../../adapters/registry.ts';
import { GatewayError } from '../../gateway/errors.ts';
import { toLines } from '../../gateway/series/line-protocol.ts';
import { randomStream } from '../../simulators/random.ts';
import { nightly } from '../chaos/row.ts';
import { adapterFixtures } from '../support/adapter-fixtures.ts';
import { identity } from '../support/identity.ts';

const ROUNDS = nightly ? 20_000 : 1_500;

/** Pieces that mean something to JSON, XML, protobuf, the framed protocols, line protocol and SQL. */
const PIECES = [
  ...['\n', '\r\n', '\\', '"', ',', '=', ' ', '\0', '\u{2028}', '\ud800', '\ufeff', '&#10;', ']]>', '<!DOCTYPE x>'],
  ...['1e999', '-0', 'NaN', '9007199254740993', '{"__proto__":1}', '[[[[', '##9999', '@@', '\n,device=x y=1 1\n'],
].map((piece) => Buffer.from(piece));

/** Protocols with a check sum: few changes get past it, so some rounds have none. */
const MOST_CHANGES = 5;

function mutated(bytes: Buffer, random: ReturnType<typeof randomStream>): Buffer {
  let result = Buffer.from(bytes);
  for (let change = random.whole(0, MOST_CHANGES); change > 0; change--) {
    const at = random.whole(0, result.length);
    const kind = random.whole(0, 4);
    if (kind === 0 && at < result.length) result[at] = random.whole(0, 255);
    else if (kind === 1) result = Buffer.concat([result.subarray(0, at), result.subarray(at + random.whole(1, 40))]);
    else if (kind === 2) result = Buffer.concat([result, result.subarray(at)]);
    else if (kind === 3) result = result.subarray(0, at);
    else {
      const piece = PIECES[random.whole(0, PIECES.length - 1)] ?? Buffer.alloc(0);
      result = Buffer.concat([result.subarray(0, at), piece, result.subarray(at)]);
    }
  }
  return result;
}

/** A line without its quoted strings: there alone a line break may stand. */
const unquoted = (line: string) => line.replace(/"(?:\\.|[^"\\])*"/gs, '""');

const fixtures = adapterFixtures();

describe.each(adapters.map((adapter) => [adapter.name, adapter] as const))('%s', (name, adapter) => {
  it('throws nothing but a reason, and no line breaks in two', { timeout: 180_000 }, () => {
    const own = fixtures.filter((fixture) => fixture.adapter === name);
    expect(own.length).toBeGreaterThan(0);
    const random = randomStream(18, name);
    const outcomes = { understood: 0, refused: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      const { message, device } = own[round % own.length] as (typeof own)[number];
      const payload = mutated(Buffer.from(message.payload), random);
      try {
        const observations = adapter.decode({ ...message, payload }, device);
        outcomes.understood++;
        const { bytes, ends } = toLines([
          { message, device, observations, identity: identity(), identityNeedsDup: false },
        ]);
        for (const [index, end] of ends.entries()) {
          const line = bytes.toString('utf8', index === 0 ? 0 : (ends[index - 1] ?? 0) + 1, end);
          expect(unquoted(line), line).not.toMatch(/[\n\r]/);
        }
      } catch (error) {
        const context = () => `round ${round}, payload ${payload.toString('hex').slice(0, 2_000)}: ${error}`;
        expect(error, context()).toBeInstanceOf(GatewayError);
        expect((error as GatewayError).code, context()).toMatch(
          /^(ADAPTER_UNDECODABLE|TIME_INVALID|PAYLOAD_|ONVIF_XML$)/,
        );
        outcomes.refused++;
      }
    }
    // Both happen, or the mutations test nothing.
    expect(outcomes.understood).toBeGreaterThan(ROUNDS / 200);
    expect(outcomes.refused).toBeGreaterThan(ROUNDS / 200);
  });
});
