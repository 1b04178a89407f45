import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { CaseEvent, Contract } from './contract.ts';
import { type Notebook, openNotebook } from './notebook.ts';

/** What a receiver does to one delivery: takes it, or one of the ways receivers fail. */
export type Mood = 'take' | 'refuse' | 'hang' | 'take-then-drop';

/** A dispatch platform's webhook endpoint. */
export interface Endpoint {
  readonly url: string;
  readonly notebook: Notebook;
  /** Anything that should not have come: signatures that no secret verifies, documents that break the schema. */
  readonly complaints: readonly string[];
  /** Tests it was sent, which are no events. */
  readonly tests: number;
  /** What it does to the next deliveries, one after the other; then it takes everything. */
  expect(...moods: readonly Mood[]): void;
  /** Verifies with these secrets only from now on. */
  trust(...secrets: readonly string[]): void;
  /** Ends like a process that is killed: sockets and memory are gone. */
  crash(): Promise<void>;
  /** Starts again on the same port with what the disk has. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Standard Webhooks, "Verifying signatures": any of the signatures by any of the secrets, not older than five minutes. */
export function isGenuine(
  headers: IncomingHttpHeaders,
  body: Buffer,
  { secrets, seconds }: { readonly secrets: readonly string[]; readonly seconds: number },
): boolean {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    String(headers[name]),
  );
  if (!(Math.abs(seconds - Number(timestamp)) <= 300)) return false;
  return secrets.some((secret) => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const wanted = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
    return (signatures ?? '').split(' ').some((signature) => {
      const given = Buffer.from(signature.slice('v1,'.length), 'base64');
      return signature.startsWith('v1,') && given.length === wanted.length && timingSafeEqual(given, wanted);
    });
  });
}

/** The attributes of an event in binary mode. */
function fromBinary(headers: IncomingHttpHeaders, body: Buffer, { decode }: Contract): CaseEvent {
  const attribute = (name: string) => String(headers[`ce-${name}`]);
  const { case: data, ...rest } = decode(body) as { case: CaseEvent['data']; id: string; sequence: number };
  const event = { id: attribute('id'), subject: attribute('subject'), sequence: attribute('sequence') };
  if (rest.id !== event.id || rest.sequence !== Number(event.sequence) || data.caseNo !== event.subject)
    throw new Error(`${event.id}: headers and body disagree`);
  return { ...event, type: attribute('type'), time: attribute('time'), data };
}

export async function openEndpoint(options: {
  readonly contract: Contract;
  /** File of its notebook. */
  readonly file: string;
  readonly seconds: () => number;
}): Promise<Endpoint> {
  const { contract, file, seconds } = options;
  let notebook = openNotebook(file);
  let secrets: readonly string[] = [];
  let tests = 0;
  const moods: Mood[] = [];
  const complaints: string[] = [];
  const sockets = new Set<Socket>();

  const take = (headers: IncomingHttpHeaders, body: Buffer): void => {
    if (!isGenuine(headers, body, { secrets, seconds: seconds() })) throw new Error('no secret verifies it');
    const isJson = String(headers['content-type']).startsWith('application/cloudevents+json');
    const document = isJson ? (JSON.parse(body.toString()) as CaseEvent) : undefined;
    if ((document?.type ?? headers['ce-type']) === 'cn.grid.case.test.v1') {
      tests++;
      return;
    }
    const event = document ?? fromBinary(headers, body, contract);
    const faults = document ? contract.faults('openapi', document) : [];
    if (faults.length > 0) throw new Error(`${event.id}: ${faults.join('; ')}`);
    if (event.id !== headers['webhook-id']) throw new Error(`${event.id} came as ${headers['webhook-id']}`);
    const { id, subject, type } = event;
    notebook.take({ id, subject, sequence: Number(event.sequence), type });
  };

  const listen = async (port: number): Promise<Server> => {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const mood = moods.shift() ?? 'take';
        if (mood === 'hang') return;
        if (mood === 'refuse') return void response.writeHead(500).end('no room');
        try {
          take(request.headers, Buffer.concat(chunks));
        } catch (error) {
          complaints.push(String(error));
          return void response.writeHead(500).end();
        }
        if (mood === 'take-then-drop') request.socket.destroy();
        else response.writeHead(204).end();
      });
    });
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return server;
  };
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;
  const crash = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    notebook.close();
  };

  return {
    url: `http://127.0.0.1:${port}/cases`,
    get notebook() {
      return notebook;
    },
    complaints,
    get tests() {
      return tests;
    },
    expect: (...next) => void moods.push(...next),
    trust(...next) {
      secrets = next;
    },
    crash,
    async restart() {
      notebook = openNotebook(file);
      server = await listen(port);
    },
    close: crash,
  };
}
