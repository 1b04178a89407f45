import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { onvif } from '../../adapters/onvif.ts';
import { ERRORS, GatewayError } from '../../gateway/errors.ts';
import type { Device } from '../../gateway/model/device.ts';
import type { RawMessage } from '../../gateway/model/message.ts';
import { readSources } from '../support/source.ts';

const RECEIVED_AT = Date.UTC(2026, 2, 1, 8, 0, 2);
const FIXTURES = new URL('../fixtures/adapters/onvif/', import.meta.url);

const camera: Device = {
  deviceId: 'acme/cam1',
  vendor: 'acme',
  device: 'cam1',
  typeId: 'camera',
  mobility: 'FIXED',
  siteClass: 'ORDINARY',
  simulated: false,
};

function message(payload: string | Uint8Array, more: Partial<RawMessage> = {}): RawMessage {
  return {
    position: { commit: 1, frame: 0 },
    receivedAt: RECEIVED_AT,
    transport: 'onvif-pull',
    vendor: 'acme',
    device: 'cam1',
    topic: 'onvif/anything',
    payload: Buffer.from(payload),
    qos: 1,
    retain: false,
    dup: false,
    ...more,
  };
}

const read = (name: string, file: string) => readFileSync(new URL(`${name}/${file}`, FIXTURES), 'utf8');
const names = readdirSync(FIXTURES);

describe('fixtures', () => {
  it.each(names)('%s', (name) => {
    const meta = readSources(`test/fixtures/adapters/onvif/${name}/message.json`)[0];
    const more = meta ? (JSON.parse(meta.text) as Partial<RawMessage>) : {};
    const expected = JSON.parse(read(name, 'expected.json')) as object[];
    const shared = { deviceId: 'acme/cam1', receivedAt: RECEIVED_AT, simulated: false };
    const decoded = onvif.decode(message(read(name, 'message.xml'), more), camera);
    expect(decoded).toEqual(expected.map((event) => ({ ...shared, ...event })));
  });

  it('hold personal data, and nothing of it leaves', () => {
    const all = names.map((name) => read(name, 'message.xml')).join('');
    const personal = ['Test Holder', 'C-0042', '00007352', '7352', 'TEST001'];
    for (const word of personal) expect(all).toContain(word);
    const out = JSON.stringify(names.map((name) => onvif.decode(message(read(name, 'message.xml')), camera)));
    for (const word of personal) expect(out).not.toContain(word);
  });
});

const good = read('intrusion-key-group', 'message.xml');

function codeOf(payload: string | Uint8Array): string {
  try {
    onvif.decode(message(payload), camera);
    return 'understood';
  } catch (error) {
    return error instanceof GatewayError ? error.code : `escaped: ${error}`;
  }
}

describe('what cannot be used', () => {
  const many = (count: number, of: (index: number) => string) =>
    Array.from({ length: count }, (_, i) => of(i)).join('');

  it.each([
    ['nothing', ''],
    ['no XML', 'hello'],
    ['a document type', `<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>${good}`],
    ['no topic', good.replace(/<wsnt:Topic.*?<\/wsnt:Topic>/, '')],
    ['no message', good.replace(/<wsnt:Message>[\s\S]*<\/wsnt:Message>/, '')],
    ['a text cut off inside the message', good.slice(0, good.indexOf('</tt:Source>'))],
    ['a cut message that the wrapper closes', `${good.slice(0, good.indexOf('<tt:Data>'))}</onvif>`],
    ['deep nesting', good.replace('<tt:Source>', `${'<a>'.repeat(100)}`)],
    [
      'too many items',
      good.replace('<tt:Data>', `<tt:Data>${many(300, (i) => `<tt:SimpleItem Name="n${i}" Value="1"/>`)}`),
    ],
    ['too many attributes', good.replace('UtcTime', `${many(100, (i) => `a${i}="" `)}UtcTime`)],
    ['too many elements', good.replace('<tt:Data>', `<tt:Data>${'<x/>'.repeat(20_001)}`)],
    ['too many bytes', good + ' '.repeat(4 * 1024 * 1024)],
  ])('is refused: %s', (_what, payload) => {
    expect(codeOf(payload)).toBe('ADAPTER_UNDECODABLE');
  });

  it.each([
    ['an unknown entity and a bare ampersand', good.replace('Yard', 'A &amp; B & C &nbsp; & D')],
    [
      'an element around the picture',
      good.replace('<tt:Data>', '<tt:Data><tt:ElementItem Name="Image"><b>AAAA</b></tt:ElementItem>'),
    ],
    ['a message that ends early', good.slice(0, good.indexOf('</wsnt:Message>'))],
    ['an empty name', good.replace('<tt:Data>', '<tt:Data><tt:SimpleItem Value="1"/>')],
  ])('is forgiven: %s', (_what, payload) => {
    const [event] = onvif.decode(message(payload), camera);
    expect(event).toMatchObject({ code: 'intrusion', active: true, key: '17' });
  });

  it('items inside an element item do not count as items', () => {
    const nested =
      '<tt:ElementItem Name="x"><tt:Data><tt:SimpleItem Name="IsInside" Value="false"/></tt:Data></tt:ElementItem>';
    const [event] = onvif.decode(message(good.replace('<tt:Data>', `<tt:Data>${nested}`)), camera);
    expect(event).toMatchObject({ active: true });
  });
});

/** A small generator with a seed, so that a failure can be repeated. */
function random(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('1,000 mutated notifications', () => {
  it('give observations or a code of the table, never anything else', () => {
    const pick = random(20_260_301);
    const seeds = names.map((name) => Buffer.from(read(name, 'message.xml')));
    const outcomes = new Map<string, number>();
    for (let round = 0; round < 1_000; round += 1) {
      const bytes = Buffer.from(seeds[pick(seeds.length)] ?? '');
      let mutated = bytes;
      for (let change = pick(8); change >= 0; change -= 1) {
        const at = pick(mutated.length);
        const kind = pick(4);
        if (kind === 0) mutated[at] = pick(256);
        else if (kind === 1) mutated = Buffer.concat([mutated.subarray(0, at), mutated.subarray(at + pick(40))]);
        else if (kind === 2) mutated = Buffer.concat([mutated.subarray(0, at), mutated.subarray(pick(at + 1))]);
        else mutated = Buffer.concat([mutated.subarray(0, at), Buffer.from('<"&>\u0000'), mutated.subarray(at)]);
      }
      const code = codeOf(mutated);
      expect(code === 'understood' || code in ERRORS, `round ${round}: ${code}`).toBe(true);
      outcomes.set(code, (outcomes.get(code) ?? 0) + 1);
    }
    // Both happen, or the mutations test nothing.
    expect(outcomes.get('understood')).toBeGreaterThan(100);
    expect(outcomes.get('ADAPTER_UNDECODABLE')).toBeGreaterThan(100);
  });
});
