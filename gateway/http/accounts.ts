import type { FastifyInstance } from 'fastify';

export interface AccountsApi {
  /** What went in and what became of it, ready to print. */
  accounts(): object;
}

export function registerAccounts(app: FastifyInstance, { accounts }: AccountsApi): void {
  app.get(
    '/v1/accounts',
    {
      config: { access: ['viewer', 'operator'] },
      schema: {
        tags: ['about'],
        summary: 'What went in and what became of it; any difference is a defect',
        response: {
          200: {
            description: 'messages, series points, candidates and receivers',
            type: 'object',
            properties: { balanced: { type: 'boolean' } },
            required: ['balanced'],
          },
        },
      },
    },
    async () => accounts(),
  );
}
