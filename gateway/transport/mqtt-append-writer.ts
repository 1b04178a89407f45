import type { InboxWriter, Sender } from '../model/inbox-writer.ts';
import type { Arrival } from '../model/message.ts';

interface Waiting {
  readonly sender: Sender;
  result?: { readonly error?: Error };
}

/** The bulk way into an inbox that only knows promises; senders still hear in order, and once for what settles together. */
export function writerOf(append: (arrival: Arrival) => Promise<unknown>): InboxWriter {
  const names = new WeakMap<Buffer, { vendor: string; device: string; topic: string }>();
  const queues = new Map<Sender, Waiting[]>();
  let scheduled = false;

  const tell = (): void => {
    scheduled = false;
    for (const [sender, queue] of queues) {
      let settled = queue.findIndex((entry) => !entry.result);
      if (settled < 0) settled = queue.length;
      const done = queue.splice(0, settled);
      if (queue.length === 0) queues.delete(sender);
      for (let from = 0; from < done.length; ) {
        const error = done[from]?.result?.error;
        let to = from;
        while (to < done.length && done[to]?.result?.error === error) to++;
        sender.settled(to - from, error);
        from = to;
      }
    }
  };
  const settle = (entry: Waiting, error?: Error): void => {
    entry.result = error ? { error } : {};
    if (scheduled) return;
    scheduled = true;
    setImmediate(tell);
  };

  return {
    route(given) {
      const key = Buffer.from(given.topic);
      names.set(key, { vendor: given.vendor, device: given.device, topic: given.topic });
      return key;
    },
    put(piece, sender) {
      const { receivedAt, qos, retain, dup } = piece;
      const named = names.get(piece.route);
      if (!named) return false;
      const payload = Buffer.from(piece.bytes.subarray(piece.start, piece.end));
      const entry: Waiting = { sender };
      const queue = queues.get(sender);
      if (queue) queue.push(entry);
      else queues.set(sender, [entry]);
      append({ receivedAt, transport: 'mqtt', ...named, payload, qos, retain, dup }).then(
        () => settle(entry),
        (error: unknown) => settle(entry, error instanceof Error ? error : new Error(String(error))),
      );
      return true;
    },
  };
}
