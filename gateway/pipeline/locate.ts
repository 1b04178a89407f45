import { UNGRIDDED } from '../model/grid.ts';
import { found } from './found.ts';
import type { Place, Stage } from './stage.ts';

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
  if (!position) {
    const orgCode = device.orgCode ?? city.defaultOrg;
    return { pass: { ...draft, place: { gridCode: UNGRIDDED, grids: [], orgCode } } };
  }
  const location = city.locate(position);
  const gridCode = location.grids[0]?.code ?? UNGRIDDED;
  const place: Place = {
    location: { lon: location.lon, lat: location.lat, crs: location.crs },
    gridCode,
    grids: location.grids,
    orgCode: gridCode === UNGRIDDED ? (device.orgCode ?? (location.orgCode || city.defaultOrg)) : location.orgCode,
  };
  return { pass: { ...draft, place } };
};
