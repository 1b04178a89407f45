import { createServer, Socket } from 'node:net';

/** What a proxy does with the bytes of one connection; made anew for each. */
export interface Tap {
  /** Bytes from the client; `forward` sends on, `answer` writes to the client. */
  up(bytes: Buffer, forward: (bytes: Buffer) => void, answer: (bytes: Buffer) => void): void;
  /** Bytes from the server. */
  down(bytes: Buffer, forward: (bytes: Buffer) => void): void;
  /** The client has left; `end` takes the connection to the server down. */
  left(end: () => void): void;
}

/** A network between devices and gateway that can be cut. */
export interface TcpProxy {
  readonly port: number;
  /** Resets every connection. */
  cut(): void;
  /** Nothing passes in either direction and nobody is told, until `heal`, which resets what was open. */
  swallow(): void;
  heal(): void;
  close(): Promise<void>;
}

interface Link {
  readonly client: Socket;
  readonly server: Socket;
}

/** Forwards connections on a free loopback port to `target`; `tapped` makes the tap of a connection, default: none. */
export async function startProxy(target: number, tapped?: () => Tap): Promise<TcpProxy> {
  const links = new Set<Link>();
  let swallowing = false;

  const proxy = createServer((client) => {
    const server = new Socket();
    const link = { client, server };
    const tap = tapped?.();
    links.add(link);
    const end = () => {
      links.delete(link);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
    }
    client.on('close', () => (tap && !server.destroyed ? tap.left(end) : end()));
    server.on('close', end);
    const toServer = (bytes: Buffer) => void (server.destroyed || server.write(bytes));
    const toClient = (bytes: Buffer) => void (client.destroyed || client.write(bytes));
    client.on('data', (bytes: Buffer) => {
      if (swallowing) return;
      if (tap) tap.up(bytes, toServer, toClient);
      else toServer(bytes);
    });
    server.on('data', (bytes: Buffer) => {
      if (swallowing) return;
      if (tap) tap.down(bytes, toClient);
      else toClient(bytes);
    });
    server.connect(target, '127.0.0.1');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = proxy.address();
  const cut = () => {
    for (const { client, server } of links) {
      client.resetAndDestroy();
      server.destroy();
    }
  };
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    cut,
    swallow() {
      swallowing = true;
    },
    heal() {
      // What was swallowed is gone, so a stream that went on would be torn in the middle.
      cut();
      swallowing = false;
    },
    async close() {
      cut();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
