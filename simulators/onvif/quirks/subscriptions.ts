import { ConnectionCut } from '../connection-cut.ts';
import { durationOf } from '../durations.ts';
import { SimulatedFault } from '../soap-envelope.ts';
import type { SoapRequest } from '../soap-exchange.ts';
import { find } from '../xml.ts';
import type { Behaviour, Quirk } from './quirk.ts';

const CREATE = 'CreatePullPointSubscription';
const EVENT_OPERATIONS = new Set([CREATE, 'PullMessages', 'Renew', 'Unsubscribe', 'SetSynchronizationPoint']);
const ADDRESSING = 'http://www.w3.org/2005/08/addressing';

/** A behaviour around one operation. */
const around = (operation: string, call: NonNullable<Behaviour['call']>): Behaviour => ({
  call: (request, next) => (request.operation === operation ? call(request, next) : next(request)),
});

const withTimeout = (request: SoapRequest, timeout: string): SoapRequest => ({
  ...request,
  body: {
    ...request.body,
    children: request.body.children.map((child) => (child.name === 'Timeout' ? { ...child, text: timeout } : child)),
  },
});

/** Quirks of subscriptions. */
export const SUBSCRIPTION_QUIRKS: readonly Quirk[] = [
  {
    number: 4,
    title: 'Renew is broken',
    does: 'pulling does not keep a subscription alive, and Renew takes absolute times only, is not implemented, or is not allowed',
    forms: ['absolute-only', 'missing', 'unauthorised'],
    settings: () => ({ pullKeepsAlive: false }),
    behave(_, turn) {
      let form = turn.next();
      return {
        call(request, next) {
          if (request.operation === CREATE) form = turn.next();
          if (request.operation !== 'Renew') return next(request);
          if (form === 'missing') throw new SimulatedFault(500, ['ter:ActionNotSupported'], 'Renew is not implemented');
          if (form === 'unauthorised') throw new SimulatedFault(400, ['ter:NotAuthorized'], 'Sender not Authorized');
          if (durationOf(find(request.body, 'TerminationTime')?.text ?? '') !== undefined)
            throw new SimulatedFault(500, ['ter:InvalidArgVal'], 'the time cannot be read');
          return next(request);
        },
      };
    },
  },
  {
    number: 5,
    title: 'Unsubscribe ends everybody’s subscription',
    does: 'ends all subscriptions of all clients at any Unsubscribe, also one for a subscription that is gone',
    behave: (peer) =>
      around('Unsubscribe', async () => {
        peer.forget();
        return '';
      }),
  },
  {
    number: 6,
    title: 'few places, and they are not given back',
    does: 'has two places for subscriptions, keeps an unsubscribed one occupied until its lease ends, and says ter:BlockedThreadUpperLimit when both are taken',
    settings: () => ({ maxPullPoints: 2 }),
    behave: () => ({
      async call(request, next) {
        if (request.operation === 'Unsubscribe') return '';
        if (request.operation !== CREATE) return next(request);
        return next(request).catch((error: unknown) => {
          if (error instanceof SimulatedFault && error.subcodes.includes('ter:MaxPullPoints'))
            throw new SimulatedFault(500, ['ter:BlockedThreadUpperLimit'], 'too many threads');
          throw error;
        });
      },
    }),
  },
  {
    number: 7,
    title: 'a pull ends otherwise than it should',
    does: 'cuts the connection after ten seconds, answers an empty list at once, or does not answer at all',
    forms: ['cut', 'early', 'never'],
    behave: (peer, turn) =>
      around('PullMessages', async (request, next) => {
        const form = turn.next();
        if (form === 'early') return next(withTimeout(request, 'PT0S'));
        const answer = next(form === 'never' ? withTimeout(request, 'PT60S') : request);
        const told = await Promise.race([
          answer,
          form === 'never' ? answer : peer.machine.wait(10_000, request.gone).then(() => undefined),
        ]);
        if (told === undefined) throw new ConnectionCut();
        if (form !== 'never' || told.includes('NotificationMessage')) return told;
        await new Promise<void>((resolve) => request.gone.addEventListener('abort', () => resolve()));
        throw new ConnectionCut();
      }),
  },
  {
    number: 8,
    title: 'a second pull at a time is one too many',
    does: 'ends the subscription and says so when a pull comes while it still works at another, and it works on for the whole Timeout though the client is gone',
    behave(peer) {
      const busy = new Map<string, number>();
      return around('PullMessages', async (request, next) => {
        const now = peer.machine.machine();
        if ((busy.get(request.target) ?? 0) > now) {
          peer.end(request);
          throw new SimulatedFault(500, [], 'another pull is under way', '<wsnt:UnableToGetMessagesFault/>');
        }
        busy.set(request.target, now + (durationOf(find(request.body, 'Timeout')?.text ?? '') ?? 0));
        const answer = await next(request);
        if (!request.gone.aborted) busy.delete(request.target);
        return answer;
      });
    },
  },
  {
    number: 9,
    title: 'what it says of pull points is not true',
    does: 'says it has none though it has, or says it has and answers HTTP 400, so that only Subscribe remains',
    forms: ['denied-but-there', 'promised-but-missing'],
    behave: (_, { form = 'denied-but-there' }) => ({
      async call(request, next) {
        if (request.operation === CREATE && form === 'promised-but-missing')
          throw new SimulatedFault(400, ['ter:ActionNotSupported'], 'optional action not implemented');
        const answer = await next(request);
        if (form !== 'denied-but-there' || !/^Get(?:Service)?Capabilities$/.test(request.operation)) return answer;
        return answer.replace(/(WSPullPointSupport(?:>|="))true/g, '$1false');
      },
    }),
  },
  {
    number: 10,
    title: 'filters are refused or ignored',
    does: 'answers InvalidFilterFault to any Filter, or tells everything all the same',
    forms: ['refused', 'ignored'],
    behave: (_, { form = 'refused' }) => ({
      async call(request, next) {
        const filter = find(request.body, 'Filter');
        if (!filter || !EVENT_OPERATIONS.has(request.operation)) return next(request);
        if (form === 'refused')
          throw new SimulatedFault(500, [], 'the filter is not supported', '<wsnt:InvalidFilterFault/>');
        const children = request.body.children.filter((child) => child !== filter);
        return next({ ...request, body: { ...request.body, children } });
      },
    }),
  },
  {
    number: 11,
    title: 'WS-Addressing headers are needed, or are too much',
    does: 'answers MustUnderstand to requests with WS-Addressing headers, or refuses those without Action and To',
    forms: ['too-much', 'needed'],
    behave: (_, { form = 'too-much' }) => ({
      async call(request, next) {
        if (!EVENT_OPERATIONS.has(request.operation)) return next(request);
        const given = new Set(
          request.header?.children.filter(({ uri }) => uri === ADDRESSING).map(({ name }) => name) ?? [],
        );
        if (form === 'too-much' && given.size > 0)
          throw new SimulatedFault(500, [], 'a header was not understood', '', 'MustUnderstand');
        if (form === 'needed' && !(given.has('Action') && given.has('To')))
          throw new SimulatedFault(400, ['a:MessageAddressingHeaderRequired'], 'a header is missing');
        return next(request);
      },
    }),
  },
  {
    number: 12,
    title: 'the envelope must be just so',
    does: 'answers nothing to a Content-Type without action, takes no chunked request and answers in chunks; or speaks SOAP 1.1 only',
    forms: ['action', 'soap-1.1'],
    behave: (_, { form = 'action' }) => ({
      async call(request, next) {
        if (form === 'soap-1.1') {
          if (request.version === '1.2')
            throw new SimulatedFault(500, [], 'this is no SOAP 1.1', '', 'VersionMismatch');
          return next(request);
        }
        if (request.headers['transfer-encoding'] !== undefined)
          throw new SimulatedFault(400, ['ter:WellFormed'], 'the length is missing');
        if (!request.headers['content-type']?.includes('action=')) throw new ConnectionCut();
        return next(request);
      },
      reply: (reply) => (form === 'action' ? { ...reply, chunked: true } : reply),
    }),
  },
];
