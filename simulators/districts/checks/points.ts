import { z } from 'zod';
import { UNGRIDDED } from '../../grid-map.ts';
import { randomStream } from '../../random.ts';
import { checkKind } from '../check.ts';
import { Unmet } from '../unmet.ts';

/** Lookups at a time. */
const AT_A_TIME = 16;

/** Random points in a box, looked up by the gateway and reckoned by the lab itself from the published polygons. */
export const pointsCheck = checkKind(
  'points',
  {
    count: z.int().min(1),
    system: z.string(),
    box: z.strictObject({ west: z.number(), south: z.number(), east: z.number(), north: z.number() }),
    /** At least so many must lie outside every grid, and so many inside. */
    outside: z.int().default(0),
    inside: z.int().default(1),
    /** Codes from the top level to the grid, inside. */
    depth: z.int().optional(),
  },
  async (stand, { count, box, system, outside, inside, depth }) => {
    const random = randomStream(stand.seed, 'points');
    const map = stand.gridsOf();
    const points = Array.from({ length: count }, () => ({
      lon: random.between(box.west, box.east),
      lat: random.between(box.south, box.north),
    }));
    let ungridded = 0;
    const look = async ({ lon, lat }: { lon: number; lat: number }) => {
      const { status, text } = await stand.http.request('GET', `/v1/grids/locate?lon=${lon}&lat=${lat}&crs=wgs84`);
      if (status !== 200) throw new Unmet(`locate answered ${status}: ${text.slice(0, 200)}`);
      const { grids } = JSON.parse(text) as { grids: { system: string; code: string; path?: string[] }[] };
      const own = grids.filter((each) => each.system === system);
      const truth = map.leafAt({ lon, lat });
      const said = own[0]?.code ?? UNGRIDDED;
      if (own.length > 1 || said !== truth) throw new Unmet(`${lon},${lat} lies in ${truth}, the gateway says ${said}`);
      if (truth === UNGRIDDED) ungridded += 1;
      else if (depth !== undefined && own[0]?.path?.length !== depth)
        throw new Unmet(`${said} has ${own[0]?.path?.length} levels, expected ${depth}`);
    };
    for (let from = 0; from < count; from += AT_A_TIME)
      await Promise.all(points.slice(from, from + AT_A_TIME).map(look));
    if (ungridded < outside) throw new Unmet(`${ungridded} points outside, expected at least ${outside}`);
    if (count - ungridded < inside) throw new Unmet(`${count - ungridded} points inside, expected at least ${inside}`);
    return count;
  },
);
