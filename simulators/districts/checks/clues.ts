import { z } from 'zod';
import { VENDOR } from '../../fleet.ts';
import type { Point } from '../../grid-map.ts';
import { timeText } from '../../lab-clock.ts';
import { type Random, randomStream } from '../../random.ts';
import { checkKind } from '../check.ts';
import type { Stand } from '../stand.ts';
import { Unmet } from '../unmet.ts';

/** Requests at a time. */
const AT_A_TIME = 16;
const METRES_PER_DEGREE = 111_320;
/** A clue speaks for what is within 200 m: further away than that, it speaks for nothing. */
const FAR_M = 300;
/** How far from a device those that speak for it are, east and north. */
const NEAR_M = 90;
const ATTEMPTS = 200;

function metresBetween(a: Point, b: Point): number {
  const east = (a.lon - b.lon) * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(east, a.lat - b.lat) * METRES_PER_DEGREE;
}

async function placeOf(stand: Stand, device: string): Promise<Point> {
  const { status, text } = await stand.http.request('GET', `/v1/devices/${VENDOR}/${device}`);
  if (status !== 200) throw new Error(`device ${device} answered ${status}: ${text.slice(0, 200)}`);
  return (JSON.parse(text) as { position: Point }).position;
}

function nearby({ lon, lat }: Point, random: Random): Point {
  const east = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
  return {
    lon: lon + random.between(-NEAR_M, NEAR_M) / east,
    lat: lat + random.between(-NEAR_M, NEAR_M) / METRES_PER_DEGREE,
  };
}

/** A point of the city that is far from all of these. */
function apartFrom(stand: Stand, others: readonly Point[], random: Random): Point {
  const { leaves, pointIn } = stand.gridsOf();
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const leaf = leaves[Math.floor(random.between(0, leaves.length))];
    const point = leaf && pointIn(leaf, 1, random);
    if (point && others.every((other) => metresBetween(point, other) > FAR_M)) return point;
  }
  throw new Error(`the city has no room for so many points ${FAR_M} m apart`);
}

/** People report things: some near devices that have an open case, some where nothing is. What became of each is counted. */
export const cluesCheck = checkKind(
  'clues',
  {
    /** Prefix of their ids. */
    name: z.string(),
    category: z.string(),
    source: z.enum(['PUBLIC', 'HOTLINE', 'PATROL']),
    /** Devices that some of them are near, and how many near each. */
    near: z.array(z.string()).default([]),
    nearEach: z.int().min(0).default(1),
    /** Those that are far from everything and from each other. */
    apart: z.int().min(0).default(0),
    attached: z.int().min(0).default(0),
    opened: z.int().min(0).default(0),
    waiting: z.int().min(0).default(0),
  },
  async (stand, { name, category, source, near, nearEach, apart, ...wanted }) => {
    const random = randomStream(stand.seed, `clues/${name}`);
    const devices = await Promise.all(near.map((device) => placeOf(stand, device)));
    const points = devices.flatMap((place) => Array.from({ length: nearEach }, () => nearby(place, random)));
    for (let left = apart; left > 0; left--)
      points.push(apartFrom(stand, [...devices, ...points.slice(devices.length * nearEach)], random));
    const counts = { attached: 0, opened: 0, waiting: 0 };
    const at = timeText(stand.clock.now());
    const report = async (position: Point, index: number) => {
      const body = { clueId: `${name}-${index + 1}`, source, category, position: { ...position, crs: 'wgs84' }, at };
      const { status, text } = await stand.http.request('POST', '/v1/clues', body);
      if (status !== 200) throw new Unmet(`clue ${body.clueId} answered ${status}: ${text.slice(0, 300)}`);
      counts[(JSON.parse(text) as { outcome: keyof typeof counts }).outcome] += 1;
    };
    for (let from = 0; from < points.length; from += AT_A_TIME)
      await Promise.all(points.slice(from, from + AT_A_TIME).map((point, offset) => report(point, from + offset)));
    const [got, expected] = [counts, wanted].map(({ attached, opened, waiting }) =>
      [attached, opened, waiting].join(' / '),
    );
    if (got !== expected) throw new Unmet(`clues attached / opened / waiting: ${got}, expected ${expected}`);
    return points.length;
  },
);
