import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { epochOf, type LabClock, timeText } from './lab-clock.ts';

/** Longest body taken; the gateway's events are a few kilobytes. Longer ones are answered 413. */
const MAX_BODY = 256 * 1024;
/** Events kept per run; beyond it the platform answers 503, since a lab that floods it has gone wrong. */
const MAX_EVENTS = 200_000;

const caseEvent = z.object({
  specversion: z.literal('1.0'),
  id: z.string(),
  type: z.string().regex(/^cn\.grid\.case\.[a-z]+\.v1$/),
  subject: z.string(),
  sequence: z.string().regex(/^\d{20}$/),
  data: z.object({
    caseNo: z.string(),
    categoryCode: z.string(),
    categoryName: z.object({ zh: z.string(), en: z.string() }),
    severity: z.int(),
    gridCode: z.string(),
    responsibleDept: z.string(),
    responseDeadline: z.string(),
    raisedAt: z.string(),
    devices: z.array(z.string()),
    evidence: z.array(z.object({ kind: z.string(), uri: z.string() })).default([]),
  }),
});

type CaseData = z.output<typeof caseEvent>['data'];

/** A case as the dispatch platform knows it. */
export interface ReceivedCase extends Omit<CaseData, 'raisedAt'> {
  readonly raisedAt: number;
  /** Machine ms at which the first delivery of its `raised` event came in. */
  readonly receivedMachine: number;
  /** The most serious level any of its events carried. */
  readonly worstSeverity: number;
  /** Types of its events in the order of their first receipt. */
  readonly events: readonly string[];
}

export interface Answer {
  readonly caseNo: string;
  /** The feedback document of the published contract. */
  readonly document: Readonly<Record<string, string>>;
}

/** A dispatch platform: takes signed webhooks, keeps each event once, and answers with feedback as its people would. */
export interface DispatchPlatform {
  readonly url: string;
  /** Accepts events signed with this secret from now on; before, every request is answered 401. */
  trust(secret: string): void;
  /** Cases in the order in which they were first heard of. */
  cases(): readonly ReceivedCase[];
  /** Feedback due at the city's time; each is given out once. */
  answersDue(now: number): Answer[];
  readonly statistics: {
    readonly events: number;
    /** Deliveries of an event it already had: allowed, since delivery is at least once. */
    readonly redelivered: number;
    /** Requests refused for a missing or wrong signature. */
    readonly forged: number;
    /** Requests that were signed but no case event. */
    readonly unreadable: number;
    readonly outOfOrder: readonly string[];
  };
  close(): Promise<void>;
}

export interface DispatchOptions {
  readonly clock: LabClock;
  /** Virtual ms, as in the scenario's `dispatch`. */
  readonly accept: number;
  readonly dispose: number;
  readonly close: number;
  /** Whether the people on the spot find nothing. */
  isFalseAlarm(devices: readonly string[]): boolean;
  onRaised?(received: ReceivedCase): void;
}

interface CaseFile {
  received: ReceivedCase | undefined;
  worstSeverity: number;
  lastSequence: string;
  readonly events: string[];
  disposedAt: number;
  falseAlarm: boolean;
}

/** Starts the platform on a free loopback port. */
export async function startDispatch(options: DispatchOptions): Promise<DispatchPlatform> {
  const { clock } = options;
  let webhook: Webhook | undefined;
  const seen = new Set<string>();
  const files = new Map<string, CaseFile>();
  const order: string[] = [];
  const waiting: { due: number; answer: Answer }[] = [];
  const statistics = { events: 0, redelivered: 0, forged: 0, unreadable: 0, outOfOrder: [] as string[] };

  const plan = (caseNo: string, type: string, due: number, reason?: string) => {
    const document = {
      feedbackId: `${caseNo}-${type}`,
      caseNo,
      type,
      actorRole: 'dispatcher',
      ...(reason ? { reason } : {}),
    };
    waiting.push({ due, answer: { caseNo, document } });
  };
  const react = (type: string, caseNo: string, file: CaseFile) => {
    const now = clock.now();
    if (type === 'raised' && file.received) {
      options.onRaised?.(file.received);
      file.falseAlarm = options.isFalseAlarm(file.received.devices);
      if (file.falseAlarm) return plan(caseNo, 'FALSE_ALARM', now + options.accept, 'nothing found on the spot');
      file.disposedAt = now + options.dispose;
      plan(caseNo, 'ACCEPTED', now + options.accept);
      plan(caseNo, 'DISPOSED', file.disposedAt);
    }
    if (type === 'cleared' && !file.falseAlarm) plan(caseNo, 'CLOSED', Math.max(now, file.disposedAt) + options.close);
  };
  const take = (event: z.output<typeof caseEvent>, machine: number) => {
    const type = event.type.split('.')[3] ?? '';
    const { data } = event;
    const file: CaseFile = files.get(data.caseNo) ?? {
      received: undefined,
      worstSeverity: data.severity,
      lastSequence: '',
      events: [],
      disposedAt: 0,
      falseAlarm: false,
    };
    files.set(data.caseNo, file);
    if (event.sequence <= file.lastSequence)
      statistics.outOfOrder.push(`${data.caseNo}: ${type} ${event.sequence} came after ${file.lastSequence}`);
    if (event.sequence > file.lastSequence) file.lastSequence = event.sequence;
    file.events.push(type);
    file.worstSeverity = Math.min(file.worstSeverity, data.severity);
    if (!file.received && type === 'raised') {
      order.push(data.caseNo);
      const raisedAt = epochOf(data.raisedAt);
      file.received = {
        ...data,
        raisedAt,
        receivedMachine: machine,
        worstSeverity: data.severity,
        events: file.events,
      };
    }
    react(type, data.caseNo, file);
  };
  const receive = (headers: Record<string, string>, body: string, machine: number): number => {
    if (!webhook) return 401;
    try {
      webhook.verify(body, headers, { jsonParse: false });
    } catch {
      statistics.forged += 1;
      return 401;
    }
    const event = parseEvent(body);
    if (!event) {
      statistics.unreadable += 1;
      return 400;
    }
    if (seen.has(headers['webhook-id'] ?? '')) {
      statistics.redelivered += 1;
      return 204;
    }
    if (seen.size >= MAX_EVENTS) return 503;
    seen.add(headers['webhook-id'] ?? '');
    statistics.events += 1;
    take(event, machine);
    return 204;
  };

  const server = createServer((request, response) => {
    void handle(request, response, (headers, body) => receive(headers, body, clock.machine()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/cases`,
    trust: (secret) => {
      webhook = new Webhook(secret);
    },
    cases: () =>
      order.flatMap((caseNo) => {
        const file = files.get(caseNo);
        return file?.received ? [{ ...file.received, worstSeverity: file.worstSeverity }] : [];
      }),
    answersDue(now) {
      const due = waiting.filter((each) => each.due <= now).sort((a, b) => a.due - b.due);
      for (const each of due) waiting.splice(waiting.indexOf(each), 1);
      return due.map(({ due: at, answer }) => ({
        caseNo: answer.caseNo,
        document: { ...answer.document, at: timeText(at) },
      }));
    },
    statistics,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function parseEvent(body: string): z.output<typeof caseEvent> | undefined {
  try {
    return caseEvent.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  receive: (headers: Record<string, string>, body: string) => number,
): Promise<void> {
  const answer = (status: number) => response.writeHead(status).end();
  if (request.method !== 'POST' || request.url !== '/cases') return void answer(404);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BODY) return void answer(413);
      chunks.push(chunk);
    }
  } catch {
    // The gateway went away in the middle of a delivery; it will deliver again.
    return;
  }
  const headers = Object.fromEntries(
    Object.entries(request.headers).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
  answer(receive(headers, Buffer.concat(chunks).toString('utf8')));
}
