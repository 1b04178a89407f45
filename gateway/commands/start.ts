import type { Command } from 'commander';
import { realClock } from '../clock.ts';
import { loadConfig } from '../config.ts';
import { toGatewayError } from '../errors.ts';
import { createLog, type Logger } from '../log.ts';

/** Longest a stop may take before the process gives up on a clean one; what is not done by then waits on disk. */
const STOP_MS = 25_000;

export function registerStart(program: Command): void {
  program
    .command('start')
    .description('run the gateway until SIGINT or SIGTERM; prints one JSON line when ready')
    .option('-c, --config <file>', 'configuration file (default: GRIDWARDEN_CONFIG, else lab mode on loopback)')
    .addHelpText(
      'after',
      `
Without a configuration file the gateway runs in lab mode: it listens on 127.0.0.1 only, takes devices lab/{device} with
password "lab", and keeps everything in ./.gridwarden (GRIDWARDEN_DATA_DIR).
SIGHUP (when not run in a terminal) reads certificates and city files again; what is wrong with them leaves the old in force.
A configured Redis or InfluxDB that does not answer is waited for while messages are taken in and cases raised; /readyz says so.
Exit codes: 0 stopped cleanly, 1 stopped with work left on disk, 2 configuration (also a login that Redis refuses), 3 port
taken, 4 data directory, 5 no queue store can be made, 70 a defect.`,
    )
    .action(async (options: { config?: string }) => {
      const log = createLog();
      exitOnDefect(log);
      const config = loadConfig({ file: options.config, env: process.env, cwd: process.cwd() });
      // Loaded here, so that --help does not wait for every part of the gateway.
      const { startGateway } = await import('../gateway.ts');
      const gateway = await startGateway(config, log);
      // Before the line: whoever reads it may send a signal at once.
      reloadOnHangUp(gateway.reload, log);
      const stopped = stopOnSignal(gateway.stop);
      process.stdout.write(`${JSON.stringify(gateway.ready)}\n`);
      await stopped;
    });
}

/**
 * A failure nobody could handle (a disk that fails under the inbox, a defect): what is not on disk was not acknowledged, and
 * to go on could acknowledge what is not on disk. So: one line, and out; a supervisor's restart takes everything up again.
 */
function exitOnDefect(log: Logger): void {
  const die = (error: unknown) => {
    const failure = toGatewayError(error);
    log.fatal({ err: error }, 'the gateway stops at once');
    process.stderr.write(
      `gridwarden: ${failure.code}: ${failure.detail}; stopped, nothing acknowledged is lost: start it again\n`,
    );
    process.exit(failure.exitCode);
  };
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);
}

/** A service is told by SIGHUP to read its files again; for a gateway in a terminal it means that the terminal has gone. */
const STOPPING: readonly NodeJS.Signals[] = process.stdin.isTTY
  ? ['SIGINT', 'SIGTERM', 'SIGHUP']
  : ['SIGINT', 'SIGTERM'];

function reloadOnHangUp(reload: () => Promise<void>, log: Logger): void {
  if (STOPPING.includes('SIGHUP')) return;
  process.on('SIGHUP', () => {
    reload().then(
      () => log.info({}, 'files were read again'),
      (error: unknown) => log.error({ err: error }, 'reload failed; what was in force stays in force'),
    );
  });
}

/** Waits for a signal, then for `stop`; a second signal or 25 s end the process at once. */
async function stopOnSignal(stop: () => Promise<void>): Promise<void> {
  const clock = realClock();
  await new Promise<void>((resolve) => {
    for (const signal of STOPPING) process.once(signal, () => resolve());
  });
  for (const signal of STOPPING) process.once(signal, () => process.exit(1));
  const clean = await Promise.race([stop().then(() => true), clock.wait(STOP_MS).then(() => false)]);
  process.exit(clean ? 0 : 1);
}
