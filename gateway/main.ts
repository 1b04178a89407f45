import { Command } from 'commander';
import { registerAudit } from './commands/audit.ts';
import { registerBackup, registerRestore } from './commands/backup.ts';
import { registerCity } from './commands/city.ts';
import { registerConfig } from './commands/config.ts';
import { registerConform } from './commands/conform.ts';
import { registerDecode } from './commands/decode.ts';
import { registerDevices } from './commands/devices.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerExplain } from './commands/explain.ts';
import { registerInbox } from './commands/inbox.ts';
import { registerLedger } from './commands/ledger.ts';
import { registerOnvif } from './commands/onvif.ts';
import { registerSend } from './commands/send.ts';
import { registerStart } from './commands/start.ts';
import { withoutVainHelp } from './commands/stray-command.ts';
import { registerTrial } from './commands/trial.ts';
import { toGatewayError } from './errors.ts';
import { version } from './version.ts';

const program = new Command('gridwarden')
  .description('IoT sensor and video-event ingestion gateway for urban grid management')
  .version(version)
  .showHelpAfterError('(add --help for the options)')
  .addHelpText('after', '\nExit code 2: the command line cannot be understood. Each command has its own beside it.')
  // 1 is an answer of many commands, and a slip of the keyboard is none.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .configureHelp({ sortSubcommands: false });

registerStart(program);
registerSend(program);
registerDecode(program);
registerExplain(program);
registerTrial(program);
registerOnvif(program);
registerDevices(program);
registerCity(program);
registerConfig(program);
registerConform(program);
registerDoctor(program);
registerAudit(program);
registerLedger(program);
registerInbox(program);
registerBackup(program);
registerRestore(program);

// The simulators are peers of the gateway, not a part of it: loaded only when somebody runs them, asks for help or asks for something
// that may be a slip of theirs.
const words = process.argv.slice(2);
const [asked = 'help'] = words;
if (!program.commands.some((command) => command.name() === asked)) {
  const { registerLabCommands } = await import('../simulators/cli.ts');
  registerLabCommands(program);
}

try {
  await program.parseAsync(withoutVainHelp(program, words), { from: 'user' });
} catch (error) {
  const failure = toGatewayError(error);
  process.stderr.write(`gridwarden: ${failure.code}: ${failure.detail}\n`);
  if (failure.code === 'INTERNAL' && failure.cause instanceof Error) process.stderr.write(`${failure.cause.stack}\n`);
  // What was started is stopped by now; its last timers must not keep the answer waiting.
  process.exit(failure.exitCode);
}
