import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { parseCaseEvent } from './case-event.ts';
import { createDesk, type Desk, type DeskOptions } from './desk.ts';
import type { LabClock } from './lab-clock.ts';

/** Longest body taken; the gateway's events are a few kilobytes. Longer ones are answered 413. */
const MAX_BODY = 256 * 1024;
/** Events kept per run; beyond it the platform answers 503, since a lab that floods it has gone wrong. */
const MAX_EVENTS = 200_000;

/** A dispatch platform: a web server that takes signed webhooks and keeps each event once; its desk answers. */
export interface DispatchPlatform extends Omit<Desk, 'take' | 'outOfOrder'> {
  readonly url: string;
  /** Accepts events signed with this secret from now on; before, every request is answered 401. */
  trust(secret: string): void;
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

type Headers = Readonly<Record<string, string>>;

/** Takes deliveries: signature first, then the `webhook-id` that tells a repetition from news. */
function createIntake(desk: Desk, clock: LabClock) {
  let webhook: Webhook | undefined;
  const seen = new Set<string>();
  const statistics = { events: 0, redelivered: 0, forged: 0, unreadable: 0, outOfOrder: desk.outOfOrder };
  const signed = (headers: Headers, body: string): boolean => {
    try {
      webhook?.verify(body, headers, { jsonParse: false });
      return webhook !== undefined;
    } catch {
      return false;
    }
  };
  return {
    statistics,
    trust: (secret: string) => {
      webhook = new Webhook(secret);
    },
    /** The HTTP status to answer with. */
    take(headers: Headers, body: string): number {
      if (!signed(headers, body)) {
        statistics.forged += 1;
        return 401;
      }
      const id = headers['webhook-id'] ?? '';
      if (seen.has(id)) {
        statistics.redelivered += 1;
        return 204;
      }
      const event = parseCaseEvent(body);
      if (!event) {
        statistics.unreadable += 1;
        return 400;
      }
      if (seen.size >= MAX_EVENTS) return 503;
      seen.add(id);
      statistics.events += 1;
      desk.take(event, clock.machine());
      return 204;
    },
  };
}

/** Starts the platform on a free loopback port. */
export async function startDispatch(options: DeskOptions): Promise<DispatchPlatform> {
  const desk = createDesk(options);
  const intake = createIntake(desk, options.clock);
  const server = createServer((request, response) => void handle(request, response, intake.take));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/cases`,
    trust: intake.trust,
    statistics: intake.statistics,
    cases: desk.cases,
    answersDue: desk.answersDue,
    nextAnswer: desk.nextAnswer,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  take: (headers: Headers, body: string) => number,
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
  answer(take(headers, Buffer.concat(chunks).toString('utf8')));
}
