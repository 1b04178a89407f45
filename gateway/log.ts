import { type Logger, pino } from 'pino';

export type { Logger };

/** JSON lines on stderr; stdout belongs to the lines programs read. Secrets are cut out by field name. */
export function createLog(level: string = process.env['GRIDWARDEN_LOG'] ?? 'info'): Logger {
  return pino(
    {
      level,
      base: null,
      redact: {
        paths: [
          'password',
          '*.password',
          'token',
          '*.token',
          'secret',
          '*.secret',
          'headers.authorization',
          'authorization',
        ],
        censor: '[redacted]',
      },
    },
    pino.destination({ fd: 2, sync: true }),
  );
}

/** A log that says nothing, for tests. */
export function silentLog(): Logger {
  return pino({ level: 'silent' });
}
