/** A message for the broker's subscribers. */
export interface OutMessage {
  readonly topic: string;
  readonly payload: Buffer | string;
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

interface Queued {
  readonly message: OutMessage;
  readonly done: (error?: Error) => void;
}

/**
 * Publishes in order. aedes numbers a packet when it is published, delivers QoS 0 at once, QoS 1 and retained ones some
 * promises later, and lets a subscriber have no packet with a smaller number than the last: of a QoS 1 and a QoS 0 message
 * published together it would lose the first. So a message that takes another way than the one before waits for the next
 * turn of the event loop. Callers bound what waits here.
 */
export function createPublisher(
  publish: (message: OutMessage, done: (error?: Error) => void) => void,
): (message: OutMessage, done: (error?: Error) => void) => void {
  let queue: Queued[] = [];
  /** The way of the messages that aedes may still be working on. */
  let way: string | undefined;

  const send = (): void => {
    let sent = 0;
    for (const { message, done } of queue) {
      const next = message.qos === 0 && !message.retain ? undefined : `${message.qos} ${message.retain}`;
      if (way !== undefined && next !== way) break;
      if (way === undefined && next !== undefined) {
        way = next;
        setImmediate(() => {
          way = undefined;
          send();
        });
      }
      sent++;
      publish(message, done);
    }
    queue = queue.slice(sent);
  };

  return (message, done) => {
    queue.push({ message, done });
    if (queue.length === 1) send();
  };
}
