import { UNGRIDDED } from '../model/grid.ts';
import type { GeoPosition } from '../model/observation.ts';
import { found } from './found.ts';
import type { CityPort, Place, Stage } from './stage.ts';

/**
 * Where a position lies in every grid system, by path and version, and who dispatches there: in the responsible grid its
 * organisation, elsewhere `orgCode` where one is given, else the city's default one. The grids are those in force at `at`, epoch
 * ms of the happening: a case keeps the version it arose under.
 */
export function placeOf(
  position: GeoPosition | undefined,
  orgCode: string | undefined,
  city: Pick<CityPort, 'locate' | 'defaultOrg'>,
  at?: number,
): Place {
  if (!position) return { gridCode: UNGRIDDED, grids: [], orgCode: orgCode ?? city.defaultOrg };
  const { lon, lat, crs, grids, ...location } = city.locate(position, at);
  const gridCode = grids[0]?.code ?? UNGRIDDED;
  const outside = gridCode === UNGRIDDED;
  return {
    location: { lon, lat, crs },
    gridCode,
    grids,
    orgCode: outside ? (orgCode ?? (location.orgCode || city.defaultOrg)) : location.orgCode,
  };
}

/**
 * Where is it, in which grid, and who dispatches there? A fixed device stands where it was registered, a mobile one where
 * it said it was. A point outside every grid, or no point at all, still becomes a case: `UNGRIDDED`, dispatched by the
 * device's organisation, else the city's default one.
 */
export const locate: Stage = (draft, { city }) => {
  // A clear joins its case by key; it needs no place.
  if (draft.candidate.type === 'clear') return { pass: draft };
  const device = found(draft.device, 'device');
  const reported = draft.candidate.position;
  const position = device.mobility === 'MOBILE' ? (reported ?? device.position) : (device.position ?? reported);
  return { pass: { ...draft, place: placeOf(position, device.orgCode, city, draft.candidate.at) } };
};
