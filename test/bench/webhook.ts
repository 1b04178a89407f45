import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A case event of the gateway, or the alarm as the peers post it. */
interface Body {
  readonly type?: string;
  readonly data?: { readonly lastAt: string };
  readonly ts?: number;
  readonly active?: boolean;
}

/** When an alarm was published; undefined for what is not the start of one. */
function publishedAt({ type, data, ts, active }: Body): number | undefined {
  if (data) return /\.(raised|updated)\.v1$/.test(type ?? '') ? Date.parse(data.lastAt) : undefined;
  return active ? ts : undefined;
}

export interface Webhook {
  readonly url: string;
  /** Alarms that came: when they were published (epoch ms), and how many ms later they were here. */
  readonly alarms: readonly { readonly at: number; readonly latency: number }[];
  close(): void;
}

/** A receiver on loopback that takes everything at once. */
export async function openWebhook(): Promise<Webhook> {
  const alarms: { at: number; latency: number }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const now = Date.now();
      const at = publishedAt(JSON.parse(Buffer.concat(chunks).toString()) as Body);
      if (at !== undefined) alarms.push({ at, latency: now - at });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/cases`,
    alarms,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
