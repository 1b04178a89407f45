import type { FastifyInstance } from 'fastify';
import { rfc3339 } from '../model/case-json.ts';
import { epochOf, object, time, timeBody } from './schemas.ts';

export interface LabClockApi {
  /** Steps the city's clock to `to` (epoch ms) and resolves with the time once everything until then has had its effects. */
  advance(to: number): Promise<number>;
}

/** Lab mode only: elsewhere the path does not exist. */
export function registerLabClock(app: FastifyInstance, labClock: LabClockApi): void {
  app.post<{ Body: { now: number | string } }>(
    '/v1/lab/clock',
    {
      config: { access: ['operator'] },
      schema: {
        tags: ['lab'],
        summary: 'Step the clock of the city',
        description: 'Answers when readers are level, due timers are done and stages are idle. Never goes backwards.',
        body: { ...object({ now: timeBody }, ['now']), examples: [{ now: '2025-12-03T08:10:00+08:00' }] },
        response: {
          200: {
            description: 'the time it is now',
            type: 'object',
            properties: { now: { type: 'integer', description: 'epoch milliseconds' }, time },
            required: ['now', 'time'],
          },
        },
      },
    },
    async (request) => {
      const now = await labClock.advance(epochOf(request.body.now, 'now'));
      return { now, time: rfc3339(now) };
    },
  );
}
