const MINUTE = 60_000;

/** Where single alarms become an incident, a storm or a fault of the device. Data of the city may say otherwise. */
export interface Limits {
  /** On-and-off cycles of one source of a device within `window` ms; the next alarm is flapping. */
  readonly flapping: { readonly cycles: number; readonly window: number };
  /** New cases of a category in a grid within `window` ms; further alarms join one of them. */
  readonly storm: { readonly cases: number; readonly window: number };
  /** Devices of a vendor that fell silent within `window` ms: more than `share` of them, and at least `devices`. */
  readonly upstream: { readonly share: number; readonly window: number; readonly devices: number };
  /** A second source counts within so many metres and ms. */
  readonly confirm: { readonly radiusM: number; readonly window: number };
  /** The same for a clue of a person. */
  readonly clue: { readonly radiusM: number; readonly window: number };
  /** An alarm so soon after its case was closed reopens it, ms. */
  readonly reopen: number;
  /** How long a deferred matter rests before the mode is asked again, ms. */
  readonly defer: number;
}

/** The standing limits: proposals of this project, not of a standard. */
export const LIMITS: Limits = {
  flapping: { cycles: 6, window: 10 * MINUTE },
  storm: { cases: 20, window: MINUTE },
  upstream: { share: 0.3, window: 2 * MINUTE, devices: 5 },
  confirm: { radiusM: 200, window: 10 * MINUTE },
  clue: { radiusM: 200, window: 15 * MINUTE },
  reopen: 30 * MINUTE,
  defer: 15 * MINUTE,
};
