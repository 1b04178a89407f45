import { caseSearch } from '../../gateway/cases/case-search.ts';
import { createCases } from '../../gateway/cases/cases.ts';
import { stepClock } from '../../gateway/clock.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import { attachKeyOf, type CandidateSource, type CaseCandidate } from '../../gateway/model/candidate.ts';
import type { Category } from '../../gateway/model/catalogue.ts';
import type { Device } from '../../gateway/model/device.ts';
import type { GeoPosition } from '../../gateway/model/observation.ts';
import { createPipeline } from '../../gateway/pipeline/pipeline.ts';
import { createWakeUps } from '../../gateway/pipeline/queue-wake-ups.ts';
import type { CityPort, DevicePort } from '../../gateway/pipeline/stage.ts';
import { openDatabase } from '../../gateway/records/connection.ts';
import { openRecords } from '../../gateway/records/records.ts';
import { memoryStore } from './memory-store.ts';

export const MINUTE = 60_000;
/** 2025-12-03 10:00 in Shanghai. */
export const START = Date.parse('2025-12-03T02:00:00.000Z');

const category = (code: string, change: Partial<Category> = {}): Category => ({
  code,
  class: 'EVENT',
  name: { zh: '火情', en: 'Smoke' },
  kind: 'ALARM',
  severity: 2,
  dept: 'fire',
  responderRole: 'duty officer',
  response: { ms: 3 * MINUTE, clock: 'continuous' },
  disposal: { ms: 60 * MINUTE, clock: 'continuous' },
  restricted: false,
  provenance: 'local',
  ...change,
});

const FLOOD: Partial<Category> = {
  name: { zh: '道路积水', en: 'Road flooding' },
  merge: { radiusM: 300, window: 15 * MINUTE },
};

const CATEGORIES = new Map([
  ['E0498', category('E0498')],
  ['E0406', category('E0406', { ...FLOOD, severity: 3, dept: 'water' })],
  ['E2199', category('E2199', { restricted: true })],
  ['E0403', category('E0403', { severity: 1, lifeSafety: true, confirmedBy: ['E0105'] })],
  ['E0105', category('E0105', { severity: 4 })],
  ['E0301', category('E0301', { severity: 4, confirmAt: 0.7 })],
  ['E0490', category('E0490', { kind: 'FAULT', severity: 4, departments: { maintain: 'keeper' } })],
  ['E0504', category('E0504', { severity: 4 })],
  ['E0801', category('E0801', { kind: 'CLUE', severity: 4 })],
]);

/** East of 121.0, from south to north: G001 and, from 31.2 on, G002 of street S1, and from 31.4 on G003 of street S2. */
const gridAt = (lat: number) => (lat < 31.2 ? ['S1', 'G001'] : lat < 31.4 ? ['S1', 'G002'] : ['S2', 'G003']);

export const city: CityPort = {
  category: (code) => CATEGORIES.get(code),
  locate(position: GeoPosition) {
    const inside = position.lon > 121;
    const [street = '', code = 'UNGRIDDED'] = inside ? gridAt(position.lat) : [];
    const path = inside ? ['D', street, code] : [];
    const { lon, lat } = position;
    return {
      lon,
      lat,
      crs: 'wgs84',
      grids: [{ system: 'duty', version: '1', code, path }],
      orgCode: street,
    };
  },
  deadlines: ({ response, disposal }, from) => ({ response: from + response.ms, disposal: from + disposal.ms }),
  catalogueVersion: 'test-1',
  defaultOrg: 'DISTRICT',
};

export const device = (name: string, change: Partial<Device> = {}): Device => ({
  deviceId: `acme/${name}`,
  vendor: 'acme',
  device: name,
  typeId: 'smoke',
  position: { lon: 121.2, lat: 31, crs: 'wgs84' },
  mobility: 'FIXED',
  siteClass: 'ORDINARY',
  simulated: false,
  ...change,
});

export function devicePort(...all: readonly Device[]): DevicePort {
  const byId = new Map(all.map((one) => [one.deviceId, one]));
  return {
    get: (deviceId) => byId.get(deviceId),
    isChannel: (_, source) => source === 'smoke',
    vendorSize: (vendor) => all.filter((one) => one.vendor === vendor).length,
  };
}

/** A device so many metres north of `s1`. */
export const deviceAt = (name: string, metresNorth: number, change: Partial<Device> = {}): Device =>
  device(name, { position: { lon: 121.2, lat: 31 + metresNorth / 111_195, crs: 'wgs84' }, ...change });

let made = 0;

/** A raise of device `acme/s1`, or a clear with `type`; its id is new unless told. */
export function candidate(change: Partial<CaseCandidate> & { episode?: number; rule?: string } = {}): CaseCandidate {
  const { episode = 1, rule = 'smoke-density', ...rest } = change;
  const at = change.at ?? START;
  return {
    candidateId: `candidate-${++made}`,
    type: 'raise',
    deviceId: 'acme/s1',
    source: 'smoke',
    part: '',
    category: 'E0498',
    certainty: 0.9,
    at,
    since: at - 1_000,
    verdict: { ruleId: rule, ruleVersion: '1', episode, inputs: { smoke: 0.12, set: 0.1 } },
    simulated: false,
    commit: 1,
    frame: 0,
    ...rest,
  };
}

/** The raise of a device that sends nothing any more. */
export const silent = (name: string, change: Partial<CaseCandidate> = {}): CaseCandidate =>
  candidate({ deviceId: `acme/${name}`, source: 'presence', rule: 'silent', category: 'E0490', ...change });

/** The candidate outbox as an array. */
export interface ArraySource extends CandidateSource {
  put(...candidates: readonly CaseCandidate[]): void;
  /** While true, `remove` forgets nothing, as if the process died before it. */
  forgetful: boolean;
}

export function arraySource(): ArraySource {
  let rows: CaseCandidate[] = [];
  const listeners = new Set<(keys: readonly string[]) => void>();
  return {
    forgetful: false,
    keys: () => [...new Set(rows.map(attachKeyOf))],
    waiting: (key) => rows.filter((row) => attachKeyOf(row) === key),
    get size() {
      return rows.length;
    },
    async remove(ids) {
      if (!this.forgetful) rows = rows.filter((row) => !ids.includes(row.candidateId));
    },
    onArrival(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    put(...candidates) {
      rows.push(...candidates);
      for (const listener of listeners) listener([...new Set(candidates.map(attachKeyOf))]);
    },
  };
}

export interface StandOptions {
  readonly file: string;
  readonly start?: number;
  readonly production?: boolean;
  readonly devices?: DevicePort;
  readonly city?: CityPort;
  readonly source?: ArraySource;
}

/** Pipeline and cases on a real records file; only the queue store stays in memory. */
export function openStand(options: StandOptions) {
  const clock = stepClock(options.start ?? START);
  const metrics = createMetrics();
  const records = openRecords(openDatabase(options.file), clock);
  const cases = createCases({ records, clock });
  const source = options.source ?? arraySource();
  const wakeUps = createWakeUps(memoryStore(), { clock, log: silentLog(), metrics });
  const pipeline = createPipeline({
    records,
    source,
    wakeUps,
    clock,
    metrics,
    city: options.city ?? city,
    devices: options.devices ?? devicePort(device('s1'), device('s2')),
    cases: { ...cases.rows, ...caseSearch },
    log: silentLog(),
    production: options.production ?? false,
    timerHandlers: cases.timers,
    audits: [],
  });
  pipeline.start();
  const events = () => cases.events.read(0, 1_000).map(({ type, caseNo, reason }) => ({ type, caseNo, reason }));
  return {
    clock,
    metrics,
    records,
    cases,
    source,
    wakeUps,
    pipeline,
    events,
    types: () => events().map(({ type }) => type),
    /** The accounts with everything that waits in one number. */
    accounts() {
      const { held, ...accounts } = cases.candidateAccounts();
      return { ...accounts, held: Object.values(held).reduce((sum, count) => sum + count, 0) };
    },
    /** Puts candidates and waits until they are decided. */
    async decide(...candidates: readonly CaseCandidate[]) {
      source.put(...candidates);
      await pipeline.idle();
    },
    /** Moves the clock and waits for what that sets off. */
    async advance(ms: number) {
      clock.advance(clock.now() + ms);
      await pipeline.idle();
    },
    all: () => cases.list({ restricted: true, limit: 500 }).items,
    one() {
      const [first, ...rest] = cases.list({ restricted: true }).items;
      if (!first || rest.length > 0) throw new Error(`expected one case, found ${rest.length + (first ? 1 : 0)}`);
      return first;
    },
    feedback: (type: Parameters<typeof cases.applyFeedback>[0]['type'], caseNo: string, change = {}) =>
      cases.applyFeedback({ feedbackId: `f-${++made}`, caseNo, type, at: clock.now(), ...change }),
    async close() {
      pipeline.stop();
      await wakeUps.close();
      await records.close();
    },
  };
}

export type Stand = ReturnType<typeof openStand>;
