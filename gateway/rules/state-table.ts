/** Last known states kept per device; beyond, the one heard of longest ago is forgotten (ObjectIds that never repeat). */
export const MAX_STATES = 10_000;

/** What is known of one source of events. */
export interface KnownState {
  /** On, for a state; always false for an occurrence. */
  readonly active: boolean;
  /** Event time of the newest happening, epoch ms, never ahead of its arrival. */
  readonly time: number;
  /** Counts up with every happening of the device: the order in which states are forgotten, also after a restart. */
  readonly order: number;
  /** Which of several reports of one thing this is; absent where there is only one. */
  readonly via?: string;
}

/** The last known state per event source (code, part, key) of one device. */
export interface StateTable {
  get(source: string): KnownState | undefined;
  /** Records a happening. Returns the source that had to be forgotten for it, if one had to. */
  set(source: string, active: boolean, time: number, via?: string): string | undefined;
  delete(source: string): void;
  entries(): IterableIterator<[source: string, state: KnownState]>;
  readonly size: number;
}

/** A state table, empty or as it was stored (in any order). */
export function createStateTable(stored: readonly [string, KnownState][] = []): StateTable {
  const states = new Map([...stored].sort((a, b) => a[1].order - b[1].order));
  let order = 0;
  for (const state of states.values()) order = state.order;
  return {
    get: (source) => states.get(source),
    set(source, active, time, via) {
      // A Map keeps the order of insertion: taking the entry out first makes it the youngest.
      states.delete(source);
      states.set(source, { active, time, order: ++order, ...(via === undefined ? undefined : { via }) });
      if (states.size <= MAX_STATES) return undefined;
      const oldest = states.keys().next().value as string;
      states.delete(oldest);
      return oldest;
    },
    delete: (source) => void states.delete(source),
    entries: () => states.entries(),
    get size() {
      return states.size;
    },
  };
}
