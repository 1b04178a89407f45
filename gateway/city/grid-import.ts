import { GatewayError } from '../errors.ts';
import { convertShape } from './convert-shape.ts';
import { cellsSchema } from './geojson.ts';
import { areaOf } from './geometry.ts';
import type { GridSystemSpec, LevelSpec } from './grid-system-spec.ts';
import type { GridCell } from './grid-systems.ts';
import type { LocalMetre } from './local-metre.ts';
import { type CityProblem, printProblem } from './problem.ts';
import { readSource } from './source-file.ts';

export interface ImportOptions {
  /** What the map's properties mean. */
  readonly level: LevelSpec;
  readonly crs: GridSystemSpec['crs'];
  readonly localMetre?: LocalMetre;
  /** Type of cells that say none. */
  readonly type: GridCell['type'];
}

/** Decimals of a degree that are written: 1 cm. */
const DECIMALS = 7;

/**
 * Reads the map of one level as an authority exported it. Throws CITY_INVALID with every problem as `file:line:column`, among
 * them a local metre grid without its parameters.
 */
export function importMap(file: string, { level, crs, localMetre, type }: ImportOptions): GridCell[] {
  const problems: CityProblem[] = [];
  const convert = convertShape(crs, localMetre);
  if (!convert)
    throw new GatewayError(
      'CITY_INVALID',
      `${file}: local_metre needs the parameters of the city's grid; put them under localMetre in the profile, or export the file as EPSG:4490`,
    );
  const source = readSource(file, cellsSchema(level, crs === 'local_metre' ? 'metres' : 'degrees'), problems);
  if (!source) throw new GatewayError('CITY_INVALID', problems.slice(0, 20).map(printProblem).join('\n'));
  const cells = source.value.map(({ path, ...drawn }): GridCell => {
    const shape = convert(drawn.shape);
    return { ...drawn, type: drawn.type ?? type, shape, areaM2: areaOf(shape), where: () => source.at(path) };
  });
  return cells.sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** The cells as a file of a profile: CGCS2000/WGS-84, our property names, one feature a line, sorted by code. */
export function writeMap(name: string, cells: readonly GridCell[]): string {
  const round = (degrees: number) => Number(degrees.toFixed(DECIMALS));
  const rows = cells.map(({ code, parent, level, name: title, type, shape }) => {
    const coordinates = shape.map((polygon) => polygon.map((ring) => ring.map((position) => position.map(round))));
    const [only, ...more] = coordinates;
    const geometry =
      only && more.length === 0 ? { type: 'Polygon', coordinates: only } : { type: 'MultiPolygon', coordinates };
    const properties = { code, ...(parent === undefined ? {} : { parent }), level, name: title, type };
    return JSON.stringify({ type: 'Feature', properties, geometry });
  });
  return `{"type":"FeatureCollection","name":${JSON.stringify(name)},"features":[\n${rows.join(',\n')}\n]}\n`;
}
