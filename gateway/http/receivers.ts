import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GatewayError } from '../errors.ts';
import type { CaseKind, Severity } from '../model/candidate.ts';
import type { HandlingLevel } from '../model/case.ts';
import { rfc3339 } from '../model/case-json.ts';
import type { Layer, ServiceLine } from '../model/catalogue.ts';
import { body, patchBody, secret, sequence, withSecret } from './receiver-schemas.ts';
import { name, object, page, ref, time } from './schemas.ts';

interface Filter {
  readonly categories?: readonly string[];
  readonly grids?: readonly string[];
  readonly orgCodes?: readonly string[];
  readonly minSeverity?: Severity;
  readonly kinds?: readonly CaseKind[];
  readonly depts?: readonly string[];
  readonly levels?: readonly HandlingLevel[];
  readonly lines?: readonly ServiceLine[];
  readonly layers?: readonly Layer[];
  readonly simulated?: boolean;
  readonly restricted?: boolean;
}

interface Patch {
  readonly url?: string;
  readonly contentType?: 'application/json' | 'application/protobuf';
  readonly filter?: Filter;
  readonly fallback?: string | null;
  readonly paused?: boolean;
}

interface Spec {
  readonly receiverId?: string;
  readonly url: string;
  readonly contentType?: 'application/json' | 'application/protobuf';
  readonly filter?: Filter;
  readonly fallback?: string;
  readonly secret?: string;
}

export interface ReceiverView {
  readonly receiverId: string;
  readonly url: string;
  readonly contentType: string;
  readonly filter: { readonly restricted: boolean };
  readonly fallback?: string;
  readonly secrets: readonly { readonly until?: number }[];
  readonly state: string;
  readonly disabledReason?: string;
  readonly createdAt: number;
}

export interface ReceiversApi {
  list(): readonly ReceiverView[];
  get(receiverId: string): ReceiverView | undefined;
  /** Throws RECEIVER_EXISTS, ADDRESS_FORBIDDEN, REQUEST_INVALID. */
  create(spec: Spec & { after?: number }): Promise<{ readonly receiver: ReceiverView; readonly secret: string }>;
  remove(receiverId: string): Promise<boolean>;
  /** Throws NOT_FOUND, like the three below. */
  rotate(
    receiverId: string,
    options: { secret?: string; overlap?: number },
  ): Promise<{ readonly secret: string; readonly oldUntil: number }>;
  enable(receiverId: string): Promise<ReceiverView>;
  /** Throws NOT_FOUND, ADDRESS_FORBIDDEN, REQUEST_INVALID. */
  patch(receiverId: string, patch: Patch): Promise<ReceiverView>;
  /** One attempt with an event that is marked as a test. Throws NOT_FOUND. */
  test(receiverId: string): Promise<{ delivered: boolean; status?: number; error?: string; ms: number }>;
  replay(receiverId: string, range: { from: number; to: number }): Promise<number>;
}

const access = ['operator'] as const;
const tags = ['receivers'];
const params = object({ receiverId: name('receiver', 'dispatch') }, ['receiverId']);
/** A receiver without its secrets. */
function viewOf(receiver: ReceiverView): object {
  const { receiverId, url, contentType, filter, fallback, state, disabledReason, createdAt, secrets } = receiver;
  const until = secrets.find((one) => one.until !== undefined)?.until;
  return {
    ...{ receiverId, url, contentType, filter, state },
    ...(fallback === undefined ? {} : { fallback }),
    ...(disabledReason === undefined ? {} : { disabledReason }),
    createdAt: rfc3339(createdAt),
    ...(until === undefined ? {} : { oldSecretUntil: rfc3339(until) }),
  };
}

function unknown(receiverId: string): GatewayError {
  return new GatewayError('NOT_FOUND', `there is no receiver "${receiverId}"; GET /v1/receivers lists them`);
}

export function registerReceivers(app: FastifyInstance, receivers: ReceiversApi): void {
  app.get(
    '/v1/receivers',
    {
      config: { access },
      schema: { tags, summary: 'Webhook receivers', response: { 200: page(ref('Receiver'), 'all') } },
    },
    async () => ({ items: receivers.list().map(viewOf) }),
  );

  app.get<{ Params: { receiverId: string } }>(
    '/v1/receivers/:receiverId',
    { config: { access }, schema: { tags, summary: 'One receiver', params, response: { 200: ref('Receiver') } } },
    async ({ params: { receiverId } }) => {
      const receiver = receivers.get(receiverId);
      if (!receiver) throw unknown(receiverId);
      return viewOf(receiver);
    },
  );

  app.post<{ Body: Spec & { after?: number | string } }>(
    '/v1/receivers',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Register a webhook receiver',
        description: 'Signed as Standard Webhooks say; the secret is in this answer only.',
        body,
        response: { 201: withSecret('registered', { receiver: ref('Receiver') }) },
      },
    },
    async (request, reply) => {
      const { after, ...spec } = request.body;
      mayRestricted(request, spec.filter?.restricted);
      const created = await receivers.create({ ...spec, ...(after === undefined ? {} : { after: Number(after) }) });
      return reply.code(201).send({ receiver: viewOf(created.receiver), secret: created.secret });
    },
  );

  app.delete<{ Params: { receiverId: string } }>(
    '/v1/receivers/:receiverId',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Forget a receiver and its deliveries',
        params,
        response: { 204: { description: 'gone', type: 'null' } },
      },
    },
    async (request, reply) => {
      if (!(await receivers.remove(request.params.receiverId))) throw unknown(request.params.receiverId);
      return reply.code(204).send();
    },
  );

  registerChange(app, receivers);
  registerTest(app, receivers);
  registerReceiverActions(app, receivers);
}

function mayRestricted(request: FastifyRequest, isRestricted: boolean | undefined): void {
  if (isRestricted && !request.principal.roles.has('restricted'))
    throw new GatewayError(
      'FORBIDDEN',
      'a receiver of restricted cases is registered and changed with the role restricted',
    );
}

function registerChange(app: FastifyInstance, receivers: ReceiversApi): void {
  app.patch<{ Params: { receiverId: string }; Body: Patch }>(
    '/v1/receivers/:receiverId',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Change a receiver: its address, encoding, filter or fallback; pause it',
        description:
          'What is not given stays. What waits for a receiver that has moved, or is taken up again, is tried at once. While it is paused life-safety events go to its fallback. A receiver of restricted cases is changed with the role `restricted` only.',
        params,
        body: patchBody,
        response: { 200: ref('Receiver') },
      },
    },
    async (request) => {
      const { receiverId } = request.params;
      const before = receivers.get(receiverId);
      if (!before) throw unknown(receiverId);
      // Whoever may not see restricted cases must not lead them elsewhere either.
      mayRestricted(request, before.filter.restricted || request.body.filter?.restricted);
      return viewOf(await receivers.patch(receiverId, request.body));
    },
  );
}

function registerTest(app: FastifyInstance, receivers: ReceiversApi): void {
  app.post<{ Params: { receiverId: string } }>(
    '/v1/receivers/:receiverId/test',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Send a receiver one event that says it is a test',
        description:
          'Signed and encoded like any other, of type `cn.grid.case.test.v1`, with `{"test":true}` instead of a case and without a `sequence`. Tried once, also while the receiver is paused or disabled; no part of its account. Receivers answer 2xx and make no case of it.',
        params,
        response: {
          200: {
            description: 'what the receiver answered',
            type: 'object',
            properties: {
              delivered: { type: 'boolean' },
              status: { type: 'integer', description: 'HTTP status, where there was one' },
              error: { type: 'string' },
              ms: { type: 'integer', description: 'from the request to the end of the answer' },
            },
            required: ['delivered', 'ms'],
          },
        },
      },
    },
    async (request) => receivers.test(request.params.receiverId),
  );
}

function registerReceiverActions(app: FastifyInstance, receivers: ReceiversApi): void {
  app.post<{ Params: { receiverId: string }; Body?: { secret?: string; overlapMs?: number } }>(
    '/v1/receivers/:receiverId/rotate',
    {
      config: { access },
      schema: {
        tags,
        summary: 'A new signing secret',
        description: 'Until `oldSecretUntil` every delivery carries two signatures, so that either secret verifies it.',
        params,
        body: {
          ...object({
            secret,
            overlapMs: { type: 'integer', minimum: 0, maximum: 30 * 86_400_000, description: 'ms; default one day' },
          }),
          type: ['object', 'null'],
        },
        response: { 200: withSecret('the new secret', { oldSecretUntil: time }) },
      },
    },
    async (request) => {
      const { secret: wanted, overlapMs } = request.body ?? {};
      const { secret: fresh, oldUntil } = await receivers.rotate(request.params.receiverId, {
        ...(wanted === undefined ? {} : { secret: wanted }),
        ...(overlapMs === undefined ? {} : { overlap: overlapMs }),
      });
      return { secret: fresh, oldSecretUntil: rfc3339(oldUntil) };
    },
  );

  app.post<{ Params: { receiverId: string } }>(
    '/v1/receivers/:receiverId/enable',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Take up a receiver that answered 410, or was paused, again',
        description: 'What came meanwhile has waited and is delivered now.',
        params,
        response: { 200: ref('Receiver') },
      },
    },
    async (request) => viewOf(await receivers.enable(request.params.receiverId)),
  );

  app.post<{ Params: { receiverId: string }; Body: { from: number | string; to: number | string } }>(
    '/v1/receivers/:receiverId/replay',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Deliver a range of events once more',
        description: 'Delivered and dead-lettered ones alike, with the ids they had; both ends belong to the range.',
        params,
        body: { ...object({ from: sequence, to: sequence }, ['from', 'to']), examples: [{ from: 17, to: 42 }] },
        response: {
          202: {
            description: 'queued',
            type: 'object',
            properties: { queued: { type: 'integer' } },
            required: ['queued'],
          },
        },
      },
    },
    async (request, reply) => {
      const range = { from: Number(request.body.from), to: Number(request.body.to) };
      if (range.from > range.to)
        throw new GatewayError('REQUEST_INVALID', `from ${range.from} is behind to ${range.to}`, { path: 'from' });
      return reply.code(202).send({ queued: await receivers.replay(request.params.receiverId, range) });
    },
  );
}
