import { createServer, Socket } from 'node:net';
import { realClock } from '../../gateway/clock.ts';

/** What a proxy does with the bytes of one connection; made anew for each. */
export interface Tap {
  /** Bytes from the client; `forward` sends on, `answer` writes to the client. */
  up(bytes: Buffer, forward: (bytes: Buffer) => void, answer: (bytes: Buffer) => void): void;
  /** Bytes from the server. */
  down(bytes: Buffer, forward: (bytes: Buffer) => void): void;
  /** The client has left; `end` takes the connection to the server down. */
  left(end: () => void): void;
}

/** A network between two parts that can be cut. */
export interface TcpProxy {
  readonly port: number;
  /** Resets every connection. */
  cut(): void;
  /** Nothing passes in either direction and nobody is told, until `heal`. */
  swallow(): void;
  /** Resets every connection and refuses new ones, until `heal`. */
  refuse(): Promise<void>;
  /** Every byte takes so much longer, each way; 0: as fast as it can. */
  slow(ms: number): void;
  /** Ends a hole or a refusal; resets what was open. */
  heal(): Promise<void>;
  close(): Promise<void>;
}

interface Link {
  readonly client: Socket;
  readonly server: Socket;
}

const clock = realClock();

/** Passes bytes on in their order, each piece as late as `delay` says when it comes. */
function line(write: (bytes: Buffer) => void, delay: () => number): (bytes: Buffer) => void {
  let last: Promise<void> | undefined;
  return (bytes) => {
    const ms = delay();
    if (ms === 0 && last === undefined) return write(bytes);
    const turn = Promise.all([last, clock.wait(ms)]).then(() => {
      write(bytes);
      if (last === turn) last = undefined;
    });
    last = turn;
  };
}

/** Forwards connections on a free loopback port to `target`; `tapped` makes the tap of a connection, default: none. */
export async function startProxy(target: number, tapped?: () => Tap): Promise<TcpProxy> {
  const links = new Set<Link>();
  let swallowing = false;
  let delay = 0;

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
    const toServer = line(
      (bytes) => void (server.destroyed || server.write(bytes)),
      () => delay,
    );
    const toClient = line(
      (bytes) => void (client.destroyed || client.write(bytes)),
      () => delay,
    );
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
  const listen = (at: number) => new Promise<void>((resolve) => proxy.listen(at, '127.0.0.1', resolve));
  await listen(0);
  const address = proxy.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const cut = () => {
    for (const { client, server } of links) {
      client.resetAndDestroy();
      server.destroy();
    }
  };
  return {
    port,
    cut,
    swallow() {
      swallowing = true;
    },
    async refuse() {
      const closed = new Promise((resolve) => proxy.close(resolve));
      cut();
      await closed;
    },
    slow(ms) {
      delay = ms;
    },
    async heal() {
      // What was swallowed is gone, so a stream that went on would be torn in the middle.
      cut();
      swallowing = false;
      if (!proxy.listening) await listen(port);
    },
    async close() {
      cut();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
