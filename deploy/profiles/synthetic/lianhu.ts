/**
 * Lianhu, Xi'an: 1 district, 9 streets, 41 areas (片区), 134 units and 364 grids of 0.12 km². The codes follow the published
 * layout: 6 digits district, 3 street, 3 community, 3 grid.
 */
import { type Block, divide, drawLattice, type Square, share, squaresOf } from './lattice.ts';
import { areaFile, digits, gather, levelFile, type Place } from './tree.ts';

/** 346 m by 346 m at 34.26° N. */
const [STEP_LON, STEP_LAT] = [3_760, 3_121] as const;
const [COLUMNS, ROWS] = [26, 14] as const;

interface Street {
  readonly block: Block;
  readonly areas: number;
  readonly units: number;
  /** Areas of 3 by 3 squares in units of 3, instead of pieces of any shape. */
  readonly regular?: true;
}

const block = (column: number, row: number, columns: number, rows: number): Block => ({ column, row, columns, rows });

const STREETS: readonly Street[] = [
  { block: block(20, 0, 6, 3), areas: 2, units: 6, regular: true },
  { block: block(20, 3, 6, 3), areas: 2, units: 6, regular: true },
  { block: block(20, 6, 6, 8), areas: 5, units: 17 },
  { block: block(0, 0, 7, 7), areas: 6, units: 19 },
  { block: block(7, 0, 7, 7), areas: 6, units: 19 },
  { block: block(14, 0, 6, 7), areas: 5, units: 17 },
  { block: block(0, 7, 7, 7), areas: 5, units: 17 },
  { block: block(7, 7, 7, 7), areas: 5, units: 17 },
  { block: block(14, 7, 6, 7), areas: 5, units: 16 },
];

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Areas of units of grids. */
function partsOf({ block: whole, areas, units, regular }: Street): Square[][][] {
  if (regular) return regularParts(whole);
  const squares = squaresOf(whole);
  const unitSizes = share(squares.length, units);
  const sizesOfArea = share(units, areas).map((count, area, counts) => {
    const before = sum(counts.slice(0, area));
    return unitSizes.slice(before, before + count);
  });
  const pieces = divide(squares, sizesOfArea.map(sum));
  return pieces.map((piece, i) => divide(piece, sizesOfArea[i] ?? []));
}

function regularParts({ column, row, columns, rows }: Block): Square[][][] {
  return Array.from({ length: columns / rows }, (_, area) =>
    Array.from({ length: rows }, (_, strip) =>
      Array.from({ length: rows }, (_, place): Square => {
        // Strips run along the street in one area and across it in the next.
        const [x, y] = (area + row / rows) % 2 === 0 ? [place, strip] : [strip, place];
        return { column: column + area * rows + x, row: row + y };
      }),
    ),
  );
}

function leavesOf(street: Street, index: number) {
  const streetCode = `610104${digits(index + 1, 3)}`;
  let unitNumber = 0;
  return partsOf(street).flatMap((units, a) =>
    units.flatMap((squares, u) => {
      const unitCode = `${streetCode}${digits(++unitNumber, 3)}`;
      const label = `${index + 1}-${a + 1}`;
      return squares.map((square, place) => ({
        square,
        path: [
          { code: '610104', level: 'district', name: '莲湖区（合成）' },
          { code: streetCode, level: 'street', name: `合成街道${index + 1}` },
          { code: `${streetCode}P${digits(a + 1, 2)}`, level: 'area', name: `合成片区${label}` },
          { code: unitCode, level: 'unit', name: `合成单元${label}-${u + 1}` },
          {
            code: `${unitCode}${digits(place + 1, 3)}`,
            level: 'grid',
            name: `合成网格${label}-${u + 1}-${place + 1}`,
            type: 'URBAN',
          },
        ] satisfies Place[],
      }));
    }),
  );
}

/** The files of `lianhu/grids/`. */
export function drawLianhu(): Map<string, string> {
  const ringOf = drawLattice({
    seed: 610_104,
    west: 108_843_500,
    south: 34_250_600,
    columns: Array(COLUMNS).fill(STEP_LON),
    rows: Array(ROWS).fill(STEP_LAT),
    reach: { corner: [700, 580], bend: [240, 200] },
    bends: 2,
    // The two streets that the examples are set in.
    first: block(20, 0, 6, 6),
  });
  const cells = gather(STREETS.flatMap(leavesOf).map(({ square, path }) => ({ path, ring: ringOf(square) })));
  const leaves = cells.filter((cell) => cell.level === 'grid');
  return new Map([
    ['district.geojson', levelFile('district', cells, 'district')],
    ['streets.geojson', levelFile('streets', cells, 'street')],
    ['areas.geojson', levelFile('areas', cells, 'area')],
    ['units.geojson', levelFile('units', cells, 'unit')],
    ['grids.geojson', levelFile('grids', cells, 'grid')],
    [
      'managed-area.geojson',
      areaFile(
        'managed-area',
        '管理范围（合成）',
        leaves.flatMap(({ rings }) => rings),
      ),
    ],
  ]);
}
