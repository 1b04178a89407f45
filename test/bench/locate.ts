/**
 * Points located per second, on one core: over the 417 grids of Jiading, over 417 grids of 48 corners each, and by whole cities
 * from every reference system. Run: node test/bench/locate.ts [points]
 */
import { fileURLToPath } from 'node:url';
import { type City, loadCity } from '../../gateway/city/city.ts';
import { boxOf, type MultiPolygon } from '../../gateway/city/geometry.ts';
import { createLocator } from '../../gateway/city/locate.ts';

const POINTS = Number(process.argv[2] ?? 2_000_000);
/** The squares of the synthetic map: 420 less three. */
const [COLUMNS, GRIDS] = [21, 417] as const;
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

/** Points over the box of some shapes. */
function pointsOver(shapes: readonly MultiPolygon[]): Float64Array {
  const { west, south, east, north } = boxOf(shapes.flat());
  const random = generator(417);
  return Float64Array.from({ length: POINTS * 2 }, (_, i) =>
    i % 2 === 0 ? west + random() * (east - west) : south + random() * (north - south),
  );
}

/** A side bent by a function of its place, so that both neighbours have the same points. */
function side(x0: number, y0: number, x1: number, y1: number): [number, number][] {
  return Array.from({ length: BENDS }, (_, i) => {
    const part = i / BENDS;
    const [x, y] = [x0 + (x1 - x0) * part, y0 + (y1 - y0) * part];
    return [WEST + (x + 0.2 * Math.sin(y * 3)) * STEP, SOUTH + (y + 0.2 * Math.sin(x * 3)) * STEP];
  });
}

const bent = Array.from({ length: GRIDS }, (_, i): MultiPolygon => {
  const [x, y] = [i % COLUMNS, Math.floor(i / COLUMNS)];
  const ring = [
    ...side(x, y, x + 1, y),
    ...side(x + 1, y, x + 1, y + 1),
    ...side(x + 1, y + 1, x, y + 1),
    ...side(x, y + 1, x, y),
  ];
  return [[[...ring, ring[0] ?? []]]];
});

function measure(name: string, points: Float64Array, visit: (lon: number, lat: number) => boolean): void {
  let hits = 0;
  const start = performance.now();
  for (let i = 0; i < points.length; i += 2) if (visit(points[i] as number, points[i + 1] as number)) hits++;
  const seconds = (performance.now() - start) / 1000;
  const share = ((100 * hits) / POINTS).toFixed(1);
  console.log(`${name}: ${Math.round(POINTS / seconds).toLocaleString('en')} points/s (${share} % in a grid)`);
}

function measureCity(city: City, at: number | undefined): void {
  const version = city.systems.find(({ spec }) => at === undefined || at < (spec.validTo ?? Number.NEGATIVE_INFINITY));
  const points = pointsOver(version?.leaves.map(({ shape }) => shape) ?? []);
  for (const crs of ['wgs84', 'gcj02', 'bd09'] as const)
    measure(`${city.profile.id}, ${version?.leaves.length} grids, from ${crs}`, points, (lon, lat) => {
      const [ref] = city.locate({ lon, lat, crs }, at).grids;
      return ref !== undefined && ref.path.length > 0;
    });
}

const profilesDir = fileURLToPath(new URL('../../deploy/profiles', import.meta.url));
const [jiading, lianhu] = ['jiading', 'lianhu'].map((profile) => loadCity({ profilesDir, profile })) as [City, City];
/** When the 417 were in force. */
const then = Date.parse('2015-01-01T00:00:00+08:00');

const { find } = createLocator(bent);
measure(`index alone, ${GRIDS} grids of ${4 * BENDS} corners`, pointsOver(bent), (lon, lat) => find(lon, lat) >= 0);
measureCity(jiading, then);
measureCity(lianhu, undefined);
