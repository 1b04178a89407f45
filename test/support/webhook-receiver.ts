import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface ReceivedWebhook {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The CloudEvents document, when the body is JSON. */
  readonly event: { id: string; type: string; subject: string; sequence: string; data: Record<string, unknown> };
}

/** What the receiver does with one request; `undefined`: 204. */
export type Behaviour = (webhook: ReceivedWebhook, response: ServerResponse) => void;

/** A webhook receiver on a real socket whose behaviour tests change while it runs. */
export interface WebhookReceiver {
  readonly url: string;
  readonly received: ReceivedWebhook[];
  behave(behaviour: Behaviour): void;
  /** Requests that have no answer yet. */
  readonly open: number;
  /** Resolves once `count` requests have come. */
  until(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Answers with a status and optional headers. */
export function answer(status: number, headers: Record<string, string> = {}, body = ''): Behaviour {
  return (_webhook, response) => response.writeHead(status, headers).end(body);
}

/** Takes the request and never answers. */
export const hang: Behaviour = () => {};

/** Takes the request, then closes the connection without an answer. */
export const drop: Behaviour = (_webhook, response) => response.socket?.destroy();

/** Sends the status and a part of the promised body, then closes the connection. */
export const answerThenDrop: Behaviour = (_webhook, response) => {
  response.writeHead(200, { 'content-length': '100' });
  response.write('taken', () => response.socket?.destroy());
};

export async function webhookReceiver(first: Behaviour = answer(204)): Promise<WebhookReceiver> {
  let behaviour = first;
  let open = 0;
  const received: ReceivedWebhook[] = [];
  const sockets = new Set<Socket>();
  let waiting: { count: number; resolve: () => void }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const json = String(request.headers['content-type']).includes('json');
      const webhook = { headers: request.headers, body, event: json ? JSON.parse(body.toString()) : undefined };
      received.push(webhook);
      open++;
      response.on('close', () => open--);
      behaviour(webhook, response);
      waiting = waiting.filter(({ count, resolve }) => {
        if (received.length >= count) resolve();
        return received.length < count;
      });
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/cases`,
    received,
    behave(next) {
      behaviour = next;
    },
    get open() {
      return open;
    },
    until: (count) =>
      received.length >= count ? Promise.resolve() : new Promise((resolve) => waiting.push({ count, resolve })),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
