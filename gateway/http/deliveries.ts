import type { FastifyInstance } from 'fastify';
import { rfc3339 } from '../model/case-json.ts';
import { cursorQuery, limitQuery, name, object, page, text, time } from './schemas.ts';

const STATES = ['pending', 'delivered', 'filtered', 'failed'] as const;

export interface DeliveryView {
  readonly receiverId: string;
  readonly sequence: number;
  readonly caseNo: string;
  readonly state: string;
  readonly attempts: number;
  readonly dueAt: number;
  readonly lastStatus?: number;
  readonly lastError?: string;
  readonly doneAt?: number;
}

export interface DeliveryQuery {
  readonly receiverId?: string;
  readonly state?: (typeof STATES)[number];
  readonly caseNo?: string;
  readonly cursor?: string;
  readonly limit: number;
}

export interface DeliveriesApi {
  deliveries(query: DeliveryQuery): { readonly items: readonly DeliveryView[]; readonly next?: string };
}

/** `dueAt` means something only while there is another attempt to come. */
function viewOf({ dueAt, doneAt, ...delivery }: DeliveryView): object {
  return {
    ...delivery,
    ...(delivery.state === 'pending' ? { dueAt: rfc3339(dueAt) } : {}),
    ...(doneAt === undefined ? {} : { doneAt: rfc3339(doneAt) }),
  };
}

const delivery = {
  type: 'object',
  properties: {
    receiverId: { type: 'string' },
    sequence: { type: 'integer' },
    caseNo: { type: 'string' },
    state: { type: 'string', enum: STATES, description: 'failed: a dead letter; replay it through its receiver' },
    attempts: { type: 'integer' },
    dueAt: { ...time, description: 'while pending: not before' },
    lastStatus: { type: 'integer' },
    lastError: { type: 'string' },
    doneAt: time,
  },
  required: ['receiverId', 'sequence', 'caseNo', 'state', 'attempts'],
};

export function registerDeliveries(app: FastifyInstance, { deliveries }: DeliveriesApi): void {
  app.get<{ Querystring: DeliveryQuery }>(
    '/v1/deliveries',
    {
      config: { access: ['operator'] },
      schema: {
        tags: ['receivers'],
        summary: 'Case events on their way to receivers',
        querystring: object({
          receiverId: name('only of this receiver', 'dispatch'),
          state: { type: 'string', enum: STATES },
          caseNo: text('only of this case', 32),
          cursor: { ...cursorQuery, pattern: '^\\d{1,16}$', description: '`next` of the page before' },
          limit: limitQuery(),
        }),
        response: { 200: page(delivery, 'in the order in which they were made') },
      },
    },
    async ({ query }) => {
      const { items, next } = deliveries(query);
      return { items: items.map(viewOf), ...(next === undefined ? {} : { next }) };
    },
  );
}
