import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseCaseEvent, verbOf } from '../case-event.ts';

/** Events kept; beyond it a partner answers 503. */
const MAX_EVENTS = 10_000;

/** A platform that shares the gateway's cases: takes what is sent to it, and can be down. */
export interface PartnerPlatform {
  readonly url: string;
  /** Each event once, in the order of arrival. */
  readonly events: readonly { readonly verb: string; readonly data: unknown }[];
  /** While down every delivery is answered 503. */
  setDown(down: boolean): void;
  close(): Promise<void>;
}

/** Starts a partner's web server on a free loopback port. */
export async function startPartner(): Promise<PartnerPlatform> {
  const events: { verb: string; data: unknown }[] = [];
  const seen = new Set<string>();
  let down = false;
  const take = (body: string): number => {
    if (down || seen.size >= MAX_EVENTS) return 503;
    const event = parseCaseEvent(body);
    if (!event) return 400;
    if (!seen.has(event.id)) events.push({ verb: verbOf(event), data: event.data });
    seen.add(event.id);
    return 204;
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => response.writeHead(take(Buffer.concat(chunks).toString('utf8'))).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/cases`,
    events,
    setDown: (now) => {
      down = now;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
