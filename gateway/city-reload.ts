import { Worker } from 'node:worker_threads';
import type { LiveCity, PreparedCity, Reloaded } from './city/live-city.ts';
import { printProblem } from './city/problem.ts';
import type { ReadingStep } from './city/source-file.ts';
import type { CityAnswer, CityRequest } from './city-worker.ts';
import { GatewayError } from './errors.ts';
import type { DeviceType } from './model/device.ts';
import type { RulesEngine } from './rules/engine.ts';
import { withModes } from './rules/mode-overrides.ts';

/** Files of a city and of device types, read and found sound. */
interface Prepared extends PreparedCity {
  readonly deviceTypes: ReadonlyMap<string, DeviceType>;
}

/**
 * Reads the files of a city and the device types on another thread, so that the gateway goes on meanwhile. Rejects with
 * CITY_INVALID, every problem of all of them a line `file:line:column: what`.
 */
export function readAside(request: CityRequest): Promise<Prepared> {
  const steps: ReadingStep[] = [];
  const worker = new Worker(new URL('./city-worker.ts', import.meta.url), { workerData: request });
  return new Promise((resolve, reject) => {
    worker.on('message', (answer: CityAnswer) => {
      if (answer.kind === 'step') return void steps.push(answer.step);
      const { problems, deviceTypes, fault } = answer;
      if (deviceTypes) return resolve({ steps, problems, deviceTypes });
      const errors = problems.filter(({ level }) => level === 'error').map(printProblem);
      reject(new GatewayError('CITY_INVALID', [...errors, fault].join('\n')));
    });
    worker.on('error', (error) => reject(new GatewayError('INTERNAL', `reading the city: ${error.message}`)));
    worker.on('exit', () => reject(new GatewayError('INTERNAL', 'the thread that reads the city ended early')));
  });
}

/**
 * The reload of everything about a city that is data, device types included: read aside, then swapped in one go. One reload
 * follows the other; a failed one rejects with CITY_INVALID and has changed nothing.
 */
export function createCityReload(parts: {
  readonly city: LiveCity;
  /** Those in use, changed in place: whoever holds the map sees the newest. */
  readonly deviceTypes: Map<string, DeviceType>;
  readonly rules: Pick<RulesEngine, 'retype'>;
  read(): Promise<Prepared>;
  /** Called after a swap. */
  done(): void;
}): () => Promise<Reloaded> {
  const { city, deviceTypes, rules } = parts;
  let turn: Promise<unknown> = Promise.resolve();
  const reload = async () => {
    const prepared = await parts.read();
    const reloaded = city.reload(prepared);
    deviceTypes.clear();
    for (const [typeId, type] of prepared.deviceTypes) deviceTypes.set(typeId, type);
    await rules.retype(withModes(prepared.deviceTypes, city.modes));
    parts.done();
    return reloaded;
  };
  return () => {
    const result = turn.then(reload);
    turn = result.catch(() => undefined);
    return result;
  };
}
