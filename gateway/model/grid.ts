/** Where a point lies in one grid system. */
export interface GridRef {
  readonly system: string;
  readonly version: string;
  /** Code of the leaf; `UNGRIDDED` for a point outside every grid of the system. */
  readonly code: string;
  /** Codes from the top level to the leaf. */
  readonly path: readonly string[];
  /** What kind of leaf: urban, self-governed (小联勤 acts first), or a cell of an overlay. */
  readonly type?: GridType;
}

export type GridType = 'URBAN' | 'SELF_GOVERNED' | 'OVERLAY';

export const UNGRIDDED = 'UNGRIDDED';

/** A located point: canonical WGS-84/CGCS2000 coordinates and its grids, the responsible system first. */
export interface Location {
  readonly lon: number;
  readonly lat: number;
  readonly crs: 'wgs84';
  /** CRS the position was declared in, when it was converted. */
  readonly convertedFrom?: string;
  readonly grids: readonly GridRef[];
  /** Organisation that dispatches in the responsible grid. */
  readonly orgCode: string;
}
