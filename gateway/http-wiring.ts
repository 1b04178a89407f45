/** What each HTTP resource may do, cut from the parts of the gateway: the narrow side of every route. */
import { type AccountSources, drawUp } from './accounts.ts';
import type { Cases } from './cases/cases.ts';
import { KPI_RATES } from './cases/kpis.ts';
import { ALLOWED } from './cases/lifecycle.ts';
import type { LiveCity } from './city/live-city.ts';
import type { DeliveryService } from './delivery/delivery.ts';
import { devicesOf } from './devices-http-wiring.ts';
import { explainCase, explainDevice } from './explain.ts';
import type { HttpOptions } from './http/server.ts';
import type { Inbox } from './inbox/inbox.ts';
import type { Credentials } from './ingest/credentials.ts';
import type { DeadLetters } from './ingest/dead-letters.ts';
import type { DeviceDirectory } from './ingest/device-directory.ts';
import type { OnvifConnections } from './ingest/onvif-connections.ts';
import type { InboxReader } from './ingest/reader.ts';
import type { Replays } from './ingest/replays.ts';
import type { DeviceType } from './model/device.ts';
import type { MqttThread } from './mqtt-thread.ts';
import type { OnvifDevices } from './onvif-devices.ts';
import type { OperatingMode } from './operating-mode.ts';
import type { Pipeline } from './pipeline/pipeline.ts';
import type { Records } from './records/records.ts';
import type { RulesEngine } from './rules/engine.ts';
import type { Series } from './series/batcher.ts';
import type { SeriesReader } from './series-reader.ts';
import { checkSilence } from './silence-check.ts';

export interface Parts {
  readonly inbox: Inbox;
  readonly records: Records;
  readonly rules: RulesEngine;
  readonly cases: Cases;
  readonly delivery: DeliveryService;
  readonly pipeline: Pick<Pipeline, 'held' | 'silences' | 'clues' | 'undecided'>;
  readonly directory: DeviceDirectory;
  readonly credentials: Credentials;
  readonly connections: OnvifConnections;
  readonly onvif: OnvifDevices;
  readonly deadLetters: DeadLetters;
  readonly replays: Replays;
  readonly deviceTypes: ReadonlyMap<string, DeviceType>;
  readonly series: Series;
  readonly city: LiveCity;
  /** Reads the files of the city and the device types again. */
  readonly reloadCity: () => Promise<object>;
  readonly mode: OperatingMode;
  readonly readers: { readonly rules: InboxReader; readonly series: SeriesReader };
  readonly mqtt: Pick<MqttThread, 'disconnect' | 'trouble'>;
  /** Why stages run in process; undefined while the queue store gives turns. */
  readonly queueTrouble: () => string | undefined;
  /** Why the machine's clock cannot be believed; undefined while it can. */
  readonly clockTrouble: () => string | undefined;
}

type Resources = Pick<
  HttpOptions,
  | 'probes'
  | 'cases'
  | 'caseEvents'
  | 'feedback'
  | 'exports'
  | 'caseActions'
  | 'ledgers'
  | 'kpis'
  | 'samples'
  | 'receivers'
  | 'deliveries'
  | 'devices'
  | 'deviceTypes'
  | 'series'
  | 'grids'
  | 'catalogue'
  | 'city'
  | 'mode'
  | 'deadLetters'
  | 'accounts'
  | 'heldCandidates'
  | 'silences'
  | 'clues'
>;

export function resourcesOf(parts: Parts): Resources {
  const { cases, delivery, city, mode, deviceTypes, series } = parts;
  return {
    probes: { parts: () => healthOf(parts) },
    cases: {
      get: cases.get,
      list: cases.list,
      fromWgs84: city.fromWgs84,
      explain: (caseNo) => explainCase(parts, caseNo),
      explainDevice: (deviceId, at, sight) => explainDevice(parts, deviceId, at, sight),
    },
    caseEvents: { ...delivery.feed, head: cases.events.head },
    feedback: {
      apply: cases.applyFeedback,
      allowed: (record) => ALLOWED[record.subState],
      list: (caseNo) => cases.caseHistory(caseNo)?.feedback ?? [],
    },
    exports: { events: (caseNo) => cases.caseHistory(caseNo)?.events ?? [] },
    caseActions: cases,
    ledgers: cases,
    kpis: {
      definitions: KPI_RATES,
      report: (query) => cases.kpis({ ...query, groups: kpiGroups(city, query.by) }),
    },
    samples: cases,
    receivers: delivery.receivers,
    deliveries: delivery,
    devices: devicesOf(parts),
    deviceTypes: { list: () => [...deviceTypes.values()], get: (typeId) => deviceTypes.get(typeId) },
    series: { query: (query) => series.query(query) },
    grids: {
      ...{ systems: city.gridSystems, locate: city.locate, featureCollection: city.featureCollection },
      positionFault: city.positionFault,
      ...(city.localMetre ? { localMetre: city.localMetre } : {}),
    },
    catalogue: {
      current: () => city.catalogue,
      decode: (code) => city.objectCodes.decode(code),
      taskItemOf: (code) => city.taskItemOf(code),
    },
    city: { city: () => city, reload: parts.reloadCity },
    mode: { state: mode.state, switchTo: mode.switchTo, modes: () => city.modes },
    deadLetters: {
      list: parts.deadLetters.list,
      replay: parts.replays.replay,
    },
    accounts: { accounts: () => drawUp(sourcesOf(parts)) },
    heldCandidates: parts.pipeline.held,
    silences: {
      ...parts.pipeline.silences,
      async add(silence) {
        checkSilence(silence.match, parts);
        return parts.pipeline.silences.add(silence);
      },
    },
    clues: parts.pipeline.clues,
  };
}

/** Groups that have a line in a report also when nothing happened there. */
function kpiGroups(city: LiveCity, by: 'grid' | 'dept' | 'category'): readonly string[] {
  if (by === 'dept') return Object.keys(city.departments);
  const [responsible] = city.gridSystems();
  if (by === 'category' || !responsible) return [];
  return city.featureCollection(responsible.system).features.map(({ properties }) => String(properties['code']));
}

function healthOf({ inbox, readers, series, queueTrouble, clockTrouble, rules, mqtt }: Parts) {
  const refusal = inbox.refusal();
  const stuck = readers.rules.failing();
  const trouble = queueTrouble();
  const wrongClock = clockTrouble();
  const deaf = mqtt.trouble();
  return {
    mqtt: deaf === undefined ? ({ state: 'ok' } as const) : ({ state: 'down', detail: deaf } as const),
    inbox: refusal
      ? ({ state: 'down', detail: `nothing is acknowledged: ${refusal}` } as const)
      : ({ state: 'ok' } as const),
    rules: stuck
      ? ({ state: 'degraded', detail: `${readers.rules.lag()} commits wait: ${stuck}` } as const)
      : ({ state: 'ok', detail: `${readers.rules.lag()} commits behind` } as const),
    series: seriesHealth(series, readers.series),
    queue:
      trouble === undefined
        ? ({ state: 'ok' } as const)
        : ({ state: 'degraded', detail: `the queue store is away, stages run in process: ${trouble}` } as const),
    clock: wrongClock === undefined ? ({ state: 'ok' } as const) : ({ state: 'degraded', detail: wrongClock } as const),
    pipeline: { state: 'ok', detail: `${rules.outbox.size} candidates wait` } as const,
  };
}

function seriesHealth(series: Series, reader: SeriesReader) {
  const stuck = reader.failing();
  if (stuck) return { state: 'degraded', detail: `${reader.lag()} commits wait: ${stuck}` } as const;
  if (series.healthy()) return { state: 'ok', detail: `${series.kind}, ${reader.lag()} commits behind` } as const;
  const detail = `${series.kind} does not take writes; ${reader.lag()} commits wait in the inbox and are stored once it does; the log has the reason`;
  return { state: 'degraded', detail } as const;
}

function sourcesOf(parts: Parts): AccountSources {
  const { inbox, rules, cases, delivery } = parts;
  return {
    received: inbox.received(),
    replayed: inbox.replayed(),
    rules: rules.accounts(),
    // Behind the engine's own cursor: it moves together with the counts, before the reader hears that they are on disk.
    unread: inbox.unread(rules.cursor),
    series: parts.readers.series.accounts(),
    candidates: cases.candidateAccounts(),
    undecided: parts.pipeline.undecided(),
    receivers: delivery.accounts(),
  };
}
