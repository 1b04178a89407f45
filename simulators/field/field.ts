import type { LabDevice } from '../fleet.ts';
import { epochOf, type LabClock } from '../lab-clock.ts';
import type { Peers } from '../peers.ts';
import { moveTime } from '../recording/replay.ts';
import type { Scenario } from '../scenario.ts';
import { type Tick, traffic } from '../traffic.ts';
import { type ConnectionCounts, createConnections } from './connections.ts';

/** Messages under way at a time; the next one waits, and what is late shows. */
const IN_FLIGHT = 2_000;
const PROGRESS_MS = 1_000;

export interface FieldOptions {
  readonly scenario: Scenario;
  readonly fleet: readonly LabDevice[];
  readonly broker: string;
  /** Of every device; lab mode takes `lab`. */
  readonly password: string;
  /** City's seconds per second. */
  readonly speed: number;
  /** Machine ms after which it ends, wherever the scenario is. */
  readonly duration: number;
  /** Messages a second at most; what comes beyond waits. */
  readonly rate: number;
  /** Connections open at a time at most. */
  readonly connections: number;
  /** Leave the scenario's own times, for a gateway that lives in them; otherwise they are moved to the moment of sending. */
  readonly keepTime: boolean;
  readonly clock: LabClock;
  /** Cameras and door controllers of the scenario, where a gateway knows them; what happens at them is left out otherwise. */
  readonly peers?: Pick<Peers, 'call'>;
  readonly signal: AbortSignal;
  /** Called about once a second. */
  onProgress(progress: FieldProgress): void;
}

/** What a field has done so far. */
export interface Played {
  readonly messages: number;
  /** Not acknowledged, or of devices that are not let in. */
  readonly failed: number;
  /** What happened at cameras and doors. */
  readonly calls: number;
  /** Things a scenario asks for that need a city of one's own: crashes, strangers, cameras and doors nobody registered. */
  readonly skipped: number;
  readonly connections: ConnectionCounts;
}

export interface FieldProgress extends Played {
  /** City's ms after the start. */
  readonly elapsed: number;
  /** Messages a second since the last time. */
  readonly rate: number;
  readonly inFlight: number;
  /** Machine ms by which messages leave later than they should. */
  readonly behind: number;
}

/** What a tick asks for beyond messages of devices and events of peers. */
const beyond = ({ kills, publications }: Tick) =>
  kills.length + publications.filter(({ terminal }) => terminal !== 'own').length;

/**
 * Plays a scenario to a broker that runs already, in real or scaled time. Ends with the scenario, after
 * `duration`, or when `signal` is aborted. Devices that are refused are counted, not thrown.
 */
export async function playField(options: FieldOptions): Promise<Played> {
  const { scenario, clock, signal, speed } = options;
  const lines = createConnections({ ...options, limit: options.connections });
  const start = epochOf(scenario.clock.start);
  const began = clock.machine();
  const shift = clock.machineSeconds() * 1000 - start;
  const under = new Set<Promise<void>>();
  const count = { messages: 0, failed: 0, skipped: 0, calls: 0 };
  // One after the other: each waits until the gateway has fetched it. Sensors do not wait for that.
  let calling = Promise.resolve();
  const call = ({ calls }: Tick) => {
    const { peers } = options;
    if (!peers) count.skipped += calls.length;
    else if (calls.length > 0)
      calling = calling.then(async () => {
        if (signal.aborted) return;
        await peers.call(calls);
        count.calls += calls.length;
      });
    // Whatever it throws is thrown where it is awaited; until then it must not count as unhandled.
    calling.catch(() => {});
  };
  const played = (): Played => ({ ...count, connections: lines.counts() });
  let elapsed = 0;
  let behind = 0;
  let reported = 0;
  const stopTicking = clock.every(PROGRESS_MS, () => {
    const rate = ((count.messages - reported) * 1000) / PROGRESS_MS;
    reported = count.messages;
    options.onProgress({ ...played(), elapsed, rate, behind, inFlight: under.size });
  });
  let sent = 0;
  // So that one connection is always idle, and can make room.
  const inFlight = Math.min(IN_FLIGHT, options.connections);
  const turn = async () => {
    const early = (sent * 1000) / options.rate - (clock.machine() - began);
    if (early >= 1) await clock.wait(early, signal);
    if (under.size >= inFlight) await Promise.race(under);
    sent += 1;
  };
  try {
    for (const tick of traffic(scenario, options.fleet)) {
      const due = (tick.at - start) / speed;
      const early = due - (clock.machine() - began);
      behind = Math.max(0, -early);
      if (early >= 1) await clock.wait(Math.min(early, options.duration), signal);
      if (signal.aborted || clock.machine() - began >= options.duration) break;
      elapsed = tick.at - start;
      count.skipped += beyond(tick);
      call(tick);
      // At another speed than one the city's time and the clock on the wall part.
      const moved = shift + due - (tick.at - start);
      for (const publication of tick.publications) {
        if (publication.terminal !== 'own') continue;
        await turn();
        if (signal.aborted) break;
        const payload = options.keepTime
          ? publication.payload
          : moveTime(Buffer.from(publication.payload), Math.round(moved));
        const done: Promise<void> = lines.publish(publication, payload).then((acknowledged) => {
          count[acknowledged ? 'messages' : 'failed'] += 1;
          under.delete(done);
        });
        under.add(done);
      }
    }
    await Promise.all([...under, calling]);
    return played();
  } finally {
    stopTicking();
    await lines.close();
  }
}
