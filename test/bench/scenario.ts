import type { System } from './system.ts';

/** What one run of one system gave: a number for each column it has. */
export type Figures = Readonly<Record<string, number>>;

export interface Settings {
  /** Seconds of each measured stretch, behind the warm-up. */
  readonly seconds: number;
  /** Folder for CPU profiles of the gateway. */
  readonly profile?: string;
}

/** A column, or the ratio of `of` to what the named peer has there, and what it must be. */
export interface Target {
  readonly column: string;
  readonly over?: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** One kind of load. Each system runs it in a fresh state, one after the other, and all again in the next round. */
export interface Scenario {
  readonly name: string;
  readonly what: string;
  readonly systems: readonly System[];
  /** How often at most; default: as often as asked. */
  readonly rounds?: number;
  /** The column whose ratio to each peer is printed. */
  readonly headline: string;
  /** A higher headline is better; default. */
  readonly lowerIsBetter?: boolean;
  readonly targets: readonly Target[];
  measure(system: System, settings: Settings): Promise<Figures>;
}
