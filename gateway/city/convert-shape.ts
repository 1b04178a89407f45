import { toWgs84 } from './coordinates.ts';
import { type MultiPolygon, movePositions } from './geometry.ts';
import type { GridSystemSpec } from './grid-system-spec.ts';
import type { LocalMetre } from './local-metre.ts';

/** How a file's shapes become WGS-84; undefined for a local metre grid whose parameters nobody gave. */
export function convertShape(
  crs: GridSystemSpec['crs'],
  local?: LocalMetre,
): ((shape: MultiPolygon) => MultiPolygon) | undefined {
  if (crs === 'wgs84' || crs === 'cgcs2000') return (shape) => shape;
  if (crs !== 'local_metre')
    return (shape) =>
      movePositions(shape, (lon, lat) => {
        const there = toWgs84({ lon, lat, crs });
        return [there.lon, there.lat];
      });
  if (!local) return undefined;
  return (shape) =>
    movePositions(shape, (east, north) => {
      const there = local.toWgs84(east, north);
      return [there.lon, there.lat];
    });
}
