import type { DeviceState } from './device-state.ts';

/** What the rules know of one device, for health and explanations. Times are epoch ms. */
export interface DeviceReport {
  readonly lastSeen?: number;
  readonly online: boolean;
  readonly typeId: string;
  /** The newest evaluated value of every channel with rules. */
  readonly channels: readonly {
    readonly channel: string;
    readonly time: number;
    readonly value: number | boolean | string;
  }[];
  /** How far the device's clock is behind ours, ms, from its messages since the start; never applied. */
  readonly clockSkewMs?: number;
  /** Rules that wait, are in alarm, or were once. */
  readonly episodes: readonly {
    readonly ruleId: string;
    readonly source: string;
    readonly phase: 'idle' | 'pending' | 'active' | 'clearing';
    readonly episode: number;
    readonly since: number;
    readonly due?: number;
    /** Raised while the device flapped, and nobody was told. */
    readonly muted?: true;
  }[];
  /** The last known states; at most the 100 youngest, a camera can have thousands. */
  readonly states: readonly { readonly source: string; readonly active: boolean; readonly time: number }[];
}

const MAX_STATES_SHOWN = 100;

export function reportOf(state: DeviceState): DeviceReport {
  return {
    ...(state.seenAt > 0 && { lastSeen: state.seenAt }),
    online: state.offlineAt === 0,
    typeId: state.typeId,
    channels: [...state.channels]
      .filter(([, { time }]) => time >= 0)
      .map(([channel, { time, value, kind, words }]) => ({
        channel,
        time,
        value: kind === 'enum' ? (words[Number(value)] ?? 'unknown') : value,
      })),
    ...(state.skew !== undefined && { clockSkewMs: Math.round(state.skew) }),
    episodes: [...state.slots.values()]
      .filter((slot) => slot.state.episode > 0 || slot.state.phase !== 'idle')
      .map(({ ruleId, source, state: { phase, episode, since, due, muted } }) => ({
        ruleId,
        source,
        phase,
        episode,
        since,
        ...(due > 0 && { due }),
        ...(muted && { muted }),
      })),
    states: [...state.states.entries()]
      .slice(-MAX_STATES_SHOWN)
      .map(([source, { active, time }]) => ({ source, active, time })),
  };
}
