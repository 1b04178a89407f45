/** Reads a city and the device types on a thread of its own: parsing and checking the maps takes the better part of a second. */
import { parentPort, workerData } from 'node:worker_threads';
import { limitFaultIn } from '../adapters/device-limits.ts';
import { loadDeviceTypes } from '../adapters/device-types.ts';
import { readCity } from './city/city.ts';
import type { ProfileFolder } from './city/city-files.ts';
import { NAMED } from './city/live-city.ts';
import type { CityProblem } from './city/problem.ts';
import { type ReadingStep, recorded } from './city/source-file.ts';
import { toGatewayError } from './errors.ts';
import { celExpressions } from './expressions.ts';
import type { DeviceType } from './model/device.ts';

/** What the thread is given. */
export interface CityRequest extends ProfileFolder {
  readonly deviceTypeFolders: readonly string[];
}

/** What it says, one step after the other, so that no message is so large that taking it holds up the gateway. */
export type CityAnswer =
  | { readonly kind: 'step'; readonly step: ReadingStep }
  | {
      readonly kind: 'read';
      readonly problems: readonly CityProblem[];
      /** Absent where one of them is wrong. */
      readonly deviceTypes?: ReadonlyMap<string, DeviceType>;
      /** What is wrong with the device types, a line each. */
      readonly fault?: string;
    };

const tell = (answer: CityAnswer) => parentPort?.postMessage(answer);

function typesOf(folders: readonly string[]): { deviceTypes?: ReadonlyMap<string, DeviceType>; fault?: string } {
  try {
    return { deviceTypes: loadDeviceTypes(folders, { expressions: celExpressions() }) };
  } catch (error) {
    return { fault: toGatewayError(error).detail };
  }
}

const { deviceTypeFolders, ...folder } = workerData as CityRequest;
const types = typesOf(deviceTypeFolders);
const { problems } = readCity({
  ...{ ...folder, named: NAMED, reading: recorded((step) => tell({ kind: 'step', step })) },
  ...(types.deviceTypes ? { limitFault: limitFaultIn(types.deviceTypes) } : {}),
});
tell({ kind: 'read', problems, ...types });
