import { realClock } from '../../gateway/clock.ts';
import { CONNACK, connectPacket, PING, PONG, type RawClient, rawClient } from '../support/mqtt-raw.ts';

/** One exchange of raw packets with a server, and what the specification makes of it. */
export interface Conversation {
  /** Where it is laid down, e.g. `MQTT-3.3.1-4`. */
  readonly clause: string;
  readonly name: string;
  /** False: it begins with the first packet of a connection; otherwise a CONNECT was accepted before. */
  readonly connected?: false;
  readonly steps: readonly Step[];
  /** `open`: a PINGREQ behind it is answered. `closed`: the server ends the connection and has sent nothing but the steps say. */
  readonly ends: 'open' | 'closed';
}

/** A server under test. */
export interface Server {
  readonly port: number;
  /** Longest it may take for an answer, machine ms: a server that waits for more bytes is silent so long. */
  readonly patience: number;
}

export type Step = { readonly send: Buffer } | { readonly gets: Buffer };

const AT_ONCE = 24;
const clock = realClock();
let count = 0;

/** What is not as it should be, or nothing. */
async function hold(server: Server, conversation: Conversation): Promise<string | undefined> {
  const client = await rawClient(server.port);
  const inTime = (answer: Promise<boolean>) =>
    Promise.race([answer, clock.wait(server.patience).then(() => undefined)]);
  try {
    const fault = await exchange(client, conversation, inTime);
    return fault === undefined ? undefined : `${conversation.clause} ${conversation.name}: ${fault}`;
  } finally {
    client.socket.destroy();
  }
}

/** Holds all conversations, some at a time; what went wrong, in their order. */
export async function holdAll(server: Server, conversations: readonly Conversation[]): Promise<readonly string[]> {
  const faults: (string | undefined)[] = [];
  let next = 0;
  const work = async () => {
    for (let index = next++; index < conversations.length; index = next++) {
      const conversation = conversations[index];
      if (conversation) faults[index] = await hold(server, conversation);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return faults.filter((fault) => fault !== undefined);
}

async function exchange(
  client: RawClient,
  { connected, steps, ends }: Conversation,
  inTime: (answer: Promise<boolean>) => Promise<boolean | undefined>,
): Promise<string | undefined> {
  let expected = Buffer.alloc(0);
  const begin: Step[] =
    connected === false ? [] : [{ send: connectPacket({ id: `talk${count++}` }) }, { gets: CONNACK }];
  for (const step of [...begin, ...steps]) {
    if ('send' in step) {
      client.send(step.send);
      continue;
    }
    expected = Buffer.concat([expected, step.gets]);
    const came = await inTime(client.length(expected.length));
    const received = client.received().subarray(0, expected.length);
    if (!received.equals(expected))
      return `wanted ${expected.toString('hex')}, got ${received.toString('hex')}${came === false ? ' and a close' : ''}`;
  }
  if (ends === 'open') {
    client.send(PING);
    const answered = await inTime(client.gets(PONG));
    return answered ? undefined : `the connection is ${answered === false ? 'closed' : 'silent'}`;
  }
  if ((await inTime(client.closed.then(() => true))) === undefined) return 'the connection stays';
  const rest = client.received().subarray(expected.length);
  return rest.length === 0 ? undefined : `got ${rest.toString('hex')} before the close`;
}
