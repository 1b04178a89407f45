import { type Command, InvalidArgumentError, Option } from 'commander';
import { gridMapOf } from '../city-folder.ts';
import { duration, durationText } from '../duration.ts';
import { placeFleet } from '../fleet.ts';
import { createLabClock } from '../lab-clock.ts';
import { refuseForeign } from '../recording/loopback.ts';
import { loadScenario } from '../scenario-loader.ts';
import { UsageError } from '../usage-error.ts';
import { type FieldProgress, type Played, playField } from './field.ts';
import { isPeer, makeKnown } from './known-fleet.ts';

/** Caps that nobody passes by mistake; each is an option. */
const RATE = 2_000;
const CONNECTIONS = 10_000;
const HOUR = 3_600_000;
const MOST = { rate: 100_000, connections: 60_000 };
/** Machine ms after which a broker that has refused every device is given up. */
const HOPELESS_MS = 4_000;

interface Flags {
  readonly broker: string;
  readonly http?: string;
  readonly token?: string;
  readonly password: string;
  readonly speed: number;
  readonly duration: number;
  readonly rate: number;
  readonly connections: number;
  readonly keepTime?: true;
  readonly iOwnThisBroker?: true;
  readonly json?: true;
}

function numberUpTo(most: number) {
  return (text: string): number => {
    const value = Number(text);
    if (!(value > 0) || value > most) throw new InvalidArgumentError(`a number above 0, at most ${most}`);
    return value;
  };
}

function length(text: string): number {
  const result = duration.safeParse(text);
  if (result.success) return result.data;
  throw new InvalidArgumentError(result.error.issues[0]?.message ?? 'a length of time is needed');
}

/** One line of progress: where the city is, how fast, over how many connections, and what goes wrong. */
export function progressLine({
  elapsed,
  rate,
  messages,
  failed,
  inFlight,
  behind,
  connections,
}: FieldProgress): string {
  const { open, refused, lost, lastError } = connections;
  const trouble = refused + lost + failed;
  return [
    `${durationText(elapsed)} of the city`,
    `${Math.round(rate)} messages/s`,
    `${messages} acknowledged`,
    `${open} connections`,
    `${inFlight} under way`,
    ...(behind >= 1_000 ? [`${durationText(behind)} behind`] : []),
    trouble > 0 ? `${refused} refused, ${lost} lost, ${failed} failed: ${lastError}` : 'no errors',
  ].join('  ');
}

function summary({ messages, failed, skipped, calls, connections }: Played, devices: number, ms: number): string {
  const { opened, refused, lost } = connections;
  const events = calls > 0 ? `; ${calls} camera and door events` : '';
  const apart = skipped > 0 ? `; ${skipped} things need a city of one's own (lab run)` : '';
  return `${messages} messages of ${devices} devices acknowledged in ${durationText(ms)}, ${failed} failed; ${opened} connections opened, ${refused} refused, ${lost} lost${events}${apart}`;
}

/** Adds `sim run`. `guarded` gives a signal that Ctrl-C aborts and turns errors into exit codes. */
export function registerField(
  sim: Command,
  guarded: (work: (signal: AbortSignal) => Promise<number>) => Promise<void>,
): void {
  sim
    .command('run')
    .description('play a scenario to a gateway or broker that runs already')
    .argument('<scenario>', 'YAML file, such as simulators/scenarios/scale.yaml')
    .option(
      '--broker <url>',
      'address of the broker',
      `mqtt://127.0.0.1:${process.env['GRIDWARDEN_MQTT_PORT'] ?? 1883}`,
    )
    .option(
      '--http <url>',
      'register the devices, with their places, at this gateway first; cameras and doors play only then',
    )
    .addOption(
      // Not as a default: help would print the secret.
      new Option('--token <token>', "with --http: an operator's; lab mode on this machine needs none").env(
        'GRIDWARDEN_ADMIN_TOKEN',
      ),
    )
    .option('--password <password>', 'of every device', 'lab')
    .option('--speed <factor>', "city's seconds per second", numberUpTo(3_600), 1)
    .option('--duration <time>', 'end after this time of the machine', length, HOUR)
    .option('--rate <number>', 'messages a second at most', numberUpTo(MOST.rate), RATE)
    .option('--connections <number>', 'connections open at a time at most', numberUpTo(MOST.connections), CONNECTIONS)
    .option('--keep-time', "leave the scenario's own times; otherwise they are moved to now")
    .option('--i-own-this-broker', 'send to a broker that is not on this machine')
    .option('--json', 'print the result as one JSON object')
    .addHelpText(
      'after',
      '\nEvery message is marked simulated. Exit codes: 0 all acknowledged, 1 some were not, 2 scenario, address or login.',
    )
    .action((file: string, flags: Flags) =>
      guarded(async (signal) => {
        refuseForeign(flags.broker, flags.iOwnThisBroker === true);
        if (flags.http !== undefined) refuseForeign(flags.http, flags.iOwnThisBroker === true);
        const scenario = loadScenario(file);
        const fleet = placeFleet(scenario, gridMapOf(scenario));
        const sensors = fleet.filter((device) => !isPeer(device));
        const say = (text: string) => void process.stderr.write(`${text}\n`);
        say(`${scenario.title}: ${fleet.length} devices to ${flags.broker}; Ctrl-C ends it`);
        const clock = createLabClock(0);
        const { http } = flags;
        const known =
          http === undefined ? undefined : await makeKnown({ ...flags, http }, { scenario, fleet, clock }, signal);
        const hopeless = new AbortController();
        const began = clock.machine();
        const played = await playField({
          ...{ ...flags, scenario, fleet: sensors, clock, keepTime: flags.keepTime === true },
          ...(known ? { peers: known.peers } : {}),
          signal: AbortSignal.any([signal, hopeless.signal]),
          onProgress: (progress) => {
            say(progressLine(progress));
            const { opened, refused } = progress.connections;
            if (opened === 0 && refused > 0 && clock.machine() - began >= HOPELESS_MS) hopeless.abort();
          },
        }).finally(() => known?.forget());
        const ms = Math.round(clock.machine() - began);
        if (played.messages === 0 && played.connections.opened === 0 && !signal.aborted)
          throw new UsageError(`${flags.broker} lets no device in: ${played.connections.lastError}`);
        process.stdout.write(
          `${flags.json ? JSON.stringify({ ...played, devices: fleet.length, ms }) : summary(played, fleet.length, ms)}\n`,
        );
        return played.failed > 0 ? 1 : 0;
      }),
    );
}
