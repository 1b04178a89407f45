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

/** A gate for lines that would come with every attempt: open at most once in `ms` of the machine's time. */
export function atMostEvery(clock: { monotonic(): number }, ms = 60_000): () => boolean {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    const now = clock.monotonic();
    if (now - last < ms) return false;
    last = now;
    return true;
  };
}

/** A log that says nothing, for tests. */
export function silentLog(): Logger {
  return pino({ level: 'silent' });
}
