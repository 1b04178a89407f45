import type { GatewayError } from '../errors.ts';

/** Machine ms; the defaults suit a device on a local network. */
export interface OnvifTiming {
  readonly pullTimeoutMs: number;
  /** The first two retries: a device that was only reset answers a second later. */
  readonly fastRetryMs: number;
  readonly minBackoffMs: number;
  readonly maxBackoffMs: number;
  /** Between tries while the login is refused: one wrong password in half an hour locks no account. */
  readonly refusedRetryMs: number;
  readonly offlineAfterMs: number;
}

export const ONVIF_TIMING: OnvifTiming = {
  pullTimeoutMs: 30_000,
  fastRetryMs: 1_000,
  minBackoffMs: 5_000,
  maxBackoffMs: 900_000,
  refusedRetryMs: 1_800_000,
  offlineAfterMs: 90_000,
};

/** How many times in a row a login is refused before the device is left alone: accounts lock after about five. */
const MAX_REFUSALS = 2;

/** Decides when a failed device is tried again; it never says never. */
export interface Retry {
  /** Counts a failure: the wait in machine ms before the next try, and whether the login is given up for now. */
  after(error: GatewayError): { readonly ms: number; readonly refused: boolean };
  /** The login was accepted. */
  accepted(): void;
  /** All is well, or somebody asked for a fresh start: the next failure is the first one. */
  reset(): void;
}

/** Two fast retries, then a doubling back-off between the bounds of `timing`, half of it random. */
export function createRetry(timing: OnvifTiming, random: () => number): Retry {
  let failures = 0;
  let refusals = 0;
  return {
    after(error) {
      failures += 1;
      if (error.code === 'ONVIF_AUTH') refusals += 1;
      if (refusals >= MAX_REFUSALS) return { ms: timing.refusedRetryMs, refused: true };
      if (failures <= 2) return { ms: timing.fastRetryMs, refused: false };
      const full = Math.min(timing.maxBackoffMs, timing.minBackoffMs * 2 ** Math.min(20, failures - 3));
      // Devices behind one switch must not come back in step.
      return { ms: full / 2 + (full / 2) * random(), refused: false };
    },
    accepted() {
      refusals = 0;
    },
    reset() {
      failures = 0;
      refusals = 0;
    },
  };
}
