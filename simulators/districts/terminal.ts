import { connectAsync } from 'mqtt';
import { parseCaseEvent, verbOf } from '../case-event.ts';

/** Events one terminal keeps; the oldest go first. */
const MAX_EVENTS = 2_000;

/** A small terminal of an organisation: it hears of its cases by MQTT and answers by MQTT. */
export interface Terminal {
  readonly orgCode: string;
  /** Each event once, in the order of arrival. */
  readonly events: readonly { readonly verb: string; readonly data: unknown }[];
  /** Sends a feedback document; resolves when the gateway has taken it over. */
  answer(document: object): Promise<void>;
  /** Whether the gateway lets it subscribe to a topic filter. */
  mayRead(filter: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Logs in as `org/{orgCode}` and subscribes to the organisation's cases. Throws when either is refused. */
export async function openTerminal(url: string, orgCode: string): Promise<Terminal> {
  const events: { verb: string; data: unknown }[] = [];
  const seen = new Set<string>();
  const client = await connectAsync(url, {
    protocolVersion: 4,
    ...{ clientId: `org/${orgCode}`, username: `org/${orgCode}`, password: 'lab', clean: true, keepalive: 300 },
  });
  client.on('error', () => {});
  client.on('message', (_topic, payload) => {
    const event = parseCaseEvent(payload.toString('utf8'));
    if (!event || seen.has(event.id)) return;
    seen.add(event.id);
    events.push({ verb: verbOf(event), data: event.data });
    if (events.length > MAX_EVENTS) events.shift();
  });
  const mayRead = async (filter: string) => {
    // 0x80 is the broker's no (MQTT 3.1.1 §3.9.3).
    const granted = await client.subscribeAsync(filter, { qos: 1 }).catch(() => []);
    return granted.length > 0 && granted.every(({ qos }) => qos < 128);
  };
  if (!(await mayRead(`v1/cases/${orgCode}/#`))) throw new Error(`org/${orgCode} may not read its own cases`);
  return {
    orgCode,
    events,
    mayRead,
    answer: async (document) =>
      void (await client.publishAsync(`v1/feedback/${orgCode}`, JSON.stringify(document), { qos: 1 })),
    close: async () => void (await client.endAsync(true).catch(() => {})),
  };
}
