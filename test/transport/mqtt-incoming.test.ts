import { describe, expect, it } from 'vitest';
import { createIncoming } from '../../gateway/transport/mqtt-incoming.ts';

const never = () => {
  throw new Error('not to be called');
};

describe('packet ids of QoS 2', () => {
  it('are taken once until PUBREL', () => {
    const incoming = createIncoming();
    const [first, second] = [{ messageId: 7 }, { messageId: 7 }];
    expect(incoming.arrived('one', first, never)).toBe('first');
    incoming.stored('one', first);
    let told = 0;
    for (let times = 0; times < 3; times++) expect(incoming.arrived('one', second, () => told++)).toBe('again');
    expect([told, incoming.isRepeat('one', first), incoming.isRepeat('one', second)]).toEqual([3, false, true]);
    expect(incoming.arrived('two', second, never)).toBe('first');
    incoming.released('one', 7);
    expect([incoming.has('one', 7), incoming.has('two', 7)]).toEqual([false, true]);
    expect(incoming.arrived('one', second, never)).toBe('first');
  });

  it('have a repeat wait for the first one, which may fail', () => {
    const incoming = createIncoming();
    const [first, second] = [{ messageId: 7 }, { messageId: 7 }];
    const told: (string | undefined)[] = [];
    incoming.arrived('one', first, never);
    incoming.arrived('one', second, (error) => told.push(error?.message));
    expect(told).toEqual([]);
    incoming.stored('one', first);
    expect(told).toEqual([undefined]);

    incoming.forget('one');
    incoming.arrived('one', first, never);
    incoming.arrived('one', second, (error) => told.push(error?.message));
    incoming.failed('one', first, new Error('disk'));
    expect(told).toEqual([undefined, 'disk']);
    expect(incoming.arrived('one', second, never)).toBe('first');
  });

  it('stand for another message when the content is another', () => {
    const incoming = createIncoming();
    const make = (payload: string, topic = 't') => ({ messageId: 7, topic, payload: Buffer.from(payload) });
    const packets = [make('a'), make('b'), make('b', 'u'), make('a')];
    for (const packet of packets) {
      expect(incoming.arrived('one', packet, never)).toBe('first');
      expect(incoming.isRepeat('one', packet)).toBe(false);
      incoming.stored('one', packet);
      const again = { ...packet };
      let told = 0;
      expect(incoming.arrived('one', again, () => told++)).toBe('again');
      expect([told, incoming.isRepeat('one', again)]).toEqual([1, true]);
    }
  });

  it('keep whoever waits for a message when another takes its place', () => {
    const incoming = createIncoming();
    const [first, second] = [
      { messageId: 7, payload: 'a' },
      { messageId: 7, payload: 'b' },
    ];
    const told: (string | undefined)[] = [];
    incoming.arrived('one', first, never);
    incoming.arrived('one', { ...first }, (error) => told.push(error?.message));
    expect(incoming.arrived('one', second, never)).toBe('first');
    incoming.stored('one', first);
    expect([told, incoming.isRepeat('one', first)]).toEqual([[], false]);
    incoming.failed('one', second, new Error('disk'));
    expect([told, incoming.has('one', 7)]).toEqual([['disk'], false]);
  });

  it('forget the oldest session at the bound', () => {
    const incoming = createIncoming(2);
    for (const clientId of ['one', 'two', 'three']) incoming.arrived(clientId, { messageId: 1 }, never);
    expect(['one', 'two', 'three'].map((clientId) => incoming.has(clientId, 1))).toEqual([false, true, true]);
  });
});
