import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics.ts';

/** How a part of the gateway is. `down` makes the gateway not ready, `degraded` does not. */
export interface PartHealth {
  readonly state: 'ok' | 'degraded' | 'down';
  /** What is the matter, in words for people. */
  readonly detail?: string;
}

export interface ProbesApi {
  /** The parts by name: broker, inbox, queue, series, records … Cheap; called by every probe. */
  parts(): Readonly<Record<string, PartHealth>>;
}

const partsSchema = {
  type: 'object',
  additionalProperties: {
    type: 'object',
    properties: { state: { type: 'string', enum: ['ok', 'degraded', 'down'] }, detail: { type: 'string' } },
    required: ['state'],
  },
};
const answerOf = (description: string) => ({
  description,
  type: 'object',
  properties: { status: { type: 'string' }, parts: partsSchema },
  required: ['status'],
});

/** Probes and metrics; open to everybody, so they say nothing about devices or cases. */
export function registerProbes(
  app: FastifyInstance,
  options: { probes: ProbesApi; metrics: Metrics; version: string; gatewayId: string },
): void {
  const { probes, metrics, version, gatewayId } = options;
  const config = { access: 'open' } as const;
  const tags = ['about'];

  app.get(
    '/livez',
    {
      config,
      exposeHeadRoute: true,
      schema: { tags, summary: 'The process answers', response: { 200: answerOf('alive') } },
    },
    async () => ({ status: 'ok' }),
  );

  app.get(
    '/readyz',
    {
      config,
      exposeHeadRoute: true,
      schema: {
        tags,
        summary: 'Messages are taken in and acknowledged',
        response: {
          200: answerOf('ready, with the parts that work only in part'),
          503: answerOf('not ready, with the parts that are not'),
        },
      },
    },
    async (_request, reply) => {
      const ailing = Object.entries(probes.parts()).filter(([, part]) => part.state !== 'ok');
      if (ailing.length === 0) return { status: 'ready' };
      const parts = Object.fromEntries(ailing);
      if (ailing.every(([, part]) => part.state === 'degraded')) return { status: 'ready', parts };
      return reply.code(503).send({ status: 'not ready', parts });
    },
  );

  app.get(
    '/healthz',
    { config, schema: { tags, summary: 'Every part and how it is', response: { 200: answerOf('parts by name') } } },
    async () => {
      const parts = probes.parts();
      const states = Object.values(parts).map(({ state }) => state);
      const status = states.includes('down') ? 'down' : states.includes('degraded') ? 'degraded' : 'ok';
      return { status, version, gatewayId, parts };
    },
  );

  app.get(
    '/metrics',
    {
      config,
      schema: {
        tags,
        summary: 'Prometheus metrics',
        response: {
          200: { description: 'text exposition', content: { 'text/plain': { schema: { type: 'string' } } } },
        },
      },
    },
    async (_request, reply) => reply.header('content-type', metrics.registry.contentType).send(await metrics.text()),
  );
}
