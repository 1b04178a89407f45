import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../errors.ts';
import { pathOf } from './problem.ts';

/** The methods of one path as it was registered, `/v1/cases/:caseNo`. */
interface Offer {
  readonly path: RegExp;
  readonly methods: Set<string>;
}

/**
 * Answers METHOD_NOT_ALLOWED, with what is allowed in `Allow` (RFC 9110 §15.5.6), where there is the path and not the method: a 404
 * would send its reader looking for a mistake in the path. To be called before the routes are registered.
 */
export function refuseOtherMethods(app: FastifyInstance): void {
  const offers = new Map<string, Offer>();
  app.addHook('onRoute', ({ url, method }) => {
    const offer = offers.get(url) ?? { path: patternOf(url), methods: new Set() };
    for (const one of [method].flat()) offer.methods.add(one);
    offers.set(url, offer);
  });
  // Before the body is read: what is wrong with it does not matter here.
  app.addHook('onRequest', async (request, reply) => {
    if (!request.is404) return;
    const path = pathOf(request);
    // A path may fit several: /v1/devices/import is one of its own, and would be the device `import` of another.
    const allowed = new Set([...offers.values()].flatMap((offer) => (offer.path.test(path) ? [...offer.methods] : [])));
    if (allowed.size === 0) return;
    const methods = [...allowed].sort().join(', ');
    reply.header('allow', methods);
    throw new GatewayError('METHOD_NOT_ALLOWED', `${path} takes ${methods}, not ${request.method}`);
  });
}

/** A parameter is a word behind a colon and stands for one part of a path, or of one with an ending: `/requests/:id.json`. */
function patternOf(url: string): RegExp {
  const literal = (text: string) => text.replace(/[^\w/-]/g, '\\$&');
  const parts = url.split(/:\w+/).map(literal);
  return new RegExp(`^${parts.join('[^/]+')}$`);
}
