import type { Clock } from '../clock.ts';
import type { DevicePort } from './stage.ts';

/** Machine ms for which a count holds: a fleet that falls silent asks once per device. */
const FRESH_MS = 60_000;

/** The device port with its counts per vendor remembered for a minute: as many as there are vendors. */
export function rememberSizes(devices: DevicePort, clock: Pick<Clock, 'monotonic'>): DevicePort {
  const { vendorSize } = devices;
  if (!vendorSize) return devices;
  const known = new Map<string, { readonly size: number; readonly until: number }>();
  return {
    ...devices,
    vendorSize(vendor) {
      const entry = known.get(vendor);
      if (entry && clock.monotonic() < entry.until) return entry.size;
      const size = vendorSize(vendor);
      known.set(vendor, { size, until: clock.monotonic() + FRESH_MS });
      return size;
    },
  };
}
