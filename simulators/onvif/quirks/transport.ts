import { faultXml, SimulatedFault } from '../soap-envelope.ts';
import type { Reply } from '../soap-exchange.ts';
import type { Quirk } from './quirk.ts';

const HTML = Buffer.from('<html><head><title>Login</title></head><body>Please log in<br></body></html>');
const EIGHT_HOURS = 8 * 3_600_000;

const asHtml = (reply: Reply, status: number): Reply => ({
  ...reply,
  status,
  headers: { 'Content-Type': 'text/html' },
  body: HTML,
});

/** Answers of the field by form. The first ones lose what the answer said, the others keep it. */
const LOSSES: Readonly<Record<string, (reply: Reply) => Reply>> = {
  'html-200': (reply) => asHtml(reply, 200),
  'fault-200': (reply) => ({
    ...reply,
    status: 200,
    body: Buffer.from(faultXml(new SimulatedFault(500, ['ter:Action'], 'internal error'))),
  }),
  'html-405': (reply) => asHtml(reply, 405),
  'html-500': (reply) => asHtml(reply, 500),
  empty: (reply) => ({ ...reply, status: 200, body: Buffer.alloc(0) }),
  truncated: (reply) => ({ ...reply, body: reply.body.subarray(0, reply.body.length / 2) }),
  'cut-off': (reply) => ({ ...reply, cutAfter: Math.floor(reply.body.length / 2) }),
};
const PADDINGS: Readonly<Record<string, (reply: Reply) => Reply>> = {
  nuls: (reply) => ({ ...reply, body: Buffer.concat([reply.body, Buffer.alloc(12)]) }),
  'nuls-behind': (reply) => ({ ...reply, trailing: Buffer.alloc(3) }),
  'bad-utf-8': (reply) => ({ ...reply, body: Buffer.concat([reply.body, Buffer.from([0x0a, 0xc3, 0x28])]) }),
  'byte-order-mark': (reply) => ({ ...reply, body: Buffer.concat([Buffer.from('\ufeff\r\n'), reply.body]) }),
};

/** Quirks of HTTP, logins and connections. */
export const TRANSPORT_QUIRKS: readonly Quirk[] = [
  {
    number: 24,
    title: 'answers that are none',
    does: 'gives every fourth answer as HTML, as a fault in a 200, empty, cut off, with NULs or broken UTF-8 in or behind it; notifications are only padded, never lost',
    forms: [...Object.keys(LOSSES), ...Object.keys(PADDINGS)],
    behave(_, turn) {
      let replies = 0;
      return {
        reply(reply) {
          if (reply.status !== 200) return reply;
          replies += 1;
          if (replies % 4 !== 0) return reply;
          const form = turn.next();
          const loss = LOSSES[form];
          if (loss && !reply.body.includes('NotificationMessage')) return loss(reply);
          return PADDINGS[form]?.(reply) ?? reply;
        },
      };
    },
  },
  {
    number: 25,
    title: 'a login of its own kind',
    does: 'takes digest only, with a nonce for each connection, and locks the account after five failures; or takes a UsernameToken only',
    forms: ['digest', 'token'],
    settings: (form) =>
      form === 'token' ? { login: 'token', lockAfter: 5 } : { login: 'digest', nonceOfConnection: true, lockAfter: 5 },
  },
  {
    number: 26,
    title: 'a clock that is hours off, and checked',
    does: 'calls its local time UTC, eight hours ahead, and refuses tokens more than five seconds from it',
    settings: () => ({ login: 'token', tokenWindow: 5_000 }),
    behave: () => ({ clock: (now) => now + EIGHT_HOURS }),
  },
  {
    number: 27,
    title: 'a certificate that it signed itself',
    does: 'serves https only, with a self-signed certificate',
    settings: () => ({ tls: true }),
  },
  {
    number: 28,
    title: 'probes do not reach it',
    does: 'answers no WS-Discovery probe, as behind a bridge without multicast',
    settings: () => ({ answersProbes: false }),
  },
  {
    number: 29,
    title: 'one connection at a time',
    does: 'cuts a second connection at once and ends each after its answer; or promises to keep it and does not',
    forms: ['one', 'drops'],
    settings: (form) => (form === 'drops' ? {} : { maxConnections: 1 }),
    behave: (_, { form = 'one' }) => ({
      reply: (reply) =>
        form === 'one'
          ? { ...reply, headers: { ...reply.headers, Connection: 'close' } }
          : { ...reply, dropAfterwards: true },
    }),
  },
  {
    number: 30,
    title: 'slow',
    does: 'thinks for eight seconds before every answer',
    behave: (peer) => ({
      async call(request, next) {
        await peer.machine.wait(8_000, request.gone);
        return next(request);
      },
    }),
  },
];
