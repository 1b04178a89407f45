/**
 * Draws the synthetic grids of this profile: 36 grids of about 0.12 km², 12 units, 4 areas and 2 streets in 1 district,
 * an irregular tiling without gaps. The codes follow the published layout (6 digits district, 3 street, 3 community,
 * 3 grid); the shapes are invented and show no real boundary. Run `node deploy/profiles/lianhu/generate-grids.ts` to write
 * `grids/`; the same seed gives the same bytes everywhere, since all arithmetic is on whole microdegrees.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SEED = 610_104;
/** South-west corner and size of a lattice square in microdegrees: 346 m by 346 m at 34.26° N. */
const WEST = 108_918_700;
const SOUTH = 34_250_600;
const STEP_LON = 3_760;
const STEP_LAT = 3_121;
/** Squares per side of the tiling, and of an area (片区). */
const SIDE = 6;
const BLOCK = 3;
/** Points drawn between two corners of the lattice. */
const BENDS = 2;

type Point = readonly [lon: number, lat: number];
type Ring = readonly Point[];

/** Park–Miller generator: exact in doubles, so the same on every machine. Whole numbers in [-reach, reach]. */
function jitter(seed: number): (reach: number) => number {
  let state = seed;
  return (reach) => {
    state = (state * 48_271) % 2_147_483_647;
    return (state % (2 * reach + 1)) - reach;
  };
}

const keyOf = (point: Point) => point.join(' ');

/** Lines between lattice corners, bent; both neighbours of a line use the very same points. */
function drawLines() {
  const random = jitter(SEED);
  const corners = Array.from({ length: SIDE + 1 }, (_, row) =>
    Array.from(
      { length: SIDE + 1 },
      (_, column): Point => [WEST + column * STEP_LON + random(700), SOUTH + row * STEP_LAT + random(580)],
    ),
  );
  const corner = (column: number, row: number): Point => corners[row]?.[column] ?? [0, 0];
  const bend = (from: Point, to: Point): Ring => {
    const between = Array.from({ length: BENDS }, (_, i): Point => {
      const part = i + 1;
      const at = (axis: 0 | 1) => Math.floor((from[axis] * (BENDS + 1 - part) + to[axis] * part) / (BENDS + 1));
      return [at(0) + random(240), at(1) + random(200)];
    });
    return [from, ...between, to];
  };
  const lines = new Map<string, Ring>();
  for (let row = 0; row <= SIDE; row++)
    for (let column = 0; column <= SIDE; column++) {
      if (column < SIDE) lines.set(`east ${column} ${row}`, bend(corner(column, row), corner(column + 1, row)));
      if (row < SIDE) lines.set(`north ${column} ${row}`, bend(corner(column, row), corner(column, row + 1)));
    }
  return (direction: 'east' | 'north', column: number, row: number): Ring =>
    lines.get(`${direction} ${column} ${row}`) ?? [];
}

/** The ring of a lattice square, counter-clockwise, closed. */
function squareRing(line: ReturnType<typeof drawLines>, column: number, row: number): Ring {
  return [
    ...line('east', column, row).slice(0, -1),
    ...line('north', column + 1, row).slice(0, -1),
    ...line('east', column, row + 1)
      .toReversed()
      .slice(0, -1),
    ...line('north', column, row).toReversed(),
  ];
}

/** The outline of neighbouring rings: edges that two of them share, in opposite directions, fall away. */
function outline(rings: readonly Ring[]): Ring {
  const next = new Map<string, { readonly from: Point; readonly to: Point }>();
  const edges = rings.flatMap((ring) => ring.slice(1).map((to, i) => ({ from: ring[i] ?? to, to })));
  const drawn = new Set(edges.map(({ from, to }) => `${keyOf(from)} ${keyOf(to)}`));
  for (const edge of edges) if (!drawn.has(`${keyOf(edge.to)} ${keyOf(edge.from)}`)) next.set(keyOf(edge.from), edge);
  const start = [...next.values()][0]?.from ?? [0, 0];
  const ring: Point[] = [start];
  for (let edge = next.get(keyOf(start)); edge && ring.length <= next.size; edge = next.get(keyOf(edge.to)))
    ring.push(edge.to);
  return ring;
}

interface Cell {
  readonly code: string;
  readonly parent?: string;
  readonly level: string;
  readonly name: string;
  readonly rings: readonly Ring[];
}

const digits = (value: number, width: number) => String(value).padStart(width, '0');
const blockOf = (index: number) => Math.floor(index / BLOCK);

/** Codes of the cells that a lattice square belongs to, from the district to the grid. */
function codesOf(column: number, row: number) {
  const [blockColumn, blockRow] = [blockOf(column), blockOf(row)];
  const [x, y] = [column % BLOCK, row % BLOCK];
  // Strips run along the street in one area and across it in the next.
  const [strip, place] = (blockColumn + blockRow) % 2 === 0 ? [y, x] : [x, y];
  const street = `610104${digits(blockRow + 1, 3)}`;
  const area = `${street}P${digits(blockColumn + 1, 2)}`;
  const unit = `${street}${digits(blockColumn * BLOCK + strip + 1, 3)}`;
  const grid = `${unit}${digits(place + 1, 3)}`;
  const label = `${blockRow + 1}-${blockColumn + 1}`;
  return [
    { code: '610104', level: 'district', name: '莲湖区（合成）' },
    { code: street, level: 'street', name: `合成街道${blockRow + 1}` },
    { code: area, level: 'area', name: `合成片区${label}` },
    { code: unit, level: 'unit', name: `合成单元${label}-${strip + 1}` },
    { code: grid, level: 'grid', name: `合成网格${label}-${strip + 1}-${place + 1}` },
  ];
}

function drawCells(): Cell[] {
  const line = drawLines();
  const cells = new Map<string, Cell & { readonly rings: Ring[] }>();
  for (let row = 0; row < SIDE; row++)
    for (let column = 0; column < SIDE; column++) {
      const ring = squareRing(line, column, row);
      codesOf(column, row).forEach(({ code, level, name }, depth, path) => {
        const parent = path[depth - 1]?.code;
        const cell = cells.get(code) ?? { code, ...(parent ? { parent } : {}), level, name, rings: [] };
        cell.rings.push(ring);
        cells.set(code, cell);
      });
    }
  return [...cells.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

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

function polygon(ring: Ring) {
  return { type: 'Polygon', coordinates: [ring.map(([lon, lat]) => [lon / 1e6, lat / 1e6])] };
}

const FILES = { district: 'district', street: 'streets', area: 'areas', unit: 'units', grid: 'grids' };

/** All files of `grids/` by name. */
export function generateGrids(): Map<string, string> {
  const cells = drawCells();
  const files = new Map<string, string>();
  for (const [level, name] of Object.entries(FILES)) {
    const features = cells
      .filter((cell) => cell.level === level)
      .map(({ rings, ...properties }) => ({
        type: 'Feature',
        properties: { ...properties, type: 'URBAN' },
        geometry: polygon(outline(rings)),
      }));
    files.set(`${name}.geojson`, collection(name, features));
  }
  const managed = outline(cells.flatMap((cell) => (cell.level === 'grid' ? cell.rings : [])));
  const feature = { type: 'Feature', properties: { name: '管理范围（合成）' }, geometry: polygon(managed) };
  return files.set('managed-area.geojson', collection('managed-area', [feature]));
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [name, text] of generateGrids()) writeFileSync(new URL(`grids/${name}`, import.meta.url), text);
