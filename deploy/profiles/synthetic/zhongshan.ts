/**
 * Zhongshan sub-district, Songjiang, Shanghai: 41.03 km², of which 19.41 are managed, some 8 km from north to south and cut by
 * the G60 motorway: 4 zones (片区) and 32 stations. Over them 20 scattered spots, later merged into 10 closed blocks.
 */
import { type Block, drawLattice, type Point, type Ring, squaresOf } from './lattice.ts';
import { areaFile, type Cell, digits, gather, levelFile } from './tree.ts';

const STREET = '310117004';
/** A station is 607 m by 1,000 m; the columns outside the managed area are 1,351 m wide. */
const STATION = { lon: 6_356, lat: 9_020 } as const;
const MARGIN_LON = 14_157;
const MANAGED: Block = { column: 1, row: 0, columns: 4, rows: 8 };
/** The motorway runs between rows 4 and 5. */
const ZONES: readonly { readonly name: string; readonly block: Block }[] = [
  { name: '合成片区（G60以南·西）', block: { column: 1, row: 0, columns: 2, rows: 5 } },
  { name: '合成片区（G60以南·东）', block: { column: 3, row: 0, columns: 2, rows: 5 } },
  { name: '合成片区（G60以北·西）', block: { column: 1, row: 5, columns: 2, rows: 3 } },
  { name: '合成片区（G60以北·东）', block: { column: 3, row: 5, columns: 2, rows: 3 } },
];
const [WEST, SOUTH] = [121_200_843, 31_000_000] as const;
const BLOCKS = 10;
/** Half a closed block: 67 m by 67 m. */
const SPOT = { lon: 700, lat: 600 } as const;

function drawStations() {
  const ringOf = drawLattice({
    ...{ seed: 310_117_004, west: WEST, south: SOUTH, bends: 2 },
    columns: [MARGIN_LON, STATION.lon, STATION.lon, STATION.lon, STATION.lon, MARGIN_LON],
    rows: Array(MANAGED.rows).fill(STATION.lat),
    reach: { corner: [600, 500], bend: [220, 180] },
  });
  let station = 0;
  const cells = gather(
    ZONES.flatMap(({ name, block }, z) =>
      squaresOf(block).map((square) => {
        const code = `${STREET}${digits(++station, 3)}`;
        return {
          path: [
            { code: STREET, level: 'street', name: '中山街道（合成）' },
            { code: `${STREET}Q${z + 1}`, level: 'zone', name },
            { code, level: 'station', name: `合成站点${station}`, type: 'URBAN' as const },
          ],
          ring: ringOf(square),
        };
      }),
    ),
  );
  const administrative = squaresOf({ column: 0, row: 0, columns: 6, rows: MANAGED.rows }).map(ringOf);
  return { cells, administrative };
}

/** Ten pairs of neighbouring spots, each in a station of its own. */
function drawSpots(): Ring[][] {
  return Array.from({ length: BLOCKS }, (_, i) => {
    const [column, row] = [i % MANAGED.columns, Math.floor((i * MANAGED.rows) / BLOCKS)];
    const corner: Point = [
      WEST + MARGIN_LON + column * STATION.lon + Math.floor(STATION.lon / 3),
      SOUTH + row * STATION.lat + Math.floor(STATION.lat / 3),
    ];
    const ringOf = drawLattice({
      ...{ seed: i + 1, west: corner[0], south: corner[1], bends: 0 },
      ...{ columns: [SPOT.lon, SPOT.lon], rows: [SPOT.lat] },
      reach: { corner: [90, 80], bend: [0, 0] },
    });
    return squaresOf({ column: 0, row: 0, columns: 2, rows: 1 }).map(ringOf);
  });
}

/** The files of `zhongshan/grids/`; those of the overlay lie in `blocks/`. */
export function drawZhongshan(): Map<string, string> {
  const { cells, administrative } = drawStations();
  const pairs = drawSpots();
  const overlay = (letter: string, level: string, title: string, cut: readonly (readonly Ring[])[]) =>
    cut.map((rings, i): Cell => {
      const number = digits(i + 1, 2);
      return { code: `ZS-${letter}${number}`, level, name: `${title}${number}`, type: 'OVERLAY', rings };
    });
  const spots = overlay(
    ...(['S', 'spot', '合成零星点位'] as const),
    pairs.flatMap((pair) => pair.map((ring) => [ring])),
  );
  const blocks = overlay('B', 'block', '合成封闭区块', pairs);
  return new Map([
    ['street.geojson', levelFile('street', cells, 'street')],
    ['zones.geojson', levelFile('zones', cells, 'zone')],
    ['stations.geojson', levelFile('stations', cells, 'station')],
    ['managed-area.geojson', areaFile('managed-area', '实际管理范围（合成）', cells[0]?.rings ?? [])],
    ['administrative-area.geojson', areaFile('administrative-area', '行政区划范围（合成）', administrative)],
    ['blocks/spots.geojson', levelFile('spots', spots, 'spot')],
    ['blocks/blocks.geojson', levelFile('blocks', blocks, 'block')],
  ]);
}
