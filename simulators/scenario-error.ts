/** Where in a scenario file something is wrong; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A scenario that cannot be run. The message names file, line and column; commands end with exit code 2. */
export class ScenarioError extends Error {
  readonly code = 'SCENARIO_INVALID';
  readonly exitCode = 2;
  readonly place: Place;

  constructor(place: Place, detail: string) {
    super(`SCENARIO_INVALID ${place.file}:${place.line}:${place.column}: ${detail}`);
    this.name = 'ScenarioError';
    this.place = place;
  }
}
