import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VENDOR } from '../fleet.ts';
import { createGatewayHttp, type GatewayHttp } from '../gateway-http.ts';
import { type GatewayProcess, startGateway } from '../gateway-process.ts';
import { type GridMap, readGridMap } from '../grid-map.ts';
import { createLabClock, epochOf, type LabClock } from '../lab-clock.ts';
import { connectFleet, type MqttFleet } from '../mqtt-fleet.ts';
import type { CameraSimulator } from '../onvif-camera.ts';
import { type OwnFiles, writeOwnFiles } from './own-files.ts';
import type { PartnerPlatform } from './partner-platform.ts';
import type { Terminal } from './terminal.ts';

const REPOSITORY = join(import.meta.dirname, '..', '..');

/** What a device says: channel values, or an event. */
export interface Report {
  readonly device: string;
  readonly leaf: 'telemetry' | 'event';
  readonly body: object;
}

/** A gateway of its own on which one row is tried, and what the row's steps left for later ones. */
export interface Stand {
  readonly profile: string;
  readonly seed: number;
  readonly clock: LabClock;
  readonly dataDir: string;
  readonly own: OwnFiles;
  readonly gateway: GatewayProcess;
  readonly http: GatewayHttp;
  /** Grids of the city, read by the lab itself; with a file, relative to the profile's `grids` folder, those in it. */
  gridsOf(file?: string): GridMap;
  /** What was saved under a name by an earlier step. */
  readonly saved: Map<string, unknown>;
  readonly partners: Map<string, PartnerPlatform>;
  readonly cameras: Map<string, CameraSimulator>;
  /** By the code of their organisation. */
  readonly terminals: Map<string, Terminal>;
  /** Lets devices that were just registered log in. */
  connect(devices: readonly { readonly name: string; readonly type: string }[]): Promise<void>;
  /** Publishes at the city's present time and resolves when the gateway has worked it off. */
  say(reports: readonly Report[]): Promise<void>;
  /** Moves the city's time on in steps of `step` ms at most. */
  pass(ms: number, step: number): Promise<void>;
  close(): Promise<void>;
}

export interface StandOptions {
  readonly profile: string;
  /** City's time at the start, RFC 3339. */
  readonly start: string;
  readonly seed: number;
  /** The profile is a copy that the row may edit. */
  readonly ownProfile: boolean;
  /** Categories that devices of the row's own types can report. */
  readonly categories: readonly string[];
}

/** Starts a gateway with a profile on a temporary folder. Throws with its output when it does not start. */
export async function openStand(options: StandOptions): Promise<Stand> {
  const { profile, start, seed } = options;
  const clock = createLabClock(epochOf(start));
  const folder = mkdtempSync(join(tmpdir(), 'gridwarden-row-'));
  const dataDir = join(folder, 'data');
  const own = writeOwnFiles(folder, options);
  const gateway = await startGateway({ dataDir, clock, profile, environment: own.environment }).catch(
    (error: unknown) => {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    },
  );
  const http = createGatewayHttp(gateway.address.http);
  const fleets: MqttFleet[] = [];
  const fleetOf = new Map<string, MqttFleet>();
  const sequence = new Map<string, number>();
  const partners = new Map<string, PartnerPlatform>();
  const terminals = new Map<string, Terminal>();
  const cameras = new Map<string, CameraSimulator>();
  const grids = join(own.profiles ?? join(REPOSITORY, 'deploy', 'profiles'), profile, 'grids');
  const maps = new Map<string, GridMap>();

  const say = async (reports: readonly Report[]) => {
    const byFleet = new Map<MqttFleet, Report[]>();
    for (const report of reports) {
      const fleet = fleetOf.get(report.device);
      if (!fleet) throw new Error(`${report.device} was not registered by an earlier step`);
      byFleet.set(fleet, [...(byFleet.get(fleet) ?? []), report]);
    }
    for (const [fleet, own] of byFleet) await fleet.publish(own.map(publicationOf));
    await http.stepClock(clock.now());
  };
  const publicationOf = ({ device, leaf, body }: Report) => {
    const seq = sequence.get(device) ?? 0;
    sequence.set(device, seq + 1);
    const payload = JSON.stringify({ ts: clock.now(), seq, ...body, simulated: true });
    const topic = `v1/${VENDOR}/${device}/${leaf}`;
    return { device, terminal: 'own' as const, topic, payload, retain: false, dup: false, cut: false };
  };

  return {
    ...{ profile, seed, clock, dataDir, own, gateway, http, partners, terminals, cameras, say },
    saved: new Map(),
    gridsOf(file = '') {
      const known = maps.get(file) ?? readGridMap(join(grids, file));
      maps.set(file, known);
      return known;
    },
    async connect(devices) {
      const fleet = await connectFleet(gateway.address.mqtt, devices, clock);
      fleets.push(fleet);
      for (const { name } of devices) fleetOf.set(name, fleet);
    },
    async pass(ms, step) {
      const until = clock.now() + ms;
      while (clock.now() < until) {
        clock.advance(Math.min(until, clock.now() + step));
        await http.stepClock(clock.now());
      }
    },
    async close() {
      for (const fleet of fleets) await fleet.close();
      for (const camera of cameras.values()) await camera.stop();
      for (const terminal of terminals.values()) await terminal.close();
      for (const partner of partners.values()) await partner.close();
      await http.close();
      await gateway.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
