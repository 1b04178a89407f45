import { outline, type Ring } from './lattice.ts';

export type GridType = 'URBAN' | 'SELF_GOVERNED' | 'OVERLAY';

/** A cell of a grid system, made of rings of the lattice. */
export interface Cell {
  readonly code: string;
  readonly parent?: string;
  readonly level: string;
  readonly name: string;
  /** Of leaves. */
  readonly type?: GridType;
  readonly rings: readonly Ring[];
}

export type Place = Pick<Cell, 'code' | 'level' | 'name' | 'type'>;

/** Gathers the rings of leaves into the cells above them; cells come in the order of their codes. */
export function gather(leaves: readonly { readonly path: readonly Place[]; readonly ring: Ring }[]): Cell[] {
  const cells = new Map<string, Cell & { readonly rings: Ring[] }>();
  for (const { path, ring } of leaves)
    path.forEach((place, depth) => {
      const parent = path[depth - 1]?.code;
      const { code, ...rest } = place;
      const cell = cells.get(code) ?? { code, ...(parent ? { parent } : {}), ...rest, rings: [] };
      cell.rings.push(ring);
      cells.set(place.code, cell);
    });
  return [...cells.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

const polygon = (rings: readonly Ring[]) => ({
  type: 'Polygon',
  coordinates: [outline(rings).map(([lon, lat]) => [lon / 1e6, lat / 1e6])],
});

/** GeoJSON with one feature per line, so that a change of one cell is a change of one line. */
function collection(name: string, features: readonly object[]): string {
  const head = {
    type: 'FeatureCollection',
    name,
    synthetic: true,
    note: 'Synthetic polygons drawn by generate-grids.ts. They show no real boundary.',
  };
  const rows = features.map((feature) => JSON.stringify(feature)).join(',\n');
  return `${JSON.stringify(head).slice(0, -1)},"features":[\n${rows}\n]}\n`;
}

/** The file of one level. */
export function levelFile(name: string, cells: readonly Cell[], level: string): string {
  const features = cells
    .filter((cell) => cell.level === level)
    .map(({ rings, ...properties }) => ({ type: 'Feature', properties, geometry: polygon(rings) }));
  return collection(name, features);
}

/** A file with one area that is no cell. */
export function areaFile(name: string, title: string, rings: readonly Ring[]): string {
  return collection(name, [{ type: 'Feature', properties: { name: title }, geometry: polygon(rings) }]);
}

export const digits = (value: number, width: number) => String(value).padStart(width, '0');
