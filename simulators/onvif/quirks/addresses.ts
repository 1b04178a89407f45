import type { Quirk } from './quirk.ts';

/** Quirks of addresses and routing. */
export const ADDRESS_QUIRKS: readonly Quirk[] = [
  {
    number: 1,
    title: 'the address of a subscription leads nowhere',
    does: 'hands out an address of another host, without port, without host, as a urn or none at all; where the path is lost, requests for the newest subscription are taken at the event service',
    forms: ['other-host', 'port-lost', 'empty', 'no-host', 'urn'],
    behave: (_, turn) => ({
      reach({ origin, path, reachedBy }) {
        const form = turn.next();
        const lost = form === 'empty' || form === 'urn';
        const addresses: Readonly<Record<string, string>> = {
          // TEST-NET-1 (RFC 5737): a client that dials it hears nothing.
          'other-host': `http://192.0.2.1:8080${path}`,
          'port-lost': `${origin.replace(/:\d+$/, '')}${path}`,
          'no-host': `http://${path}`,
          urn: 'urn:uuid:00000000-0000-0000-0000-000000000001',
        };
        return {
          ...{ origin, path, parameters: '', address: addresses[form] ?? '' },
          reachedBy: lost ? ({ target }) => !target.includes('?') : reachedBy,
        };
      },
    }),
  },
  {
    number: 2,
    title: 'the subscription is told by more than its path',
    does: 'tells subscriptions apart by a reference parameter that must come back as a header, or by a query string in which every byte counts',
    forms: ['reference-parameter', 'query-bytes'],
    behave(_, turn) {
      let last = 0;
      return {
        reach({ origin, path }) {
          last += 1;
          const id = String(last);
          const [service = ''] = path.split('?');
          if (turn.next() === 'query-bytes') {
            const odd = `${service}?Idx=${id}&Key=a%2Fb%20c&x=%e2%82%ac;y`;
            return {
              ...{ origin, path: odd, address: `${origin}${odd}`, parameters: '' },
              reachedBy: ({ target }) => target === odd,
            };
          }
          return {
            ...{ origin, path: service, address: `${origin}${service}` },
            parameters: `<v:SubscriptionId xmlns:v="urn:simulated:vendor">${id}</v:SubscriptionId>`,
            reachedBy: ({ target, header }) =>
              target === service &&
              header?.children.some(({ name, text }) => name === 'SubscriptionId' && text === id) === true,
          };
        },
      };
    },
  },
  {
    number: 3,
    title: 'it restarts by itself',
    does: 'forgets all subscriptions after every eighth pull',
    behave(peer) {
      let pulls = 0;
      return {
        async call(request, next) {
          const answer = await next(request);
          if (request.operation === 'PullMessages') {
            pulls += 1;
            if (pulls % 8 === 0) peer.forget();
          }
          return answer;
        },
      };
    },
  },
];
