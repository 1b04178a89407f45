import { isAbsolute } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../errors.ts';
import { object } from './schemas.ts';

export interface BackupApi {
  /** Writes a backup into a folder of the gateway's machine; resolves with a report once it is on disk. */
  take(folder: string): Promise<object>;
}

export function registerBackup(app: FastifyInstance, { take }: BackupApi): void {
  app.post<{ Body: { path: string } }>(
    '/v1/backup',
    {
      config: { access: ['admin'] },
      schema: {
        tags: ['about'],
        summary: 'Back up the data directory at one instant, while the gateway runs',
        description:
          'The folder must be absent or empty and lie outside the data directory. It holds keys and raw messages: keep it as safe as the data directory itself. Answers when the backup is on disk.',
        body: {
          ...object({ path: { type: 'string', minLength: 1, description: "absolute path on the gateway's machine" } }, [
            'path',
          ]),
          examples: [{ path: '/var/backups/gridwarden/2025-12-03' }],
        },
        response: {
          200: {
            description: 'what was written; times are epoch ms',
            type: 'object',
            additionalProperties: true,
            properties: { folder: { type: 'string' }, at: { type: 'integer' }, bytes: { type: 'integer' } },
            required: ['folder', 'at', 'bytes'],
          },
        },
      },
    },
    async (request) => {
      const { path } = request.body;
      if (!isAbsolute(path))
        throw new GatewayError('REQUEST_INVALID', `${path} is not an absolute path`, { path: 'path' });
      return take(path);
    },
  );
}
