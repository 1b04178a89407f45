import type { MessagePort, Transferable, Worker } from 'node:worker_threads';
import { type BirpcReturn, createBirpc } from 'birpc';
import { type ErrorCode, GatewayError } from './errors.ts';

/** Either end of a worker: both post and both listen. */
export type ThreadPort = Pick<MessagePort | Worker, 'postMessage'> & {
  on(event: 'message', listener: (message: Posted) => void): unknown;
};

/** Functions that the other thread has; every answer is a promise. Bytes arrive there as plain Uint8Arrays; send them `alone`. */
export type Calls<Remote extends object> = BirpcReturn<Remote, object>;

/** What goes between two threads: a call or its answer, or something of a kind of its own that wants no answer. */
type Posted = { readonly call: Packet } | { readonly kind: string; readonly data: unknown };

/** An answer of birpc's may hold an error. */
interface Packet {
  readonly e?: unknown;
}

interface PlainError {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly path: string | undefined;
}

/**
 * Calls to the thread at the other end of `port`, and from there to `own`, in the order in which they were made. A GatewayError
 * arrives with its code. Calls have no time limit: threads of one process live and die together.
 */
export function callsOver<Remote extends object, Own extends object>(port: ThreadPort, own: Own): Calls<Remote> {
  return createBirpc<Remote, Own>(own, {
    post: (call) => port.postMessage({ call } satisfies Posted),
    on: (take) =>
      void port.on('message', (message) => {
        if ('call' in message) take(message.call);
      }),
    serialize: (packet: Packet) => (packet.e instanceof GatewayError ? { ...packet, e: plain(packet.e) } : packet),
    deserialize: (packet: Packet) => (isPlain(packet.e) ? { ...packet, e: revived(packet.e) } : packet),
    timeout: -1,
  }) as Calls<Remote>;
}

/** Posts what wants no answer and may be moved or shared rather than copied. It keeps its place among the calls. */
export function post(port: ThreadPort, kind: string, data: unknown, moved: readonly Transferable[] = []): void {
  port.postMessage({ kind, data } satisfies Posted, moved);
}

/** Hears what was posted of one kind. */
export function onPost<T>(port: ThreadPort, kind: string, hear: (data: T) => void): void {
  port.on('message', (message) => {
    if ('kind' in message && message.kind === kind) hear(message.data as T);
  });
}

/**
 * A copy of bytes for another thread. A view is posted with everything behind it, and behind a received packet there are 64 KiB of
 * others.
 */
export const alone = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes);

const plain = ({ code, detail, path }: GatewayError): PlainError => ({ code, detail, path });
const isPlain = (error: unknown): error is PlainError =>
  typeof error === 'object' && error !== null && !(error instanceof Error) && 'code' in error;
const revived = ({ code, detail, path }: PlainError) =>
  new GatewayError(code, detail, path === undefined ? {} : { path });
