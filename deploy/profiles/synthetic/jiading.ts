/**
 * Jiading, Shanghai: 1 district, 12 streets and towns, 417 grids on 463 km², of which 96 are urban (90 km²) and 321 govern
 * themselves. Later one of the latter became three urban ones: 99 and 320, 419 in all.
 */
import { divide, drawLattice, type Ring, type Square, share, squaresOf } from './lattice.ts';
import { areaFile, type Cell, digits, gather, levelFile, type Place } from './tree.ts';

/** Towns and streets. */
const STREETS = 12;
/** The urban core: 12 columns by 8 rows of 968 m; the squares around it have sides of 1,136 m. */
const CORE = { column: 4, row: 6, columns: 12, rows: 8 } as const;
const [COLUMNS, ROWS] = [21, 20] as const;
const NARROW = { lon: 10_182, lat: 8_733 } as const;
const WIDE = { lon: 11_943, lat: 10_243 } as const;
const BENDS = 2;
/** Squares that are not of the district: 420 - 3 = 417. */
const OUTSIDE = new Set(['20 0', '20 19', '0 19']);
/** The grid that became three. */
const CUT: Square = { column: 3, row: 9 };

const within = (value: number, from: number, count: number) => value >= from && value < from + count;
const isUrban = ({ column, row }: Square) =>
  within(column, CORE.column, CORE.columns) && within(row, CORE.row, CORE.rows);

interface Leaf {
  readonly square: Square;
  readonly path: readonly Place[];
  readonly ring: Ring;
}

function drawLeaves(): Leaf[] {
  const ringOf = drawLattice({
    ...{ seed: 310_114, west: 121_135_000, south: 31_265_000, bends: BENDS },
    columns: Array.from({ length: COLUMNS }, (_, i) => (within(i, CORE.column, CORE.columns) ? NARROW : WIDE).lon),
    rows: Array.from({ length: ROWS }, (_, i) => (within(i, CORE.row, CORE.rows) ? NARROW : WIDE).lat),
    reach: { corner: [1_300, 1_100], bend: [500, 420] },
  });
  const squares = squaresOf({ column: 0, row: 0, columns: COLUMNS, rows: ROWS }).filter(
    ({ column, row }) => !OUTSIDE.has(`${column} ${row}`),
  );
  return divide(squares, share(squares.length, STREETS)).flatMap((piece, s) =>
    piece.map((square, i) => ({ square, path: pathOf(s, i, isUrban(square)), ring: ringOf(square) })),
  );
}

function pathOf(street: number, index: number, urban: boolean): Place[] {
  const code = `310114${digits(street + 1, 3)}`;
  return [
    { code: '310114', level: 'district', name: '嘉定区（合成）' },
    { code, level: 'street', name: `合成街镇${street + 1}` },
    {
      code: `${code}${digits(index + 1, 3)}`,
      level: 'grid',
      name: `合成责任网格${street + 1}-${index + 1}`,
      type: urban ? 'URBAN' : 'SELF_GOVERNED',
    },
  ];
}

/** Cuts a ring of the lattice from south to north into three, through the bends of its sides; no neighbour changes. */
function cutInThree(ring: Ring): Ring[] {
  const side = BENDS + 1;
  return [0, 1, 2].map((part) => {
    const south = ring.slice(part, part + 2);
    const north = ring.slice(3 * side - part - 1, 3 * side - part + 1);
    const east = part === 2 ? ring.slice(side + 1, 2 * side) : [];
    const west = part === 0 ? ring.slice(3 * side + 1, 4 * side) : [];
    return [...south, ...east, ...north, ...west, ...south.slice(0, 1)];
  });
}

/** After the cut: the old code is gone, the new ones follow the last of the street. */
function later(leaves: readonly Leaf[]): Leaf[] {
  const cut = leaves.find(({ square }) => square.column === CUT.column && square.row === CUT.row);
  const [street] = cut?.path.slice(1) ?? [];
  if (!cut || !street) throw new Error('the grid to cut is not there');
  const ofStreet = leaves.filter(({ path }) => path[1]?.code === street.code).length;
  const parts = cutInThree(cut.ring).map((ring, i) => ({
    ...{ square: cut.square, ring },
    path: pathOf(Number(street.code.slice(6)) - 1, ofStreet + i, true),
  }));
  return [...leaves.filter((leaf) => leaf !== cut), ...parts];
}

/** The files of `jiading/grids/`; those of the earlier version lie in `2014/`. */
export function drawJiading(): Map<string, string> {
  const before = drawLeaves();
  const [old, now] = [gather(before), gather(later(before))];
  const grids = (cells: readonly Cell[]) => levelFile('grids', cells, 'grid');
  return new Map([
    ['2014/grids.geojson', grids(old)],
    ['district.geojson', levelFile('district', now, 'district')],
    ['streets.geojson', levelFile('streets', now, 'street')],
    ['grids.geojson', grids(now)],
    ['managed-area.geojson', areaFile('managed-area', '管理范围（合成）', now[0]?.rings ?? [])],
  ]);
}
