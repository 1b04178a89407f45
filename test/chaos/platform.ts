import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';

/** A case event as the platform keeps it. */
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly caseNo: string;
  readonly sequence: number;
  readonly category: string;
  readonly subState: string;
  readonly devices: readonly string[];
}

/**
 * `well` stores and answers 204; `down` refuses connections; `hang` takes and never answers; `error` answers 500; `drop`
 * stores and breaks the connection off before its answer.
 */
export type Mood = 'well' | 'down' | 'hang' | 'error' | 'drop';

/** A dispatch platform that does its part for exactly once: what it stores it stores under the `webhook-id`, once. */
export interface Platform {
  readonly url: string;
  trust(secret: string): void;
  feel(mood: Mood): Promise<void>;
  /** In the order of their first arrival. */
  readonly events: readonly StoredEvent[];
  /** Deliveries of events it had already: allowed. */
  readonly repeated: number;
  /** Requests without a right signature, or that were no case event. */
  readonly refused: number;
  onStored(listener: (event: StoredEvent) => void): void;
  close(): Promise<void>;
}

interface Envelope {
  id: string;
  type: string;
  subject: string;
  sequence: string;
  data: { categoryCode: string; subState: string; devices: string[] };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function eventOf({ id, type, subject, sequence, data }: Envelope): StoredEvent {
  const { categoryCode: category, subState, devices } = data;
  return { id, type, caseNo: subject, sequence: Number(sequence), category, subState, devices };
}

export async function startPlatform(port: number): Promise<Platform> {
  const events: StoredEvent[] = [];
  const known = new Set<string>();
  const listeners: ((event: StoredEvent) => void)[] = [];
  const counts = { repeated: 0, refused: 0 };
  let webhook: Webhook | undefined;
  let mood: Mood = 'well';
  let server: Server | undefined;

  const store = (headers: Record<string, string>, body: string): boolean => {
    let event: StoredEvent;
    try {
      webhook?.verify(body, headers, { jsonParse: false });
      event = eventOf(JSON.parse(body) as Envelope);
    } catch {
      return false;
    }
    if (webhook === undefined || headers['webhook-id'] !== event.id) return false;
    if (known.has(event.id)) {
      counts.repeated++;
      return true;
    }
    known.add(event.id);
    events.push(event);
    for (const listener of listeners) listener(event);
    return true;
  };

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await bodyOf(request);
    if (mood === 'hang') return; // the connection goes when the mood does
    if (mood === 'error') return void response.writeHead(500).end('out of order');
    const stored = store(request.headers as Record<string, string>, body);
    if (!stored) counts.refused++;
    if (mood === 'drop') return void request.socket.destroy();
    response.writeHead(stored ? 204 : 400).end();
  };

  const listen = async () => {
    // A gateway killed in the middle of a delivery delivers again.
    const made = createServer((request, response) => void handle(request, response).catch(() => undefined));
    server = made;
    await new Promise<void>((resolve, reject) => {
      made.once('error', reject);
      made.listen(port, '127.0.0.1', resolve);
    });
  };
  const unlisten = async () => {
    const closing = server;
    server = undefined;
    closing?.closeAllConnections();
    await new Promise<void>((resolve) => (closing ? closing.close(() => resolve()) : resolve()));
  };
  await listen();

  return {
    url: `http://127.0.0.1:${port}/cases`,
    trust(secret) {
      webhook = new Webhook(secret);
    },
    async feel(next) {
      const before = mood;
      mood = next;
      if (next === 'down') await unlisten();
      else if (before === 'down') await listen();
      else server?.closeAllConnections();
    },
    events,
    get repeated() {
      return counts.repeated;
    },
    get refused() {
      return counts.refused;
    },
    onStored: (listener) => void listeners.push(listener),
    close: unlisten,
  };
}
