import { describe, expect, it } from 'vitest';
import { createOutgoingQueues } from '../../gateway/transport/mqtt-outgoing.ts';

const message = (counter: number, payload = 'x', qos: 1 | 2 = 2) => ({
  ...{ cmd: 'publish' as const, topic: 't', qos, brokerId: 'b', brokerCounter: counter },
  payload: Buffer.from(payload),
});
const to = (clientId: string, qos = 2) => [{ clientId, qos }];
const LIMITS = { messages: 5, bytes: 1_000, messagesPerSession: 3, bytesPerSession: 50 };

describe('outgoing queues', () => {
  it('keep order, and lower the QoS to the granted one', () => {
    const queues = createOutgoingQueues();
    queues.add([...to('one', 1), ...to('two')], message(1, 'first'));
    queues.add(to('one', 1), message(2, 'second'));
    expect(queues.waiting('one').map(({ payload, qos, dup }) => [String(payload), qos, dup])).toEqual([
      ['first', 1, false],
      ['second', 1, false],
    ]);
    expect(queues.waiting('two')[0]?.qos).toBe(2);
    expect(queues.waiting('nobody')).toEqual([]);
  });

  it('say what was sent before, under the same packet id', () => {
    const queues = createOutgoingQueues();
    queues.add(to('one'), message(1));
    queues.add(to('one'), message(2));
    queues.sending('one', { ...message(1), messageId: 77 });
    expect(queues.waiting('one').map(({ messageId, dup }) => [messageId, dup])).toEqual([
      [77, true],
      [undefined, false],
    ]);
  });

  it('go from PUBLISH to PUBREL to nothing', () => {
    const queues = createOutgoingQueues();
    queues.add(to('one'), message(1, 'payload'));
    queues.sending('one', { ...message(1), messageId: 9 });
    queues.sending('one', { cmd: 'pubrel', messageId: 9 });
    // aedes numbers a PUBREL anew each time it sends it again.
    queues.sending('one', { cmd: 'pubrel', brokerId: 'b', brokerCounter: 500, messageId: 9 });
    expect(queues.waiting('one')).toEqual([{ cmd: 'pubrel', messageId: 9, dup: false }]);
    expect(queues.bytes).toBe(0);
    expect(queues.acknowledged('one', 9)?.cmd).toBe('pubrel');
    expect([queues.messages, queues.acknowledged('one', 9), queues.acknowledged('one', undefined)]).toEqual([
      0,
      undefined,
      undefined,
    ]);
  });

  it('end by the acknowledgement of their kind alone', () => {
    const queues = createOutgoingQueues();
    queues.add(to('one', 1), message(1, 'first'));
    queues.add(to('one'), message(2, 'second'));
    queues.sending('one', { ...message(1, 'first', 1), messageId: 9 });
    // The same id again: ids of a connection know nothing of what waits from the one before.
    queues.sending('one', { ...message(2, 'second'), messageId: 9 });
    expect(queues.acknowledged('one', 9, 'pubcomp')).toBeUndefined();
    queues.sending('one', { cmd: 'pubrel', messageId: 9 });
    expect(queues.waiting('one').map(({ cmd }) => cmd)).toEqual(['publish', 'pubrel']);
    expect(String(queues.acknowledged('one', 9, 'puback')?.payload)).toBe('first');
    expect(queues.acknowledged('one', 9, 'puback')).toBeUndefined();
    expect(queues.acknowledged('one', 9, 'pubcomp')?.cmd).toBe('pubrel');
    expect(queues.messages).toBe(0);
  });

  it('wait at the QoS they were sent at', () => {
    const queues = createOutgoingQueues();
    queues.add([...to('one', 1), ...to('one')], message(1));
    queues.sending('one', { ...message(1), messageId: 9 });
    expect(queues.waiting('one')[0]?.qos).toBe(2);
    expect(queues.acknowledged('one', 9, 'puback')).toBeUndefined();
    queues.sending('one', { cmd: 'pubrel', messageId: 9 });
    expect(queues.acknowledged('one', 9, 'pubcomp')?.cmd).toBe('pubrel');
  });

  it('hold a message once for two filters of a session', () => {
    const queues = createOutgoingQueues();
    queues.add([...to('one'), ...to('one', 1)], message(1));
    expect(queues.messages).toBe(1);
  });

  it('leave out the newest at the bound, and take more once there is room', () => {
    const queues = createOutgoingQueues(LIMITS);
    for (let counter = 1; counter <= 4; counter++) queues.add(to('one'), message(counter));
    queues.add(to('two'), message(5, 'x'.repeat(60)));
    expect([queues.messages, queues.refused]).toEqual([3, 2]);
    for (const clientId of ['two', 'three', 'four']) queues.add(to(clientId), message(6));
    expect([queues.messages, queues.refused]).toEqual([5, 3]);
    queues.forget('one');
    queues.add(to('four'), message(7));
    expect([queues.messages, queues.bytes]).toEqual([3, 6]);
  });
});
