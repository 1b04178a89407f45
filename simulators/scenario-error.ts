/** Where in a scenario file something is wrong; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong, and where in its file. */
export interface PlacedMistake {
  readonly place: Place;
  readonly detail: string;
}

/**
 * A scenario that cannot be run. The message has a line with file, line and column for each thing that is wrong; commands end
 * with exit code 2.
 */
export class ScenarioError extends Error {
  readonly code = 'SCENARIO_INVALID';
  readonly exitCode = 2;
  /** Of the first mistake. */
  readonly place: Place;

  constructor(place: Place, detail: string, others: readonly PlacedMistake[] = []) {
    const line = (mistake: PlacedMistake) =>
      `SCENARIO_INVALID ${mistake.place.file}:${mistake.place.line}:${mistake.place.column}: ${mistake.detail}`;
    super([{ place, detail }, ...others].map(line).join('\n'));
    this.name = 'ScenarioError';
    this.place = place;
  }
}
