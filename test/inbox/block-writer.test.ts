import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { createBlockWriter, type NumberedBlock } from '../../gateway/inbox/block-writer.ts';
import { openInbox } from '../../gateway/inbox/inbox.ts';
import { openSeal } from '../../gateway/inbox/seal.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import type { Piece } from '../../gateway/model/inbox-writer.ts';
import { testDir } from '../support/test-dir.ts';

/** A writer whose turns end when the test says so. */
function writerRig() {
  const sent: NumberedBlock[] = [];
  let flush: (() => void) | undefined;
  const later = (given: () => void) => {
    flush = given;
  };
  const writer = createBlockWriter({ send: (block) => sent.push(block), later, other: 'feedback' });
  const told: string[] = [];
  const route = (device: string) => writer.route({ vendor: 'acme', device, topic: `v1/acme/${device}/telemetry` });
  const piece = (text: string, device = 's1'): Piece => {
    const bytes = Buffer.from(text);
    return {
      route: route(device),
      receivedAt: 1_000,
      qos: 1,
      retain: false,
      dup: false,
      bytes,
      start: 0,
      end: bytes.length,
    };
  };
  const sender = (name: string) => ({
    settled: (count: number, error?: Error) => told.push(`${name} ${count}${error ? ` ${error.message}` : ''}`),
  });
  return { writer, sent, told, piece, sender, endTurn: () => flush?.() };
}

describe('block writer', () => {
  it('sends one block a turn, and tells each sender once what became of its pieces', () => {
    const { writer, sent, told, piece, sender, endTurn } = writerRig();
    const [a, b] = [sender('a'), sender('b')];
    for (const each of [a, b, a]) expect(writer.put(piece('x'), each)).toBe(true);
    expect(sent).toEqual([]);
    endTurn();
    expect(sent.map(({ id, count, newest }) => ({ id, count, newest }))).toEqual([{ id: 1, count: 3, newest: 1_000 }]);
    writer.settled({ ids: [1] });
    expect(told).toEqual(['a 2', 'b 1']);
  });

  it('does not wait for the end of the turn with what is large, in memory both threads see', () => {
    const { writer, sent, piece, sender } = writerRig();
    writer.put(piece('x'.repeat(200_000)), sender('a'));
    expect(sent.map(({ count }) => count)).toEqual([1]);
    expect(sent[0]?.bytes.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('tells senders in the order of their pieces, also when a later block is refused before an earlier one is on disk', () => {
    const { writer, told, piece, sender, endTurn } = writerRig();
    const a = sender('a');
    for (const text of ['1', '2', '3']) {
      writer.put(piece(text), a);
      endTurn();
    }
    writer.settled({ ids: [2], refusal: 'full' });
    expect(told).toEqual([]);
    writer.settled({ ids: [1] });
    writer.settled({ ids: [3] });
    expect(told).toEqual(['a 1', 'a 1 INBOX_FULL: full', 'a 1']);
  });

  it('after a refusal one block asks whether there is room again; what comes meanwhile is refused at once', () => {
    const { writer, sent, told, piece, sender, endTurn } = writerRig();
    const a = sender('a');
    writer.put(piece('1'), a);
    endTurn();
    writer.settled({ ids: [1], refusal: 'full' });
    expect(writer.put(piece('2'), a)).toBe(true);
    endTurn();
    expect(writer.put(piece('3'), a)).toBe(false);
    writer.settled({ ids: [2] });
    expect(writer.put(piece('4'), a)).toBe(true);
    endTurn();
    expect(sent.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(told).toEqual(['a 1 INBOX_FULL: full', 'a 1']);
  });

  it('an inbox stores its blocks as it would the pieces, and counts devices apart from others', async () => {
    const folder = testDir();
    const inbox = openInbox({
      ...{ path: join(folder, 'inbox'), seal: openSeal(join(folder, 'keys')), quota: 2 ** 30, other: 'feedback' },
      ...{ clock: realClock(), log: silentLog(), metrics: createMetrics() },
    });
    onTestFinished(() => inbox.close());
    const stored = Promise.withResolvers<void>();
    const writer = createBlockWriter({
      other: 'feedback',
      send(block) {
        const taken = inbox.putBlock(block, {
          settled(_count, error) {
            writer.settled({ ids: [block.id], ...(error ? { refusal: error.message } : {}) });
            stored.resolve();
          },
        });
        expect(taken).toBe(true);
      },
    });
    const { piece, sender, told } = writerRig();
    const feedback = writer.route({ vendor: 'feedback', device: 'x', topic: 'v1/feedback/x' });
    writer.put(piece('one'), sender('a'));
    writer.put({ ...piece('two'), route: feedback, receivedAt: 2_000 }, sender('b'));
    await stored.promise;
    expect(told).toEqual(['a 1', 'b 1']);
    expect(inbox.received()).toBe(1);
    expect(inbox.lastReceivedAt()).toBe(2_000);
    const [commit] = inbox.read(0, 10);
    expect(commit?.messages.map(({ topic, payload, qos }) => [topic, payload.toString(), qos])).toEqual([
      ['v1/acme/s1/telemetry', 'one', 1],
      ['v1/feedback/x', 'two', 1],
    ]);
  });
});
