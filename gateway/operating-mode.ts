import type { Clock } from './clock.ts';
import { GatewayError } from './errors.ts';
import type { Records } from './records/records.ts';

/** Which mode the city is in, since when (epoch ms), who said so and why. */
export interface ModeState {
  readonly mode: string;
  readonly since: number;
  readonly by: string;
  readonly reason?: string;
}

/** The operating mode in force. It outlives a restart. */
export interface OperatingMode {
  /** Id of the mode in force: cheap enough for every message. */
  mode(): string;
  state(): ModeState;
  /** Switches; resolves once it is on disk. The same mode again changes nothing. Throws REQUEST_INVALID for an unknown one. */
  switchTo(to: { readonly mode: string; readonly by: string; readonly reason?: string }): Promise<ModeState>;
  /** Called after every switch. Returns the unsubscribe function. */
  onSwitch(listener: (state: ModeState) => void): () => void;
}

const NORMAL = 'NORMAL';
const KEY = 'operating-mode';

/** Opens the mode as it was left. `modes` are those of the city of the moment: one it no longer has counts as NORMAL. */
export function openOperatingMode({
  records,
  clock,
  modes,
}: {
  readonly records: Pick<Records, 'read' | 'write'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly modes: () => readonly { readonly id: string }[];
}): OperatingMode {
  const stored = records.read.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', KEY);
  let state: ModeState = stored
    ? (JSON.parse(stored.value) as ModeState)
    : { mode: NORMAL, since: clock.now(), by: 'gateway' };
  const listeners = new Set<(state: ModeState) => void>();
  const has = (mode: string) => modes().some(({ id }) => id === mode);
  const mode = () => (state.mode === NORMAL || has(state.mode) ? state.mode : NORMAL);
  return {
    mode,
    state: () => ({ ...state, mode: mode() }),
    async switchTo(to) {
      if (!has(to.mode)) {
        const known = modes().map(({ id }) => id);
        throw new GatewayError('REQUEST_INVALID', `"${to.mode}" is no mode of this city; it has ${known.join(', ')}`);
      }
      if (to.mode === state.mode) return state;
      const next: ModeState = { ...to, since: clock.now() };
      await records.write((tx) =>
        tx.run(
          'INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
          ...[KEY, JSON.stringify(next)],
        ),
      );
      state = next;
      for (const listener of listeners) listener(next);
      return next;
    },
    onSwitch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
