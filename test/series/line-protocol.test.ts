import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinLines, type Lines, toLines } from '../../gateway/series/line-protocol.ts';
import { decoded, device, happening, presence, T0, value } from './sample.ts';

/** The lines as text, cut where they say they end. */
function texts({ bytes, ends }: Lines): string[] {
  return ends.map((end, index) => bytes.toString('utf8', index === 0 ? 0 : (ends[index - 1] ?? 0) + 1, end));
}
const linesOf = (...args: Parameters<typeof decoded>) => texts(toLines([decoded(...args)]));
const line = (...args: Parameters<typeof decoded>) => linesOf(...args)[0];

describe('line protocol', () => {
  it('makes one line of the values of a reading', () => {
    const observations = [value('smoke', 0.02, { seq: 17 }), value('temperature', 21, { seq: 17 })];
    expect(linesOf(observations)).toEqual([
      'telemetry,device=acme/d1,type=smoke smoke=0.02,temperature=21 1764720000000000017',
    ]);
  });

  it('makes a line of each reading of an array', () => {
    const later = { seq: 2, reading: 1, time: T0 + 1 };
    expect(linesOf([value('smoke', 1, { seq: 1 }), value('smoke', 2, later)])).toEqual([
      'telemetry,device=acme/d1,type=smoke smoke=1 1764720000000000001',
      'telemetry,device=acme/d1,type=smoke smoke=2 1764720000001000002',
    ]);
  });

  it('gives each kind of value a field of its own', () => {
    const mixed = [value('door', true, { seq: 1 }), value('mode', 'auto'), value('mode', 3), value('off', false)];
    expect(line(mixed)).toBe(
      'telemetry,device=acme/d1,type=smoke door.flag=t,mode.text="auto",mode=3,off.flag=f 1764720000000000001',
    );
  });

  it('tags what is simulated, and only that', () => {
    expect(line([value('smoke', 1, { seq: 1, simulated: true })])).toBe(
      'telemetry,device=acme/d1,simulated=true,type=smoke smoke=1 1764720000000000001',
    );
  });

  it('writes events and presence in measurements of their own', () => {
    const many = [
      happening('smoke_alarm', { seq: 1 }),
      happening('door open', { seq: 2, active: false, source: 'Door "1"', simulated: true }),
      presence(false, { seq: 3 }),
    ];
    const lines = linesOf(many);
    expect(lines[0]).toBe('event,code=smoke_alarm,device=acme/d1 active=t,source="" 1764720000000000001');
    expect(lines[1]).toMatch(
      /^event,code=door\\ open,device=acme\/d1,simulated=true active=f,source="Door \\"1\\"" 1764720000000\d{6}$/,
    );
    expect(lines[2]).toBe('presence,device=acme/d1 online=f 1764720000000000003');
  });

  it.each([
    ['a b', 'a\\ b'],
    ['a,b', 'a\\,b'],
    ['a=b', 'a\\=b'],
    ['a\nb', 'a%0Ab'],
    ['a\r\nb', 'a%0D%0Ab'],
    ['a\\', 'a%5C'],
    ['a\\ b', 'a%5C\\ b'],
    ['"a', '%22a'],
    ['烟雾', '烟雾'],
    ['🔥', '🔥'],
    ['humidity%', 'humidity%'],
    ['a%0A', 'a%250A'],
    ['', '%00'],
    ['time', '%74ime'],
    ['device', '%64evice'],
    ['a.flag', 'a.flag.number'],
  ])('escapes the channel %j', (channel, escaped) => {
    expect(line([value(channel, 1, { seq: 1 })])).toBe(
      `telemetry,device=acme/d1,type=smoke ${escaped}=1 1764720000000000001`,
    );
  });

  it.each([
    ['say "hi"', '"say \\"hi\\""'],
    ['a\\', '"a\\\\"'],
    ['line\nbreak', '"line\nbreak"'],
    ['a,b =c', '"a,b =c"'],
    ['烟', '"烟"'],
  ])('quotes the text %j', (text, quoted) => {
    expect(line([value('note', text, { seq: 1 })])).toBe(
      `telemetry,device=acme/d1,type=smoke note.text=${quoted} 1764720000000000001`,
    );
  });

  it('writes numbers as floats', () => {
    for (const [number, text] of [
      [0, '0'],
      [-0, '0'],
      [-1.5, '-1.5'],
      [1e21, '1e+21'],
      [5e-324, '5e-324'],
    ] as const)
      expect(line([value('x', number, { seq: 1 })])).toContain(` x=${text} `);
  });

  it('refuses what is not a number and keeps its neighbours', () => {
    const batch = [
      ...[[value('a', 1)], [value('b', 1), value('a', Number.NaN)], [value('c', 1)]].map((values, frame) =>
        decoded(values, { position: { commit: 4, frame } }),
      ),
    ];
    const lines = toLines(batch);
    expect(texts(lines)).toHaveLength(2);
    expect([lines.count, lines.commits, lines.frames]).toEqual([3, [4, 4], [0, 2]]);
    expect(lines.refused).toEqual([
      {
        position: { commit: 4, frame: 1 },
        code: 'PAYLOAD_INVALID',
        detail: 'channel "a" is NaN: send a finite number or leave the channel out',
      },
    ]);
  });

  it('says nothing for a rejected message', () => {
    expect(toLines([decoded([])])).toMatchObject({ count: 0, ends: [], refused: [] });
  });

  it('joins batches into one that says where each line came from', () => {
    const batches = [3, 0, 2].map((count, batch) =>
      toLines(
        Array.from({ length: count }, (_, frame) =>
          decoded([value('烟', frame, { seq: frame })], { position: { commit: batch, frame } }),
        ),
      ),
    );
    const all = joinLines(batches);
    expect(texts(all)).toEqual(batches.flatMap(texts));
    expect([all.commits, all.frames]).toEqual([
      [0, 0, 0, 2, 2],
      [0, 1, 2, 0, 1],
    ]);
    expect(all.bytes.toString()).toBe(`${texts(all).join('\n')}\n`);
  });

  it('stamps any time there may be, to the nanosecond', () => {
    for (const [time, seq, stamp] of [
      [T0, 0, '1764720000000000000'],
      [T0 + 0.5, 7, '1764720000000000007'],
      [T0, 999_999, '1764720000000999999'],
      [0, 5, '0000005'],
      [999_999_999_999, 12, '999999999999000012'],
      [10_000_000_000_000, 12, '10000000000000000012'],
      [-5, 1, '-5000001'],
    ] as const)
      expect(
        line([value('x', 1, { time, seq })])
          ?.split(' ')
          .at(-1),
      ).toBe(stamp);
  });

  it('writes numbers as JavaScript does', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.integer(), fc.nat(1_200), fc.double({ noNaN: true, noDefaultInfinity: true })),
        (number) => {
          expect(line([value('x', number, { seq: 1 })])).toContain(` x=${number} `);
        },
      ),
    );
  });

  it('grows to whatever a message holds', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => value(`channel-${index}`, '烟'.repeat(900), { seq: 1 }));
    const [only, ...none] = linesOf(many);
    expect(none).toEqual([]);
    expect(only?.split(',')).toHaveLength(1_002);
  });

  it('never lets a name or text break out of its line', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', ',', '=', '\\', '"', '\n', '\r', '%', '0', 'A', '烟') });
    fc.assert(
      fc.property(text, text, text, (channel, typeId, code) => {
        const of = device('acme/d1', { typeId });
        const lines = linesOf([value(channel, 1), happening(code)], {}, of);
        expect(lines).toHaveLength(2);
        // Outside quotes a separator counts only when no backslash stands before it; no backslash escapes another.
        for (const each of lines) expect(each).toMatch(/^(?:[^\\\n\r" ]|\\[,= ])+ (?:[^\\\n\r" ]|\\[,= ]|"")+ \d{19}$/);
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps different channels different', () => {
    const text = fc.string({ unit: fc.constantFrom('t', 'i', 'm', 'e', '.', 'flag', '%', '7', '4', 'number') });
    const field = (channel: string, is: number | boolean) => line([value(channel, is, { seq: 1 })])?.split(' ')[1];
    fc.assert(
      fc.property(text, text, fc.boolean(), (one, other, flag) => {
        const second = field(other, flag || 1)?.split('=')[0];
        if (one !== other || flag) expect(field(one, 1)?.split('=')[0]).not.toBe(second);
      }),
      { numRuns: 2_000 },
    );
  });
});
