import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Audit, audit } from './accounts.ts';
import { gridMapOf } from './city-folder.ts';
import { startControl } from './control.ts';
import { type DispatchPlatform, startDispatch } from './dispatch.ts';
import { drive, type Stage } from './drive.ts';
import { type LabDevice, placeFleet, VENDOR } from './fleet.ts';
import { createGatewayHttp, type GatewayHttp } from './gateway-http.ts';
import { type GatewayProcess, startGateway } from './gateway-process.ts';
import type { GridMap } from './grid-map.ts';
import { createLabClock, epochOf, type LabClock } from './lab-clock.ts';
import { connectFleet, type MqttFleet } from './mqtt-fleet.ts';
import { type Peers, startPeers } from './peers.ts';
import { createProgress, type Output } from './progress.ts';
import type { Scenario } from './scenario.ts';
import { type Judged, scorecard } from './scorecard.ts';
import { disturberOf, endOf, traffic } from './traffic.ts';
import { createTruth, truthSoFar } from './truth.ts';

/** Registrations at a time. */
const REGISTERING = 16;
/** Machine ms the gateway gets after the last instant to hand over what it still holds. */
const SETTLE_MS = 10_000;
const SETTLE_LOOK_MS = 50;

export interface LabOptions {
  readonly scenario: Scenario;
  /** Virtual seconds per second of the machine instead of the scenario's `wall`. */
  readonly speed?: number;
  /** Where the gateway keeps its data; a temporary folder, removed at the end, when absent. */
  readonly dataDir?: string;
  /** After the verdict, go on with ordinary traffic at one second per second until `signal`. */
  readonly keep: boolean;
  /** Port of this machine on which faults are switched while the run goes on; 0 is any free one. */
  readonly controlPort?: number;
  readonly output: Output;
  readonly signal: AbortSignal;
}

/** A run that was played to its end, or cut short by the signal. */
export interface LabResult extends Judged {
  readonly fleet: readonly LabDevice[];
  readonly grids: GridMap;
  readonly interrupted: boolean;
  readonly ticks: number;
  readonly messages: number;
  readonly kills: number;
  readonly wallMs: number;
}

/** What has been started, in that order; closed from the end. */
function createClosers() {
  const closers: (() => unknown)[] = [];
  return {
    add: (close: () => unknown) => void closers.push(close),
    async closeAll(report: (error: unknown) => void) {
      for (let close = closers.pop(); close; close = closers.pop()) await Promise.resolve(close()).catch(report);
    },
  };
}

async function registerFleet(http: GatewayHttp, fleet: readonly LabDevice[], peers: Peers): Promise<void> {
  const logins = new Map(peers.list.map(({ device, login }) => [device.name, login]));
  for (let from = 0; from < fleet.length; from += REGISTERING)
    await Promise.all(
      fleet.slice(from, from + REGISTERING).map((device) => http.register(device, logins.get(device.name))),
    );
}

/** Waits until the gateway has nothing left to hand over, or its time is up, and reads the books. */
async function settle(http: GatewayHttp, mqtt: MqttFleet, clock: LabClock, dispatch: DispatchPlatform): Promise<Audit> {
  const until = clock.machine() + SETTLE_MS;
  let events = -1;
  for (;;) {
    await http.stepClock(clock.now());
    const books = audit(await http.accounts(), mqtt.acknowledged());
    const quiet = books.pending === 0 && dispatch.statistics.events === events;
    if (quiet || clock.machine() > until) return books;
    events = dispatch.statistics.events;
    await clock.wait(SETTLE_LOOK_MS);
  }
}

/** A file system in memory, and the room it must have: a simulated month takes some hundred MB. */
const IN_MEMORY = '/dev/shm';
const ENOUGH_MEMORY = 4 * 1024 ** 3;

/**
 * A new folder for the data of a run. One that goes as fast as it can keeps them in memory where there is room: they outlive
 * `kill -9` as on a disk, and most of its time would be waiting for the disk.
 */
function temporaryDataDir(speed: number | 'max' | undefined): string {
  const roomy = () => {
    try {
      const { bavail, bsize } = statfsSync(IN_MEMORY);
      return bavail * bsize >= ENOUGH_MEMORY;
    } catch {
      return false;
    }
  };
  return mkdtempSync(join(speed === 'max' && roomy() ? IN_MEMORY : tmpdir(), 'gridwarden-lab-'));
}

interface Started extends Omit<Stage, 'truth' | 'progress'> {
  readonly gateway: GatewayProcess;
  readonly http: GatewayHttp;
  readonly mqtt: MqttFleet;
  readonly peers: Peers;
  readonly dispatch: DispatchPlatform;
}

/** Starts gateway, dispatch platform, ONVIF peers and the fleet's connections, and makes them known to each other. */
async function startAll(options: {
  scenario: Scenario;
  fleet: readonly LabDevice[];
  clock: LabClock;
  dataDir: string;
  onRaised: Parameters<typeof startDispatch>[0]['onRaised'];
  closers: ReturnType<typeof createClosers>;
}): Promise<Started> {
  const { scenario, fleet, clock, closers } = options;
  const mistaken = new Set(
    scenario.incidents
      .filter(({ title }) => scenario.dispatch.falseAlarm.includes(title))
      .flatMap(({ devices }) => devices.map((device) => `${VENDOR}/${device}`)),
  );
  const dispatch = await startDispatch({
    clock,
    ...scenario.dispatch,
    isFalseAlarm: (devices) => devices.some((device) => mistaken.has(device)),
    ...(options.onRaised ? { onRaised: options.onRaised } : {}),
  });
  closers.add(() => dispatch.close());
  const gateway = await startGateway({ dataDir: options.dataDir, clock, profile: scenario.city.profile });
  closers.add(() => gateway.stop());
  const http = createGatewayHttp(gateway.address.http);
  closers.add(() => http.close());
  const peers = await startPeers(fleet, clock);
  closers.add(() => peers.stop());
  dispatch.trust(await http.addReceiver('dispatch', dispatch.url));
  await registerFleet(http, fleet, peers);
  const sensors = fleet.filter(({ kind }) => kind === 'sensor');
  const mqtt = await connectFleet(gateway.address.mqtt, sensors, clock);
  closers.add(() => mqtt.close());
  await peers.known();
  return { clock, gateway, http, mqtt, peers, dispatch };
}

/**
 * Runs a scenario against a gateway of its own and judges it. Throws when something cannot be started, and when the gateway
 * ends by itself; everything it started is stopped in any case.
 */
export async function runLab(
  options: LabOptions,
): Promise<LabResult & { keepGoing: () => Promise<void>; close: () => Promise<void> }> {
  const { scenario, output, signal } = options;
  const start = epochOf(scenario.clock.start);
  const end = endOf(scenario);
  const clock = createLabClock(start);
  const closers = createClosers();
  const speed = options.speed ?? scenario.clock.speed;
  const progress = createProgress(output, clock, { start, end });
  const close = () => closers.closeAll((error) => progress.note(`while stopping: ${String(error)}`));
  try {
    const dataDir = options.dataDir ? resolve(options.dataDir) : temporaryDataDir(speed);
    if (!options.dataDir && !options.keep) closers.add(() => rmSync(dataDir, { recursive: true, force: true }));
    const grids = gridMapOf(scenario);
    const fleet = placeFleet(scenario, grids);
    const truth = createTruth(scenario, fleet);
    const started = await startAll({ scenario, fleet, clock, dataDir, closers, onRaised: progress.case });
    const stage: Stage = { ...started, truth, progress };
    const { gateway, http, mqtt, dispatch } = started;
    const { host, port } = gateway.address.http;
    const broker = gateway.address.mqtt;
    progress.note(
      `${scenario.title}\n${fleet.length} devices  http://${host}:${port}  mqtt://${broker.host}:${broker.port}  queue ${gateway.address.queue}  series ${gateway.address.series}  data ${dataDir}`,
    );
    const span = Math.max(1, end - start);
    const wall = speed === 'max' ? 0 : speed ? span / speed : scenario.clock.wall;
    const disturber = disturberOf(scenario, fleet);
    const ticks = traffic(scenario, fleet, options.keep ? Number.POSITIVE_INFINITY : end, disturber);
    if (options.controlPort !== undefined) {
      const { title, seed } = scenario;
      const { messages } = progress;
      const status = () => ({
        ...{ title, seed, start, end, now: clock.now() },
        ...{ messages: messages(), cases: dispatch.cases().length },
      });
      const control = await startControl(options.controlPort, { disturber, status });
      closers.add(() => control.close());
      progress.note(`faults are switched at ${control.url}/faults`);
    }
    const began = clock.machine();
    const driven = await drive(stage, untilEnd(ticks, end), {
      ...{ signal, tick: scenario.clock.tick },
      paceOf: (at) => ((at - start) / span) * wall,
    });
    const wallMs = Math.round(clock.machine() - began);
    const books = await settle(http, mqtt, clock, dispatch);
    progress.done();
    return {
      ...scorecard({
        criteria: scenario.expect,
        truth: signal.aborted ? truthSoFar(truth) : truth,
        cases: dispatch.cases(),
        statistics: dispatch.statistics,
        audit: books,
      }),
      ...{ fleet, grids },
      interrupted: signal.aborted,
      ...driven,
      wallMs,
      keepGoing: async () => void (await drive(stage, ticks, { signal, paceOf: (at) => at - end })),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The instants up to `end`, leaving the generator open for those after it. */
function* untilEnd<T extends { readonly at: number }>(ticks: Iterator<T>, end: number): Generator<T> {
  for (let next = ticks.next(); !next.done; next = ticks.next()) {
    yield next.value;
    if (next.value.at >= end) return;
  }
}
