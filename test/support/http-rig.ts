import { readOverrides } from '../../adapters/device-limits.ts';
import { fromWgs84 } from '../../gateway/city/coordinates.ts';
import { GatewayError } from '../../gateway/errors.ts';
import type { TokenSpec } from '../../gateway/http/auth.ts';
import type { DeadLetterView } from '../../gateway/http/dead-letters.ts';
import type { DeviceView, OnvifAccess } from '../../gateway/http/devices.ts';
import type { HeldCandidateView } from '../../gateway/http/held-candidates.ts';
import type { PartHealth } from '../../gateway/http/probes.ts';
import { createHttp, type Http, type HttpOptions } from '../../gateway/http/server.ts';
import type { ShadowApi } from '../../gateway/http/shadow.ts';
import type { TrialRequest, TrialsApi } from '../../gateway/http/trials.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import type { Case } from '../../gateway/model/case.ts';
import type { Category } from '../../gateway/model/catalogue.ts';
import type { Clue } from '../../gateway/model/clue.ts';
import type { DeviceType } from '../../gateway/model/device.ts';
import type { Feedback } from '../../gateway/model/feedback.ts';
import { openAuditLog } from '../../gateway/records/audit-log.ts';
import { type DataFolder, type DeliveryBench, dataFolder, openBench, START } from './delivery-bench.ts';

/** One token per role; the text of a token is its role and `-token-0123456789`. */
export const TOKENS: readonly TokenSpec[] = [
  ...(['viewer', 'dispatcher', 'operator', 'admin'] as const).map((role) => ({
    name: role,
    roles: [role],
    token: tokenOf(role),
  })),
  { name: 'acme', roles: ['vendor'], token: tokenOf('vendor') },
  { name: 'restricted', roles: ['viewer', 'restricted', 'operator'], token: tokenOf('restricted') },
  { name: 'jiading', roles: ['dispatcher'], orgCode: 'jiading', token: tokenOf('jiading') },
];

export function tokenOf(name: string): string {
  return `${name}-token-0123456789`;
}

export const bearer = (name: string) => ({ authorization: `Bearer ${tokenOf(name)}` });

const SMOKE: DeviceType = {
  typeId: 'smoke',
  name: { zh: '感烟', en: 'Smoke' },
  heartbeat: 60_000,
  channels: { smoke: { unit: 'dB/m', kind: 'number' } },
  events: { smoke_alarm: { stateful: true } },
  rules: [
    {
      ...{ id: 'smoke-density', kind: 'threshold', category: 'E0498', channel: 'smoke', direction: 'above' },
      ...{ set: 0.15, clear: 0.1, dwell: 10_000, quiet: 600_000 },
    },
  ],
};

export const FIRE: Category = {
  code: 'E0498',
  class: 'EVENT',
  name: { zh: '火灾隐患', en: 'Fire hazard' },
  kind: 'ALARM',
  severity: 1,
  dept: 'FIRE',
  responderRole: 'fire-station',
  response: { ms: 300_000, clock: 'continuous' },
  disposal: { ms: 3_600_000, clock: 'working' },
  restricted: false,
  provenance: 'inferred',
};

/** What the routes are given, with everything they did to it. */
export interface HttpRig extends DeliveryBench {
  readonly http: Http;
  readonly cases: Map<string, Case>;
  /** The catalogue: fire, unless a test adds to it. */
  readonly categories: Map<string, Category>;
  readonly devices: Map<string, DeviceView>;
  readonly accesses: Map<string, { password?: string; onvif?: OnvifAccess }>;
  readonly deadLetters: DeadLetterView[];
  readonly replayed: string[];
  readonly feedback: Feedback[];
  readonly clues: Clue[];
  readonly shadow: { report?: ShadowApi['report'] };
  readonly trials: (ReturnType<TrialsApi['start']> & { readonly request: TrialRequest })[];
  /** What was asked of the desk beside feedback, with its arguments. */
  readonly decided: object[];
  readonly parts: Record<string, PartHealth>;
  readonly series: { query?: object; values: { time: number; value: number }[] };
  readonly modeSwitches: { mode: string; since: number; by: string; reason?: string }[];
  /** What a reload of the city finds wrong. */
  readonly city: { fault?: string };
}

const HELD: HeldCandidateView = {
  ...{ candidateId: 'c1', reason: 'AWAIT_CONFIRM', deviceId: 'acme/smoke-1', source: 'smoke', rule: 'smoke-density' },
  ...{ category: 'E0498', certainty: 0.5, at: START - 1_000, heldAt: START },
};

/** The HTTP face over a real delivery and simple stand-ins for the other parts. */
export async function openHttpRig(options: { lab?: boolean; labClock?: boolean } = {}): Promise<HttpRig> {
  const folder: DataFolder = dataFolder();
  const bench = await openBench(folder.path);
  const state = {
    cases: new Map<string, Case>(),
    categories: new Map([[FIRE.code, FIRE]]),
    devices: new Map<string, DeviceView>(),
    accesses: new Map<string, { password?: string; onvif?: OnvifAccess }>(),
    deadLetters: [] as DeadLetterView[],
    replayed: [] as string[],
    feedback: [] as Feedback[],
    clues: [] as Clue[],
    trials: [] as HttpRig['trials'],
    shadow: {} as HttpRig['shadow'],
    decided: [] as object[],
    parts: { broker: { state: 'ok' }, queue: { state: 'ok' } } as Record<string, PartHealth>,
    series: { values: [] } as HttpRig['series'],
    city: {} as HttpRig['city'],
    modeSwitches: [] as HttpRig['modeSwitches'],
  };
  const { labClock, ...given } = capabilities(bench, state);
  const clockOf = labClock && options.labClock !== false ? { labClock } : {};
  const http = await createHttp({ ...given, ...clockOf, lab: options.lab ?? false });
  return {
    ...bench,
    ...state,
    http,
    async stop() {
      await http.close();
      await bench.stop();
      folder.remove();
    },
  };
}

type State = Omit<HttpRig, keyof DeliveryBench | 'http'>;

const VERSIONS = { id: 'test', from: '1', to: '2' };
const range = { from: 'GRID', to: 'STREET' } as const;
const LADDER = { 1: range, 2: range, 3: range, 4: range };

function modeOf(state: State): HttpOptions['mode'] {
  const quiet = { thresholds: [], sampling: [], routing: [], deferred: [] };
  return {
    state: () => state.modeSwitches.at(-1) ?? { mode: 'NORMAL', since: 0, by: 'gateway' },
    async switchTo(to) {
      if (to.mode === 'PARTY') throw new GatewayError('REQUEST_INVALID', '"PARTY" is no mode of this city');
      const next = { ...to, since: 1_764_720_000_000 };
      state.modeSwitches.push(next);
      return next;
    },
    modes: () => ['NORMAL', 'FLOOD'].map((id) => ({ id, name: { zh: id, en: id }, ...quiet })),
  };
}

function capabilities(bench: DeliveryBench, state: State): HttpOptions {
  const { clock, delivery } = bench;
  return {
    clock,
    log: silentLog(),
    metrics: createMetrics(),
    version: '0.0.0-test',
    gatewayId: 'gw1',
    tokens: TOKENS,
    lab: false,
    probes: { parts: () => state.parts },
    cases: casesOf(state),
    caseEvents: delivery.feed,
    feedback: {
      async apply(feedback) {
        const record = state.cases.get(feedback.caseNo);
        if (!record) throw new GatewayError('CASE_NOT_FOUND', feedback.caseNo);
        if (feedback.type === 'ARCHIVED') throw new GatewayError('STEP_ILLEGAL', `${feedback.caseNo} is RAISED`);
        const applied = !state.feedback.some((known) => known.feedbackId === feedback.feedbackId);
        if (applied) state.feedback.push(feedback);
        return { applied, case: record };
      },
      allowed: () => ['ACCEPTED', 'REJECTED'],
      list: (caseNo) =>
        state.feedback.flatMap((one) => (one.caseNo === caseNo ? [{ ...one, receivedAt: clock.now() }] : [])),
    },
    exports: { events: (caseNo) => bench.log.read(0, 1_000).filter((event) => event.caseNo === caseNo) },
    ...lifeOf(state),
    receivers: delivery.receivers,
    deliveries: delivery,
    devices: devicesOf(state),
    audit: openAuditLog(bench),
    deviceTypes: { list: () => [SMOKE], get: (typeId) => (typeId === 'smoke' ? SMOKE : undefined) },
    series: {
      async query(query, limit) {
        state.series.query = query;
        return state.series.values.slice(0, limit);
      },
    },
    grids: {
      systems: () => [{ system: 'responsibility', version: '2025-01' }],
      locate: ({ lon, lat, crs }, at) => ({
        ...{ lon, lat, crs: 'wgs84', orgCode: 'lianhu' },
        grids: at === undefined ? [] : [{ system: 'responsibility', version: String(at), code: 'G1', path: ['G1'] }],
        convertedFrom: crs,
      }),
      positionFault: ({ lon }) => (lon < 73 ? 'OUTSIDE_CHINA' : undefined),
      featureCollection(system, options) {
        if (system !== 'responsibility') throw new GatewayError('NOT_FOUND', `no grid system "${system}"`);
        return { type: 'FeatureCollection', features: [], ...options };
      },
    },
    catalogue: {
      current: () => ({ id: 'test', version: '1', categories: state.categories }),
      decode(text) {
        if (text !== 'E6101040498000007') throw new GatewayError('REQUEST_INVALID', `${text} is no object code`);
        return { category: 'E0498', district: '610104', serial: 7 };
      },
    },
    city: {
      city: () => ({
        profile: { id: 'test', version: '1', name: { zh: '测试', en: 'test' } },
        catalogue: { id: 'test', version: '1' },
        ...{ calendarYears: new Set([2026, 2025]), reviewGate: false, emergencyFlows: [], orgs: [], partners: [] },
        ladder: { levels: [], bySeverity: LADDER },
      }),
      async reload() {
        if (!state.city.fault) return { profile: VERSIONS, catalogue: VERSIONS, warnings: [] };
        throw new GatewayError('CITY_INVALID', state.city.fault);
      },
    },
    mode: modeOf(state),
    deadLetters: {
      list: ({ cursor = '', limit, code }) =>
        state.deadLetters
          .filter((item) => item.deadLetterId > cursor && (code === undefined || item.code === code))
          .slice(0, limit),
      async replay(ids) {
        state.replayed.push(...ids);
        return ids.length;
      },
    },
    accounts: { accounts: () => ({ balanced: true, receivers: delivery.accounts() }) },
    heldCandidates: {
      list({ cursor = '', reason = HELD.reason, limit, restricted }) {
        state.decided.push({ held: { restricted } });
        return [HELD].filter((held) => held.candidateId > cursor && held.reason === reason).slice(0, limit);
      },
      async redrive(ids, scope) {
        state.decided.push({ held: scope });
        return ids.map((candidateId) => ({ candidateId, outcome: 'opened' }));
      },
    },
    silences: {
      add: async (silence) => ({ silenceId: 's1', ...silence }),
      list: () => [],
      end: async (silenceId) => silenceId === 's1',
    },
    shadow: { report: (since) => state.shadow.report?.(since), isRestricted: (category) => category === 'E0301' },
    trials: {
      start(request) {
        if (state.trials.length > 0)
          throw new GatewayError('TRIAL_BUSY', 'trial t1 is running; wait for it or DELETE it');
        const { from, to } = request;
        const progress = { messages: 0, of: 0, at: from };
        const trial = { trialId: 't1', state: 'running', from, to, startedAt: clock.now(), progress };
        state.trials.push({ ...trial, request });
        return trial;
      },
      list: () => state.trials,
      get: (trialId) => state.trials.find((trial) => trial.trialId === trialId),
      async end(trialId) {
        const at = state.trials.findIndex((trial) => trial.trialId === trialId);
        return at >= 0 && state.trials.splice(at, 1).length > 0;
      },
    },
    clues: {
      async take(clue) {
        state.clues.push(clue);
        return { applied: clue.clueId !== 'known', outcome: 'waiting' };
      },
      get(clueId) {
        const clue = state.clues.find((known) => known.clueId === clueId);
        return clue && { clue, result: { applied: false, outcome: 'waiting' } };
      },
    },
    backup: { take: async (folder) => ({ folder, at: clock.now(), bytes: 1 }) },
    onvif: { list: () => [], topics: () => [], retry: () => false, receive: async () => 404 },
    evidence: {
      read: async (id) => {
        throw new GatewayError('NOT_FOUND', `there is no evidence ${id}, or no more`);
      },
    },
    labClock: {
      async advance(to) {
        await bench.forward(to - clock.now());
        return clock.now();
      },
    },
  };
}

/** What people decide about cases, their ledgers and what is counted of them. */
function lifeOf({ cases, decided }: State): Pick<HttpOptions, 'caseActions' | 'ledgers' | 'kpis' | 'samples'> {
  const ruled = async (action: string, caseNo: string, given: object): Promise<Case> => {
    decided.push({ action, caseNo, ...given });
    const record = cases.get(caseNo);
    if (!record) throw new GatewayError('CASE_NOT_FOUND', caseNo);
    return record;
  };
  return {
    caseActions: {
      shelve: (caseNo, order) => ruled('shelve', caseNo, order),
      unshelve: (caseNo, by) => ruled('unshelve', caseNo, { by }),
      regrade: (caseNo, severity, ruling) => ruled('regrade', caseNo, { severity, ...ruling }),
      withdraw: (caseNo, ruling) => ruled('withdraw', caseNo, ruling),
    },
    ledgers: {
      ledger: () => ({
        rows: [
          { no: 1, entry: '{"at":0,"kind":"raised","step":1,"reason":"=1+1, smoke"}', prev: '0', hash: 'a1' },
          {
            ...{ no: 2, prev: 'a1', hash: 'b2' },
            entry:
              '{"at":0,"kind":"feedback","feedback":{"type":"RETURNED","dept":"fire","reason":"it smokes","note":"n"}}',
          },
        ],
        verdict: { intact: true, rows: 2 },
      }),
    },
    samples: {
      sample: async (query) => {
        decided.push({ action: 'sample', ...query });
        const drawn = { caseNo: '2512S0000001', gridCode: 'G1', categoryCode: 'E0498', closedAt: 0 };
        return [{ orgCode: '610104001', closed: 50, cases: [drawn] }];
      },
    },
    kpis: {
      definitions: { closureRate: { zh: '结案率', numerator: 'closed', denominator: 'filed' } },
      async report(query) {
        decided.push({ action: 'kpis', ...query });
        const line = {
          counts: { filed: 4, closed: 3 },
          rates: { closureRate: 0.75 },
          printed: { closureRate: '75.00 %' },
        };
        return { total: { key: 'TOTAL', ...line }, lines: [{ key: 'G1', ...line }] };
      },
    },
  };
}

function casesOf({ cases }: State): HttpOptions['cases'] {
  return {
    get: (caseNo) => cases.get(caseNo),
    list({ cursor = '', limit = 50, restricted, since = 0 }) {
      const found = [...cases.values()].filter(
        (record) => record.caseNo > cursor && record.raisedAt >= since && (restricted || !record.restricted),
      );
      const items = found.slice(0, limit);
      const last = found.length > limit ? items.at(-1) : undefined;
      return { items, ...(last ? { next: last.caseNo } : {}) };
    },
    explain: (caseNo) => ({ caseNo, candidates: [] }),
    explainDevice: (deviceId, at) => ({ deviceId, at }),
    fromWgs84,
  };
}

function devicesOf({ devices, accesses }: State): HttpOptions['devices'] {
  return {
    list: ({ cursor = '', limit, vendor }) =>
      [...devices.values()]
        .filter((device) => device.deviceId > cursor && (vendor === undefined || device.vendor === vendor))
        .slice(0, limit),
    get: (deviceId) => devices.get(deviceId),
    async put(device, access) {
      devices.set(device.deviceId, device);
      accesses.set(device.deviceId, access);
    },
    async putMany(given) {
      for (const device of given) devices.set(device.deviceId, device);
    },
    issueToken: async (deviceId, { overlap }) => ({
      token: `gwt_for_${deviceId}`,
      ...(overlap === undefined ? {} : { oldUntil: overlap }),
    }),
    remove: async (deviceId) => devices.delete(deviceId),
    typeIds: () => ['generic', 'smoke', 'door'],
    readOverrides: (_typeId, given) => readOverrides(SMOKE, given),
    positionFault: ({ lon }) => (lon < 73 ? 'OUTSIDE_CHINA' : undefined),
  };
}
