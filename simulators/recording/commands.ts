import { type Command, InvalidArgumentError, Option } from 'commander';
import { duration, durationText } from '../duration.ts';
import { createLabClock } from '../lab-clock.ts';
import { refuseForeign } from './loopback.ts';
import { recordBroker } from './record.ts';
import { replayRecording } from './replay.ts';

/** Runs the work of a command until a signal; `work` gives the exit code. */
export type Guarded = (work: (signal: AbortSignal) => Promise<number>) => Promise<void>;

const DEFAULT_BROKER = `mqtt://127.0.0.1:${process.env['GRIDWARDEN_MQTT_PORT'] ?? '1883'}`;
/** What the devices of a gateway say. */
const DEVICE_TOPICS = ['v1/+/+/telemetry/#', 'v1/+/+/event/#', 'v1/+/+/status', 'v1/+/+/raw/#'];

function length(text: string): number {
  const result = duration.safeParse(text);
  if (result.success) return result.data;
  throw new InvalidArgumentError(result.error.issues[0]?.message ?? 'a length of time is needed');
}

function speedOf(text: string): number {
  const value = text === 'max' ? Number.POSITIVE_INFINITY : Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('a number above 0, or max');
  return value;
}

interface RecordFlags {
  readonly broker: string;
  readonly username: string;
  readonly password?: string;
  readonly topic?: readonly string[];
  readonly duration?: number;
  readonly plainIds?: true;
  readonly json?: true;
}

interface ReplayFlags {
  readonly broker: string;
  readonly password: string;
  readonly speed: number;
  readonly keepTime?: true;
  readonly iOwnThisBroker?: true;
  readonly json?: true;
}

/** Adds `sim record` and `sim replay`. */
export function registerRecording(sim: Command, guarded: Guarded): void {
  sim
    .command('record')
    .description('write what the devices of a running gateway or broker say to a file')
    .argument('<file>', 'to write, NDJSON, gzipped: morning.ndjson.gz')
    .option('--broker <url>', 'address of the broker', DEFAULT_BROKER)
    .option('--username <name>', 'who may listen', 'operator')
    .addOption(
      // Not as a default: help would print the secret.
      new Option('--password <token>', 'its password (default: that of lab mode)').env('GRIDWARDEN_ADMIN_TOKEN'),
    )
    .option('--topic <filter...>', 'what to listen to', DEVICE_TOPICS)
    .option('--duration <time>', 'how long, such as 10min (default: until Ctrl-C)', length)
    .option('--plain-ids', 'keep vendors and devices under their own names; otherwise they get made-up ones')
    .option('--json', 'print the result as one JSON object')
    .addHelpText(
      'after',
      '\nExit codes: 0 recorded, 1 messages were left out since the disk was too slow, 2 broker, login or file.',
    )
    .action((file: string, flags: RecordFlags) =>
      guarded(async (signal) => {
        const recorded = await recordBroker({
          // A gateway in lab mode lets its operator listen with the password of all its devices.
          ...{ ...flags, file, signal, password: flags.password ?? 'lab' },
          topics: flags.topic ?? DEVICE_TOPICS,
          plainIds: flags.plainIds === true,
          clock: createLabClock(0),
          onListening: () => void process.stderr.write(`listening on ${flags.broker}; Ctrl-C ends it\n`),
          onProgress: ({ messages, devices }) =>
            void process.stderr.write(`${messages} messages of ${devices} devices\n`),
        });
        const { messages, devices, bytes, dropped } = recorded;
        process.stdout.write(
          flags.json
            ? `${JSON.stringify(recorded)}\n`
            : `${messages} messages of ${devices} devices, ${bytes} bytes, in ${file}${dropped > 0 ? `; ${dropped} LEFT OUT` : ''}\n`,
        );
        return dropped > 0 ? 1 : 0;
      }),
    );
  sim
    .command('replay')
    .description('play a recording to a gateway or broker, each device over a connection of its own')
    .argument('<file>', 'written by sim record')
    .option('--broker <url>', 'address of the broker', DEFAULT_BROKER)
    .option('--password <password>', 'of every device', 'lab')
    .option('--speed <factor>', 'recorded seconds per second, or max', speedOf, 1)
    .option('--keep-time', "leave the devices' own times as recorded; otherwise they are moved to now")
    .option('--i-own-this-broker', 'send to a broker that is not on this machine')
    .option('--json', 'print the result as one JSON object')
    .addHelpText('after', '\nExit codes: 0 all sent and acknowledged, 1 some were not, 2 file, broker or login.')
    .action((file: string, flags: ReplayFlags) =>
      guarded(async (signal) => {
        refuseForeign(flags.broker, flags.iOwnThisBroker === true);
        const replayed = await replayRecording({
          ...{ ...flags, file, signal },
          keepTime: flags.keepTime === true,
          clock: createLabClock(0),
          onProgress: ({ messages, devices, at }) =>
            void process.stderr.write(
              `${durationText(at)} of the recording, ${messages} messages of ${devices} devices\n`,
            ),
        });
        const { messages, devices, skipped, refused } = replayed;
        process.stdout.write(
          flags.json
            ? `${JSON.stringify(replayed)}\n`
            : `${messages} messages of ${devices} devices acknowledged, ${skipped} not sent${refused.length > 0 ? `; not let in: ${refused.slice(0, 10).join(', ')}` : ''}\n`,
        );
        return skipped > 0 || signal.aborted ? 1 : 0;
      }),
    );
}
