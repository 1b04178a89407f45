import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type Duplex, PassThrough } from 'node:stream';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Bridge, join } from '../../gateway/transport/mqtt-bridge.ts';

function bridges(): [Bridge, Bridge] {
  const { port1, port2 } = new MessageChannel();
  const pair: [Bridge, Bridge] = [new Bridge(port1), new Bridge(port2)];
  for (const bridge of pair) {
    bridge.on('error', () => undefined);
    onTestFinished(() => void bridge.destroy());
  }
  return pair;
}

/** What comes until the end; iterating would destroy the other direction with it. */
const all = async (stream: Duplex): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(stream, 'end');
  return Buffer.concat(chunks);
};

describe('bridge between threads', () => {
  it('carries bytes both ways, and the end of each side', async () => {
    const [near, far] = bridges();
    const sent = randomBytes(1 << 20);
    for (let at = 0; at < sent.length; at += 10_000) near.write(sent.subarray(at, at + 10_000));
    near.end();
    far.end('answer');
    const [there, back] = await Promise.all([all(far), all(near)]);
    expect(there.equals(sent)).toBe(true);
    expect(back.toString()).toBe('answer');
  });

  it('takes no more than one write while the other end does not read', async () => {
    const [near, far] = bridges();
    far.pause();
    const chunk = Buffer.alloc(64 << 10);
    let written = 0;
    for (let count = 0; count < 10; count++) near.write(chunk, () => written++);
    await once(far, 'readable');
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(written).toBe(0);
    expect(far.readableLength).toBe(chunk.length);
    far.resume();
    near.end();
    await once(far, 'end');
    expect(written).toBe(10);
  });

  it('breaks off where the other end is destroyed', async () => {
    const [near, far] = bridges();
    near.resume();
    far.destroy();
    await once(near, 'close');
    expect(near.destroyed).toBe(true);
  });

  it('joined with a stream, both are over when one is; what was written before an end arrives', async () => {
    const [near, far] = bridges();
    const stream = new PassThrough();
    join(stream, near);
    far.write('last words');
    far.end();
    expect((await all(stream)).toString()).toContain('last words');

    const [second, other] = bridges();
    const broken = new PassThrough();
    broken.on('error', () => undefined);
    join(broken, second);
    other.resume();
    broken.destroy(new Error('reset'));
    await once(other, 'close');
  });
});
