import { connect, type Socket } from 'node:net';

/** MQTT packets as bytes, right and wrong ones. */
export const text = (value: string | Buffer): Buffer => {
  const bytes = Buffer.from(value as string);
  return Buffer.concat([u16(bytes.length), bytes]);
};
export const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
export const hex = (value: string): Buffer => Buffer.from(value.replaceAll(' ', ''), 'hex');

/** A packet with the right remaining length. */
export function packet(first: number, ...parts: (Buffer | string)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? hex(part) : part)));
  const length: number[] = [];
  for (let left = body.length; ; left >>= 7) {
    length.push(left > 127 ? (left & 0x7f) | 0x80 : left);
    if (left <= 127) break;
  }
  return Buffer.concat([Buffer.from([first, ...length]), body]);
}

export interface ConnectFields {
  readonly name?: string;
  readonly level?: number;
  readonly flags?: number;
  readonly keepAlive?: number;
  readonly id?: string | Buffer;
  readonly rest?: readonly Buffer[];
}

/** A CONNECT with clean session and no login, unless told otherwise. */
export const connectPacket = (fields: ConnectFields = {}): Buffer =>
  packet(
    0x10,
    text(fields.name ?? 'MQTT'),
    Buffer.from([fields.level ?? 4, fields.flags ?? 2]),
    u16(fields.keepAlive ?? 60),
    text(fields.id ?? 'raw'),
    ...(fields.rest ?? []),
  );

/** The CONNECT of a device with a user name and the password `right`. */
export const login = (user: string, fields: ConnectFields = {}): Buffer =>
  connectPacket({ id: user, flags: 0xc2, rest: [text(user), text('right')], ...fields });

export const publish = (topic: string | Buffer, payload: string | Buffer, id = 0, flags = id > 0 ? 2 : 0): Buffer =>
  packet(0x30 | flags, text(topic), ...(id > 0 ? [u16(id)] : []), Buffer.from(payload as string));

export const PING = hex('c000');
export const PONG = hex('d000');
export const CONNACK = hex('20020000');
export const DISCONNECT = hex('e000');

/** A client that sends what it is told and keeps every byte it gets. */
export interface RawClient {
  readonly socket: Socket;
  /** Everything received. */
  received(): Buffer;
  /** The pieces as the socket handed them out. */
  chunks(): readonly Buffer[];
  send(...packets: Buffer[]): void;
  /** Resolves when `bytes` were received somewhere, or with false when the connection was closed before. */
  gets(bytes: Buffer): Promise<boolean>;
  /** Resolves when at least so many bytes came; false when the connection was closed before. */
  length(bytes: number): Promise<boolean>;
  closed: Promise<void>;
}

export async function rawClient(port: number): Promise<RawClient> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  const chunks: Buffer[] = [];
  let open = true;
  let look: (() => void)[] = [];
  const wake = () => {
    const waiting = look;
    look = [];
    for (const again of waiting) again();
  };
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    wake();
  });
  const closed = new Promise<void>((resolve) => {
    const end = () => {
      open = false;
      wake();
      resolve();
    };
    socket.on('end', end);
    socket.on('close', end);
  });
  const received = () => Buffer.concat(chunks);
  const until = async (there: () => boolean): Promise<boolean> => {
    while (!there()) {
      if (!open) return false;
      await new Promise<void>((resolve) => look.push(resolve));
    }
    return true;
  };
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return {
    socket,
    received,
    chunks: () => chunks,
    send: (...packets) => void socket.write(Buffer.concat(packets)),
    gets: (bytes) => until(() => received().includes(bytes)),
    length: (bytes) => until(() => chunks.reduce((sum, chunk) => sum + chunk.length, 0) >= bytes),
    closed,
  };
}
