import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { GatewayError } from '../gateway/errors.ts';
import { alone, callsOver, onPost, post, type ThreadPort } from '../gateway/thread-calls.ts';

interface Far {
  double(value: number): number;
  fail(): void;
  never(): Promise<void>;
}

function threads() {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  const heard: string[] = [];
  const far = callsOver<object, Far>(port2 as ThreadPort, {
    double(value) {
      heard.push(`double ${value}`);
      return value * 2;
    },
    fail() {
      throw new GatewayError('PORT_TAKEN', 'port 1883 is taken; stop the other program', { path: 'port' });
    },
    never: () => new Promise(() => undefined),
  });
  onPost<string>(port2 as ThreadPort, 'note', (note) => heard.push(note));
  return { port: port1 as ThreadPort, near: callsOver<Far, object>(port1 as ThreadPort, {}), far, heard };
}

describe('calls between threads', () => {
  it('answers, and keeps what is posted in its place among the calls', async () => {
    const { port, near, heard } = threads();
    const first = near.double(1);
    post(port, 'note', 'between');
    post(port, 'other', 'for nobody');
    expect([await first, await near.double(2)]).toEqual([2, 4]);
    expect(heard).toEqual(['double 1', 'between', 'double 2']);
  });

  it('bytes sent alone take nothing along of the packet they came in', () => {
    const packet = Buffer.alloc(65_536, 1);
    const sent = structuredClone(alone(packet.subarray(10, 20)));
    expect([sent.length, sent.buffer.byteLength, sent[0]]).toEqual([10, 10, 1]);
    expect(structuredClone(packet.subarray(10, 20)).buffer.byteLength).toBe(65_536);
  });

  it('an error arrives with its code, its words and its place', async () => {
    const { near } = threads();
    const error = await near.fail().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(GatewayError);
    expect(error).toMatchObject({ code: 'PORT_TAKEN', path: 'port' });
    expect((error as GatewayError).detail).toContain('1883');
  });
});
