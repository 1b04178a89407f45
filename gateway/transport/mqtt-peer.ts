import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { plainAddress } from '../model/network.ts';

/** Who is at the other end of a connection, as far as the transport can tell. */
export interface Peer {
  /** IP address; IPv4 in its plain form also where the socket is IPv6. */
  readonly address?: string;
  /** Subject CN of a client certificate that one of our authorities signed. */
  readonly certificate?: string;
}

/** The peer of a socket, or of the HTTP request a WebSocket began as. */
export function peerOf(raw: Duplex, request?: IncomingMessage): Peer {
  const socket = request?.socket ?? raw;
  const { remoteAddress } = socket as Partial<Socket>;
  const address = remoteAddress === undefined ? undefined : plainAddress(remoteAddress);
  const certificate = socket instanceof TLSSocket && socket.authorized ? commonNameOf(socket) : undefined;
  return { ...(address === undefined ? {} : { address }), ...(certificate === undefined ? {} : { certificate }) };
}

/** A subject may have several CNs, whatever the types say; such a one names nobody. */
function commonNameOf(socket: TLSSocket): string | undefined {
  const name: unknown = socket.getPeerCertificate().subject?.CN;
  return typeof name === 'string' ? name : undefined;
}
