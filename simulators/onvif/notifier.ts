import { envelopeXml } from './soap-envelope.ts';

/** Pushes the notifications of one subscription to its consumer (Core 9.3), in order. */
export interface Notifier {
  push(notifications: readonly string[]): void;
  stop(): void;
}

/** Notifications that wait while a consumer is slow; beyond, the oldest is lost. */
const MAX_WAITING = 1_000;
const MAX_BATCH = 20;

/** What a consumer does not take is lost: devices do not try again. */
export function createNotifier(consumer: string): Notifier {
  const waiting: string[] = [];
  const stopped = new AbortController();
  let sending = false;

  const send = async () => {
    sending = true;
    while (waiting.length > 0 && !stopped.signal.aborted) {
      const content = `<wsnt:Notify>${waiting.splice(0, MAX_BATCH).join('')}</wsnt:Notify>`;
      await fetch(consumer, {
        method: 'POST',
        headers: { 'content-type': 'application/soap+xml; charset=utf-8' },
        body: envelopeXml(content),
        redirect: 'manual',
        signal: stopped.signal,
      })
        .then((answer) => answer.arrayBuffer())
        .catch(() => undefined);
    }
    sending = false;
  };

  return {
    push(notifications) {
      waiting.push(...notifications);
      if (waiting.length > MAX_WAITING) waiting.splice(0, waiting.length - MAX_WAITING);
      if (!sending) void send();
    },
    stop: () => stopped.abort(),
  };
}
