/**
 * Points located per second over 417 grids (21 by 20 squares with bent sides, three left out), on one core.
 * Run: node test/bench/locate.ts [points]
 */
import { fileURLToPath } from 'node:url';
import { loadCity } from '../../gateway/city/city.ts';
import type { MultiPolygon } from '../../gateway/city/geometry.ts';
import { createLocator } from '../../gateway/city/locate.ts';

const POINTS = Number(process.argv[2] ?? 2_000_000);
const [COLUMNS, ROWS, GRIDS] = [21, 20, 417] as const;
const [WEST, SOUTH, STEP] = [121.2, 31.3, 0.01] as const;
const BENDS = 12;

/** Same numbers in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const random = generator(417);
const points = Float64Array.from({ length: POINTS * 2 }, (_, i) =>
  i % 2 === 0 ? WEST + random() * COLUMNS * STEP : SOUTH + random() * ROWS * STEP,
);

/** A side bent by a function of its place, so that both neighbours have the same points. */
function side(x0: number, y0: number, x1: number, y1: number): [number, number][] {
  return Array.from({ length: BENDS }, (_, i) => {
    const part = i / BENDS;
    const [x, y] = [x0 + (x1 - x0) * part, y0 + (y1 - y0) * part];
    return [WEST + (x + 0.2 * Math.sin(y * 3)) * STEP, SOUTH + (y + 0.2 * Math.sin(x * 3)) * STEP];
  });
}

const grids = Array.from({ length: GRIDS }, (_, i): MultiPolygon => {
  const [x, y] = [i % COLUMNS, Math.floor(i / COLUMNS)];
  const ring = [
    ...side(x, y, x + 1, y),
    ...side(x + 1, y, x + 1, y + 1),
    ...side(x + 1, y + 1, x, y + 1),
    ...side(x, y + 1, x, y),
  ];
  return [[[...ring, ring[0] ?? []]]];
});

function measure(name: string, visit: (lon: number, lat: number) => boolean): void {
  let hits = 0;
  const start = performance.now();
  for (let i = 0; i < points.length; i += 2) if (visit(points[i] as number, points[i + 1] as number)) hits++;
  const seconds = (performance.now() - start) / 1000;
  const share = ((100 * hits) / POINTS).toFixed(1);
  console.log(`${name}: ${Math.round(POINTS / seconds).toLocaleString('en')} points/s (${share} % in a grid)`);
}

const locator = createLocator(grids);
measure(`locator, ${GRIDS} grids of ${4 * BENDS} corners`, (lon, lat) => locator.find(lon, lat) >= 0);

const profilesDir = fileURLToPath(new URL('../../deploy/profiles', import.meta.url));
const city = loadCity({ profilesDir, profile: 'lianhu' });
/** The same points over the bundled district, 0.022° by 0.019°. */
const toCity = (lon: number, lat: number) => ({
  lon: 108.9187 + ((lon - WEST) / (COLUMNS * STEP)) * 0.0226,
  lat: 34.2506 + ((lat - SOUTH) / (ROWS * STEP)) * 0.0187,
});
for (const crs of ['wgs84', 'gcj02', 'bd09'] as const)
  measure(`city, 36 grids, from ${crs}`, (lon, lat) => {
    const [ref] = city.locate({ ...toCity(lon, lat), crs }).grids;
    return ref !== undefined && ref.path.length > 0;
  });
