/**
 * Gumei Road sub-district, Minhang, Shanghai: a street on its own, with 3 areas, 12 communities and 36 grids on 6.5 km². Its
 * structure is invented: it shows that a street needs files only.
 */
import { divide, drawLattice, share, squaresOf } from './lattice.ts';
import { areaFile, digits, gather, levelFile } from './tree.ts';

const STREET = '310112006';
const SIDE = 6;
const [AREAS, COMMUNITIES] = [3, 12] as const;
/** 425 m by 425 m. */
const [STEP_LON, STEP_LAT] = [4_458, 3_833] as const;

/** The files of `minhang-gumei/grids/`. */
export function drawMinhangGumei(): Map<string, string> {
  const ringOf = drawLattice({
    ...{ seed: 310_112_006, west: 121_378_000, south: 31_133_000, bends: 2 },
    ...{ columns: Array(SIDE).fill(STEP_LON), rows: Array(SIDE).fill(STEP_LAT) },
    reach: { corner: [700, 600], bend: [240, 200] },
  });
  const squares = squaresOf({ column: 0, row: 0, columns: SIDE, rows: SIDE });
  const perArea = COMMUNITIES / AREAS;
  const cells = gather(
    divide(squares, share(squares.length, AREAS)).flatMap((area, a) =>
      divide(area, share(area.length, perArea)).flatMap((community, c) => {
        const number = a * perArea + c + 1;
        return community.map((square, i) => ({
          path: [
            { code: STREET, level: 'street', name: '古美路街道（合成）' },
            { code: `${STREET}P${a + 1}`, level: 'area', name: `合成片区${a + 1}` },
            { code: `${STREET}${digits(number, 3)}`, level: 'community', name: `合成居委${number}` },
            {
              code: `${STREET}${digits(number, 3)}${digits(i + 1, 3)}`,
              level: 'grid',
              name: `合成网格${number}-${i + 1}`,
              type: 'URBAN' as const,
            },
          ],
          ring: ringOf(square),
        }));
      }),
    ),
  );
  return new Map([
    ['street.geojson', levelFile('street', cells, 'street')],
    ['areas.geojson', levelFile('areas', cells, 'area')],
    ['communities.geojson', levelFile('communities', cells, 'community')],
    ['grids.geojson', levelFile('grids', cells, 'grid')],
    ['managed-area.geojson', areaFile('managed-area', '管理范围（合成）', cells[0]?.rings ?? [])],
  ]);
}
