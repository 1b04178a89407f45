import type { Logger } from './log.ts';
import type { CaseEvent, CaseEventLog } from './model/case.ts';

/** Events read at a time. */
const BATCH = 256;

/**
 * The live MQTT face of the outbox: every new case event goes out once, from the moment the gateway runs. Gaps (a restart, a
 * subscriber that was away) are filled from the feed by `sequence`.
 */
export function publishCases(options: {
  events: CaseEventLog;
  /** One for each organisation that is told. */
  messagesOf(event: CaseEvent): readonly { topic: string; payload: string }[];
  publish(topic: string, payload: string, options: { qos: 1 }): Promise<void>;
  log: Logger;
}): () => void {
  const { events, messagesOf, publish, log } = options;
  let sequence = events.head();
  return events.onAppend(() => {
    for (let batch = events.read(sequence, BATCH); batch.length > 0; batch = events.read(sequence, BATCH)) {
      for (const event of batch) {
        for (const { topic, payload } of messagesOf(event))
          publish(topic, payload, { qos: 1 }).catch((error: unknown) =>
            log.warn({ err: error, topic }, 'a case event was not published'),
          );
        sequence = event.sequence;
      }
    }
  });
}
