import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Who is at the other end of a connection, as far as the transport can tell. */
export interface Peer {
  /** IP address; IPv4 in its plain form also where the socket is IPv6. */
  readonly address?: string;
}

/** The peer of a socket, or of the HTTP request a WebSocket began as. */
export function peerOf(raw: Duplex, request?: IncomingMessage): Peer {
  const { remoteAddress } = (request?.socket ?? raw) as Partial<Socket>;
  const address = remoteAddress?.replace(/^::ffff:(?=\d+\.)/, '');
  return address === undefined ? {} : { address };
}
