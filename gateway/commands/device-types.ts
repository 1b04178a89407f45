import { loadDeviceTypes } from '../../adapters/device-types.ts';
import { GatewayError } from '../errors.ts';
import { celExpressions } from '../expressions.ts';
import type { DeviceType } from '../model/device.ts';

/** The device types of folders, or a line `file:line:column: what` for everything that is wrong with them. */
export function tryDeviceTypes(folders: readonly string[]): {
  readonly types?: ReadonlyMap<string, DeviceType>;
  readonly faults: readonly string[];
} {
  try {
    return { types: loadDeviceTypes(folders, { expressions: celExpressions() }), faults: [] };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return { faults: error.detail.split('\n') };
  }
}
