import type { Case } from '../model/case.ts';
import type { Crs, GeoPosition } from '../model/observation.ts';
import { crs } from './schemas.ts';

/** The way from the canonical coordinates to those of a map. */
export interface CoordinatesApi {
  fromWgs84(position: { readonly lon: number; readonly lat: number }, crs: Crs): GeoPosition;
}

/** Query parameter of everything that shows where a case is. */
export const crsQuery = {
  ...crs,
  default: 'wgs84',
  description: `of \`location\`: ${crs.description}`,
} as const;

/** A case with its location in the system that was asked for; only what is shown is converted, never what is kept. */
export function placedIn(wanted: Crs, { fromWgs84 }: CoordinatesApi): (record: Case) => Case {
  if (wanted === 'wgs84') return (record) => record;
  return (record) => (record.location ? { ...record, location: fromWgs84(record.location, wanted) } : record);
}
