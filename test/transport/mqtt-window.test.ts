import { describe, expect, it } from 'vitest';
import { type Load, type Settled, Window } from '../../gateway/transport/mqtt-window.ts';

function windows(count: number) {
  const total: Load = { messages: 0, bytes: 0 };
  const told: Settled[] = [];
  return { total, told, all: Array.from({ length: count }, () => new Window(total, (settled) => told.push(settled))) };
}

describe('window', () => {
  it('makes PUBACKs for what was promised, oldest first, over any number of commits', () => {
    const { all, told, total } = windows(1);
    const window = all[0] as Window;
    const acknowledged: number[] = [];
    let id = 0;
    for (let round = 0; round < 400; round++) {
      for (let count = 0; count < (round % 7) + 1; count++) window.add(++id % 3 === 0 ? 0 : id, 10);
      window.settled(Math.min(window.messages, (round % 5) + 1));
    }
    window.settled(window.messages);
    for (const { acknowledgements } of told)
      for (let at = 0; acknowledgements && at < acknowledgements.length; at += 4) {
        expect(acknowledgements.readUInt16BE(at)).toBe(0x4002);
        acknowledged.push(acknowledgements.readUInt16BE(at + 2));
      }
    expect(acknowledged).toEqual(Array.from({ length: id }, (_, index) => index + 1).filter((each) => each % 3 > 0));
    expect(total).toEqual({ messages: 0, bytes: 0 });
  });

  it('is full at 1,024 messages or 1 MiB, and sends nothing for what failed', () => {
    const { all, told } = windows(2);
    const [many, large] = all as [Window, Window];
    for (let id = 1; id <= 1023; id++) many.add(id, 1);
    expect(many.full()).toBe(false);
    many.add(1024, 1);
    large.add(1, 1 << 20);
    expect([many.full(), large.full()]).toEqual([true, true]);
    many.settled(1, new Error('disk'));
    expect(told[0]).toMatchObject({ acknowledgements: undefined, messages: 1, promised: 1, error: new Error('disk') });
    expect(many.full()).toBe(false);
  });

  it('lets each connection have one message at a time once all together have too many', () => {
    const { all } = windows(40);
    for (const window of all) for (let id = 1; id <= 1000; id++) if (!window.full()) window.add(id, 1);
    const fresh = all[39] as Window;
    expect(fresh.messages).toBe(1);
    fresh.settled(1);
    expect(fresh.full()).toBe(false);
  });
});
