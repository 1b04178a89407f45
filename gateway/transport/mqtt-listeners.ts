import type { Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { GatewayError } from '../errors.ts';
import { type Peer, peerOf } from './mqtt-peer.ts';

/** Takes over a connection of a device; one that is no socket comes with whom it is from. */
export type Serve = (stream: Duplex, peer?: Peer) => void;

/** MQTT over plain TCP. */
export interface TcpListener {
  /** Starts taking connections; resolves with the port. Throws PORT_TAKEN or CONFIG_INVALID. */
  listen(address: { host: string; port: number }): Promise<number>;
  stop(): void;
}

export interface ListenerTools {
  readonly serve: Serve;
  /** Whether a socket may come in at all. */
  admit(socket: Socket): boolean;
  readonly maxConnections: number;
  /** A client that closes its side may still be sent something. */
  readonly allowHalfOpen: boolean;
}

export function createTcpListener(tools: ListenerTools): TcpListener {
  const server = createServer({ noDelay: true, allowHalfOpen: tools.allowHalfOpen }, (socket) => {
    if (tools.admit(socket)) tools.serve(socket);
    else socket.destroy();
  });
  server.maxConnections = tools.maxConnections;
  return {
    async listen({ host, port }) {
      await listen(server, host, port);
      return (server.address() as AddressInfo).port;
    },
    stop() {
      if (server.listening) server.close();
    },
  };
}

/** MQTT over WebSocket at `/mqtt` (MQTT 3.1.1 §6) of HTTP servers, which also serve other things. */
export interface WebSocketListener {
  attach(server: HttpServer): void;
  stop(): void;
}

export function createWebSocketListener(
  tools: Pick<ListenerTools, 'serve' | 'admit'> & { maxMessage: number },
): WebSocketListener {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: tools.maxMessage,
    handleProtocols: chooseProtocol,
  });
  return {
    attach(server) {
      server.on('upgrade', (request, socket, head) => {
        const { pathname } = new URL(request.url ?? '/', 'http://localhost');
        if (pathname !== '/mqtt' || !tools.admit(socket as Socket)) {
          socket.destroy();
          return;
        }
        sockets.handleUpgrade(request, socket, head, (ws) => {
          const stream = createWebSocketStream(ws);
          stream.on('error', () => stream.destroy());
          tools.serve(stream, peerOf(stream, request));
        });
      });
    },
    stop: () => sockets.close(),
  };
}

/** The subprotocol is `mqtt`; old clients say `mqttv3.1`. */
function chooseProtocol(offered: Set<string>): string | false {
  return offered.has('mqtt') ? 'mqtt' : offered.has('mqttv3.1') ? 'mqttv3.1' : false;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new GatewayError(
              'PORT_TAKEN',
              `MQTT port ${port} on ${host} is taken; stop the other program or set GRIDWARDEN_MQTT_PORT`,
            )
          : new GatewayError('CONFIG_INVALID', `MQTT cannot listen on ${host}:${port}: ${error.message}`),
      ),
    );
    server.listen({ host, port, backlog: 4096 }, resolve);
  });
}
