import type { GeoPosition } from './observation.ts';

/** Who may say something: the public (群众), the hotline (12345) and patrols (巡查). */
export const CLUE_SOURCES = ['PUBLIC', 'HOTLINE', 'PATROL'] as const;

export type ClueSource = (typeof CLUE_SOURCES)[number];

/** What a person saw, as another platform passes it on. It carries no name and no number of that person. */
export interface Clue {
  /** The other platform's id: repeating it changes nothing. */
  readonly clueId: string;
  readonly source: ClueSource;
  /** Category code with its letter. */
  readonly category: string;
  readonly position: GeoPosition;
  /** Epoch ms at which it was seen. */
  readonly at: number;
  readonly note?: string;
}

/** What became of a clue. `waiting`: no case so far; it speaks for one that begins nearby soon. */
export interface ClueResult {
  /** False: this clueId was known and nothing changed. */
  readonly applied: boolean;
  readonly outcome: 'attached' | 'opened' | 'waiting';
  readonly caseNo?: string;
}
