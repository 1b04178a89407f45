/** How much faster than its rate a device may be for a while: seconds of its rate. */
const BURST_SECONDS = 10;
/** Devices remembered; beyond that those that are within their rate are forgotten, which changes nothing for them. */
const MAX_DEVICES = 100_000;

/** What one device has used of its rate, whatever the number of its connections. */
export interface Pace {
  /** Machine ms at which the device will have made up for what it sent. */
  due: number;
}

/** Message rates per device. A device that is too fast is read later; nothing of it is dropped. */
export interface Paces {
  of(vendor: string, device: string): Pace;
  /** Counts a message at `now` (machine ms). Returns the ms to wait before the next one is read, 0 for none. */
  spend(pace: Pace, now: number): number;
}

/** A token bucket per device (as virtual scheduling, ITU-T I.371): `rate` messages/s, 0 for no limit. */
export function createPaces(rate: number): Paces {
  const paces = new Map<string, Pace>();
  const interval = rate > 0 ? 1000 / rate : 0;
  const burst = BURST_SECONDS * 1000;
  let newest = 0;

  const forget = () => {
    for (const [device, pace] of paces) if (pace.due <= newest) paces.delete(device);
  };

  return {
    of(vendor, device) {
      const id = `${vendor}/${device}`;
      let pace = paces.get(id);
      if (!pace) {
        if (paces.size >= MAX_DEVICES) forget();
        pace = { due: 0 };
        paces.set(id, pace);
      }
      return pace;
    },
    spend(pace, now) {
      if (interval === 0) return 0;
      newest = now;
      pace.due = Math.max(pace.due, now) + interval;
      return Math.max(0, pace.due - now - burst);
    },
  };
}
