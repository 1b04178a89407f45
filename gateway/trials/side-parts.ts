import type { adaptersOf } from '../../adapters/registry.ts';
import { caseSearch } from '../cases/case-search.ts';
import { createCases } from '../cases/cases.ts';
import { toWgs84 } from '../city/coordinates.ts';
import type { LiveCity } from '../city/live-city.ts';
import { cityPortOf } from '../city-wiring.ts';
import { decoderPorts, devicePortOf } from '../devices-wiring.ts';
import { GatewayError } from '../errors.ts';
import { celExpressions } from '../expressions.ts';
import { createDecoder } from '../ingest/decoder.ts';
import { openDeviceDirectory } from '../ingest/device-directory.ts';
import type { Logger } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import type { DeviceType } from '../model/device.ts';
import type { Limits } from '../pipeline/limits.ts';
import { createPipeline } from '../pipeline/pipeline.ts';
import { openDatabase } from '../records/connection.ts';
import { openRecords } from '../records/records.ts';
import { createRulesEngine } from '../rules/engine.ts';
import { withModes } from '../rules/mode-overrides.ts';
import { logClock } from './log-clock.ts';
import { memoryRuleStore } from './memory-rule-store.ts';
import { copyRegistry, type Registry } from './recorded-registry.ts';
import { trialWakeUps } from './wake-ups.ts';

export interface SideOptions {
  readonly deviceTypes: ReadonlyMap<string, DeviceType>;
  readonly city: LiveCity;
  /** The operating mode throughout. */
  readonly mode: string;
  /** Other limits of the pipeline than the standing ones. */
  readonly limits?: Partial<Limits>;
  readonly registry: Registry;
  readonly adapterFor: ReturnType<typeof adaptersOf>;
  /** Devices nobody registered count as registered on first sight, as in lab mode. */
  readonly firstSight: boolean;
  /** Simulated alarms never become cases. */
  readonly production: boolean;
  /** The log's time at which it begins, epoch ms. */
  readonly start: number;
  readonly log: Logger;
}

/**
 * The parts of one side, wired as those of a gateway are, on stores in memory. `failures`: what handlers of the pipeline threw.
 * Throws REQUEST_INVALID for a mode the city does not have.
 */
export async function openParts(options: SideOptions) {
  const { deviceTypes, log, registry, city } = options;
  const clock = logClock(options.start);
  const metrics = createMetrics();
  if (!['NORMAL', ...city.modes.map(({ id }) => id)].includes(options.mode))
    throw new GatewayError(
      'REQUEST_INVALID',
      `"${options.mode}" is no mode of ${city.profile.id}; it has ${city.modes.map(({ id }) => id).join(', ')}`,
    );
  const records = openRecords(openDatabase(':memory:'), clock, log);
  await copyRegistry(registry, records);
  const directory = openDeviceDirectory({ records, clock });
  const rules = await createRulesEngine({
    ...{ path: ':memory:', openStore: memoryRuleStore, clock, log, metrics, toWgs84 },
    ...{ mode: () => options.mode, expressions: celExpressions() },
    deviceTypes: withModes(deviceTypes, city.modes),
  });
  const cases = createCases({
    ...{ records, clock, category: city.category, ladder: () => city.ladder },
    after: (from, limit) => city.deadlines({ response: limit, disposal: limit }, from).response,
  });
  const failures: unknown[] = [];
  const wakeUps = trialWakeUps((error) => void failures.push(error));
  const pipeline = createPipeline({
    ...{ records, source: rules.outbox, wakeUps, clock, log, metrics },
    cases: { ...cases.rows, ...caseSearch },
    city: { ...cityPortOf(city, { mode: () => options.mode }), ...(options.limits ? { limits: options.limits } : {}) },
    devices: devicePortOf(directory, deviceTypes),
    production: options.production,
    timerHandlers: cases.timers,
    audits: [],
  });
  pipeline.start();
  const { adapterFor, firstSight } = options;
  const typeOf = (typeId: string) => deviceTypes.get(typeId);
  const decoder = createDecoder(decoderPorts({ directory, typeOf, adapterFor, firstSight }), metrics);
  return { clock, records, rules, cases, pipeline, wakeUps, decoder, failures };
}
