import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadDeviceTypes } from '../../adapters/device-types.ts';
import type { adaptersOf } from '../../adapters/registry.ts';
import { encodeCandidate } from '../candidate-codec.ts';
import { toWgs84 } from '../city/coordinates.ts';
import type { Clock } from '../clock.ts';
import { decoderPorts } from '../devices-wiring.ts';
import { toGatewayError } from '../errors.ts';
import { celExpressions } from '../expressions.ts';
import type { Inbox } from '../inbox/inbox.ts';
import { createDecoder } from '../ingest/decoder.ts';
import type { DeviceDirectory } from '../ingest/device-directory.ts';
import { type InboxReader, startReader } from '../ingest/reader.ts';
import type { Turns } from '../ingest/turns.ts';
import { createWatermark } from '../ingest/watermark.ts';
import type { Logger } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import type { Decoded } from '../model/decoded.ts';
import type { DeviceType } from '../model/device.ts';
import type { ModeSpec } from '../model/mode.ts';
import { lastOf, ofDevices } from '../readers.ts';
import { openDatabase } from '../records/connection.ts';
import { openRecords, type Records } from '../records/records.ts';
import { createRulesEngine, type RulesEngine } from '../rules/engine.ts';
import { withModes } from '../rules/mode-overrides.ts';
import { type AlarmComparison, alarmsIn, compareAlarms } from './alarms.ts';
import { openShadowFolder } from './shadow-folder.ts';

export interface ShadowOptions {
  /** Folder of its own state in the data directory. */
  readonly folder: string;
  /** Folder of the device types that are tried; those it does not have are the ones in force. */
  readonly types: string;
  /** Folders of the device types in force. */
  readonly typeFolders: readonly string[];
  /** The device types in force; always the newest. */
  readonly deviceTypes: ReadonlyMap<string, DeviceType>;
  readonly inbox: Pick<Inbox, 'follow' | 'head'>;
  /** Where the live alarms are. */
  readonly live: Pick<Records, 'read'>;
  readonly directory: Pick<DeviceDirectory, 'get' | 'firstSight' | 'learnType' | 'onChange'>;
  readonly adapterFor: ReturnType<typeof adaptersOf>;
  readonly firstSight: boolean;
  readonly mode: () => string;
  readonly modes: () => readonly ModeSpec[];
  /** Since when devices can be heard without a break, epoch ms. */
  readonly awakeSince: () => number;
  readonly turns: Turns;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What a shadow has seen so far, held against what was live meanwhile. */
export interface ShadowReport extends AlarmComparison {
  readonly types: string;
  /** Epoch ms from which on it has watched, with these very types. */
  readonly startedAt: number;
  readonly since: number;
  /** Commits of the inbox it has still to read. */
  readonly lag: number;
  /** Commits that the inbox let go before it had read them, since the gateway was started. */
  readonly missed: number;
  /** Why its newest batch comes again and again. */
  readonly failing?: string;
  /** There are more alarms than were compared. */
  readonly cut: boolean;
}

/** A rule set that decides beside the live one and tells nobody. */
export interface Shadow {
  /** Alarms since `since`, epoch ms, as far as it has watched. */
  report(since: number): ShadowReport;
  /** Modes or device types in force are others now. */
  refresh(): Promise<void>;
  /** Resolves when it has read what there is and fired what is due. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** Machine ms between two of its batches: nobody waits for it, and a full batch costs less. */
const LINGER = 100;
/** Newest alarms and ends of alarms of each side that are compared. */
const MAX_CANDIDATES = 10_000;
/** What a shadow keeps of alarms: the newest so many, by and by. */
const MAX_STORED = 100_000;

/** Puts the candidates that wait into the shadow's own store: they go no further. */
async function drain(rules: RulesEngine, records: Records, now: number): Promise<void> {
  const waiting = rules.outbox.keys().flatMap((key) => rules.outbox.waiting(key));
  if (waiting.length === 0) return;
  await records.write((tx) => {
    for (const candidate of waiting)
      tx.run(
        `INSERT OR IGNORE INTO candidate (candidate_id, type, outcome, at, decided_at, body) VALUES (?, ?, 'shadow', ?, ?, ?)`,
        ...[candidate.candidateId, candidate.type, candidate.at, now, encodeCandidate(candidate)],
      );
    tx.run('DELETE FROM candidate WHERE rowid <= (SELECT max(rowid) FROM candidate) - ?', MAX_STORED);
  });
  await rules.outbox.remove(waiting.map(({ candidateId }) => candidateId));
}

/** The types that are tried, checked together with those in force that they may refer to. Throws CITY_INVALID. */
function ownTypes({ typeFolders, types }: ShadowOptions): ReadonlyMap<string, DeviceType> {
  const all = loadDeviceTypes([...typeFolders, types], { expressions: celExpressions() });
  const names = new Set(readdirSync(types));
  return new Map([...all].filter(([typeId]) => names.has(`${typeId}.yaml`)));
}

function decoderOf(options: ShadowOptions, types: () => ReadonlyMap<string, DeviceType>) {
  const { directory, adapterFor, firstSight, deviceTypes } = options;
  const typeOf = (typeId: string) => types().get(typeId);
  const ports = decoderPorts({ directory, typeOf, adapterFor, firstSight });
  // A device may be taught only a type that the live rules know as well.
  const learnType = (deviceId: string, typeId: string) => {
    if (deviceTypes.has(typeId)) directory.learnType(deviceId, typeId);
  };
  return createDecoder({ ...ports, learnType }, createMetrics());
}

/**
 * Starts a shadow behind a cursor of its own: what it does, or fails to do, holds up neither ingest nor the live rules, and
 * the inbox keeps nothing for it. It begins at the head of the inbox, and anew when its types change. Throws CITY_INVALID.
 */
export async function startShadow(options: ShadowOptions): Promise<Shadow> {
  const { folder, inbox, live, directory, turns, clock, log } = options;
  const own = ownTypes(options);
  const merged = () => withModes(new Map([...options.deviceTypes, ...own]), options.modes());
  let types = merged();
  const { startedAt } = openShadowFolder({ folder, types: options.types, now: clock.now() });
  const records = openRecords(openDatabase(join(folder, 'alarms.sqlite')), clock, log);
  const rules = await createRulesEngine({
    ...{ path: join(folder, 'rules'), deviceTypes: types, clock, log, metrics: createMetrics(), toWgs84 },
    ...{ mode: options.mode, awakeSince: options.awakeSince, expressions: celExpressions() },
  });
  if (rules.cursor === 0) await rules.process([], inbox.head());
  const decoder = decoderOf(options, () => types);
  const watermark = createWatermark({ rules, level: () => reader.lag() === 0, clock, log });
  const ofTimers = rules.outbox.onArrival(() => {
    drain(rules, records, clock.now()).catch((error: unknown) =>
      log.warn({ err: error }, 'alarms of the shadow were not stored; they are with the next ones'),
    );
  });
  let stopped = false;
  let missed = 0;
  directory.onChange((deviceId) => {
    if (stopped) return;
    const device = directory.get(deviceId);
    (device ? rules.registered([device]) : rules.forget(deviceId)).catch((error: unknown) =>
      log.warn({ err: error, deviceId }, 'the shadow did not take a change of the registry'),
    );
  });
  const reader: InboxReader = startReader<readonly Decoded[]>({
    ...{ name: 'shadow', log: inbox.follow(), from: rules.cursor, clock, logger: log, linger: LINGER },
    async work(batch) {
      const decoded: Decoded[] = [];
      for (const commit of batch) {
        await turns.mine();
        for (const one of decoder.decode(ofDevices(commit))) decoded.push(one);
      }
      return decoded;
    },
    async finish(batch, decoded) {
      const [first] = batch;
      if (first) missed += Math.max(0, first.commit - 1 - rules.cursor);
      await rules.process(decoded, lastOf(batch));
      await drain(rules, records, clock.now());
      watermark.rearm();
    },
  });
  watermark.rearm();

  return {
    report(asked) {
      const since = Math.max(asked, startedAt);
      const before = alarmsIn(live.read, since, MAX_CANDIDATES);
      const after = alarmsIn(records.read, since, MAX_CANDIDATES);
      const failing = reader.failing();
      return {
        ...compareAlarms(before.alarms, after.alarms),
        ...{ types: options.types, startedAt, since, lag: reader.lag(), missed, cut: before.cut || after.cut },
        ...(failing === undefined ? {} : { failing }),
      };
    },
    async refresh() {
      types = merged();
      await rules.retype(types);
    },
    async idle() {
      await reader.idle();
      await watermark.idle();
      await drain(rules, records, clock.now());
    },
    async stop() {
      stopped = true;
      await watermark.stop();
      await reader.stop();
      ofTimers();
      await rules.close();
      await records.close();
    },
  };
}

/** A shadow that could not be started, which is no reason for a gateway not to start. */
export interface FailedShadow {
  readonly refresh?: undefined;
  readonly idle?: undefined;
  readonly stop?: undefined;
  readonly types: string;
  readonly problem: { readonly code: string; readonly detail: string };
}

/** Starts it, or says in the log and to whoever asks for its report why there is none. */
export async function tryShadow(options: ShadowOptions): Promise<Shadow | FailedShadow> {
  try {
    return await startShadow(options);
  } catch (error) {
    const { code, detail } = toGatewayError(error);
    options.log.error({ code, detail }, 'the shadow rules do not run; the live ones do');
    return { types: options.types, problem: { code, detail } };
  }
}
