import { describe, expect, it } from 'vitest';
import { subMillisecond } from '../../gateway/series/timestamp.ts';
import { happening, message, T0, value } from './sample.ts';

const payload = (text: string) => ({ payload: Buffer.from(text) });
/** As a payload without a time of its own is decoded. */
function untimed() {
  const { deviceTime: _, ...rest } = value('x', 1);
  return rest;
}

describe('sub-millisecond part', () => {
  it('is the sequence number where there is one', () => {
    expect(subMillisecond(message(), value('x', 1, { seq: 17 }))).toBe(17);
    expect(subMillisecond(message(), value('x', 1, { seq: 3_000_021 }))).toBe(21);
    expect(subMillisecond(message(), value('x', 1, { seq: -4.7 }))).toBe(4);
  });

  it('is the same for the same message wherever it stands in the inbox', () => {
    const first = subMillisecond(message(payload('a')), value('x', 1));
    expect(subMillisecond(message({ ...payload('a'), position: { commit: 99, frame: 7 } }), value('x', 1))).toBe(first);
  });

  it('differs by payload, reading, device time and device', () => {
    const parts = [
      subMillisecond(message(payload('a')), value('x', 1)),
      subMillisecond(message(payload('b')), value('x', 1)),
      subMillisecond(message(payload('a')), value('x', 1, { reading: 1 })),
      subMillisecond(message(payload('a')), value('x', 1, { deviceTime: T0 + 1 })),
      subMillisecond(message(payload('a')), value('x', 1, { deviceId: 'acme/d2' })),
    ];
    expect(new Set(parts).size).toBe(5);
  });

  it('comes from the inbox position when the device gave no time', () => {
    const at = (commit: number, frame: number) => subMillisecond(message({ position: { commit, frame } }), untimed());
    expect(at(5, 1)).toBe(at(5, 1));
    expect(new Set([at(5, 1), at(5, 2), at(6, 1)]).size).toBe(3);
  });

  it('tells the doors of one controller apart', () => {
    const at = (source: string, key?: string) =>
      subMillisecond(message(), happening('door', { seq: 1, source, ...(key && { key }) }));
    expect(new Set([at(''), at('Door1'), at('Door2'), at('Door1', '7')]).size).toBe(4);
    expect(at('')).toBe(1);
  });

  it('spreads a burst of one millisecond over the whole range', () => {
    const parts = new Set<number>();
    for (let index = 0; index < 2_000; index++)
      parts.add(subMillisecond(message(payload(`{"smoke":${index}}`)), value('x', 1)));
    // 2,000 of 1,000,000 by chance share a value about twice.
    expect(parts.size).toBeGreaterThan(1_985);
    expect(Math.max(...parts)).toBeLessThan(1_000_000);
    expect(Math.max(...parts)).toBeGreaterThan(990_000);
  });
});
