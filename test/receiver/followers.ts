import { connect, type MqttClient } from 'mqtt';
import type { CaseEvent, Contract } from './contract.ts';
import type { Notebook } from './notebook.ts';

/** What a follower needs beside the contract. */
export interface Follower {
  readonly contract: Contract;
  readonly notebook: Notebook;
  /** Pauses between attempts while the gateway is away. */
  readonly wait: (ms: number) => Promise<void>;
  readonly signal: AbortSignal;
  /** Told what should not have come. */
  readonly complain: (what: string) => void;
}

const AGAIN_MS = 100;

function note({ contract, notebook, complain }: Follower, document: 'openapi' | 'asyncapi', event: CaseEvent): void {
  const faults = contract.faults(document, event);
  if (faults.length > 0) complain(`${event.id}: ${faults.join('; ')}`);
  const { id, subject, type } = event;
  notebook.take({ id, subject, sequence: Number(event.sequence), type });
}

const newestOf = ({ notebook }: Follower) =>
  notebook.entries.reduce((last, { sequence }) => Math.max(last, sequence), 0);

/** Runs `once` again and again until the signal, with a pause where the gateway is away. */
async function untilStopped({ signal, wait }: Follower, once: () => Promise<void>): Promise<void> {
  while (!signal.aborted) await once().catch(() => (signal.aborted ? undefined : wait(AGAIN_MS)));
}

/** The cursor feed: long polls, from what the notebook has. */
export function followFeed(follower: Follower): Promise<void> {
  const { contract, signal } = follower;
  return untilStopped(follower, async () => {
    const url = `${contract.url('get', '/v1/case-events')}?after=${newestOf(follower)}&limit=20&timeout=5000`;
    const events = (await (await fetch(url, { signal })).json()) as CaseEvent[];
    for (const event of events) note(follower, 'openapi', event);
  });
}

/** Server-sent events: goes on with `Last-Event-ID`. */
export function followStream(follower: Follower): Promise<void> {
  const { contract, signal } = follower;
  let last = '0';
  return untilStopped(follower, async () => {
    const answer = await fetch(contract.url('get', '/v1/case-events/stream'), {
      headers: { accept: 'text/event-stream', 'last-event-id': last },
      signal,
    });
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of answer.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const field = (name: string) =>
          block
            .split('\n')
            .filter((line) => line.startsWith(`${name}:`))
            .map((line) => line.slice(name.length + 1).trimStart())
            .join('\n');
        if (field('data') === '') continue;
        const event = JSON.parse(field('data')) as CaseEvent;
        if (field('id') !== event.sequence || `cn.grid.case.${field('event')}.v1` !== event.type)
          follower.complain(`${event.id}: the message says ${field('id')} ${field('event')}`);
        note(follower, 'openapi', event);
        last = field('id');
      }
    }
  });
}

/** MQTT: live at QoS 1, and after every connect the gap from the feed, so that nothing is missed and order holds. */
export function followMqtt(follower: Follower & { readonly mqtt: string; readonly orgCode: string }): Promise<void> {
  const { contract, signal, mqtt, orgCode, wait } = follower;
  const { topic, qos } = contract.topic('caseEvents', { orgCode });
  const waiting: CaseEvent[] = [];
  let isLive = false;
  const fill = async () => {
    for (let cursor = newestOf(follower); ; ) {
      const url = `${contract.url('get', '/v1/case-events')}?after=${cursor}&limit=100`;
      const events = (await (await fetch(url, { signal })).json()) as CaseEvent[];
      for (const event of events) if (event.data.orgCode === orgCode) note(follower, 'asyncapi', event);
      const last = events.at(-1);
      if (!last) return;
      cursor = Number(last.sequence);
    }
  };
  const catchUp = async (): Promise<void> => {
    while (!isLive && !signal.aborted) {
      const filled = await fill().then(
        () => true,
        () => false,
      );
      // What came meanwhile is in the feed already, or behind all of it.
      for (const event of waiting.splice(0)) note(follower, 'asyncapi', event);
      if (filled) isLive = true;
      else await wait(AGAIN_MS);
    }
  };
  const client: MqttClient = connect(mqtt, {
    ...{ username: `org/${orgCode}`, password: 'lab', clientId: `org/${orgCode}/consumer`, reconnectPeriod: AGAIN_MS },
    ...{ protocolVersion: 4, clean: true },
  });
  client.on('message', (at, payload, packet) => {
    const event = JSON.parse(payload.toString()) as CaseEvent;
    if (packet.qos !== qos) follower.complain(`${event.id} came with QoS ${packet.qos} on ${at}`);
    if (isLive) note(follower, 'asyncapi', event);
    else waiting.push(event);
  });
  client.on('error', () => undefined);
  client.on('close', () => {
    isLive = false;
  });
  client.on('connect', () => void client.subscribeAsync(topic, { qos }).then(catchUp, () => undefined));
  return new Promise((resolve) =>
    signal.addEventListener('abort', () => client.end(true, () => resolve()), { once: true }),
  );
}
