import { z } from 'zod';
import { VENDOR } from '../../fleet.ts';
import type { LeafGrid, Point } from '../../grid-map.ts';
import { randomStream } from '../../random.ts';
import { checkKind } from '../check.ts';
import type { Stand } from '../stand.ts';
import { Unmet } from '../unmet.ts';

/** Registrations at a time. */
const AT_A_TIME = 16;
const point = z.strictObject({ lon: z.number(), lat: z.number() });

/** Devices come into being and log in: in a grid, one in each grid of a level, or at a point. */
export const devicesCheck = checkKind(
  'devices',
  {
    type: z.string(),
    name: z.string(),
    count: z.int().min(1).default(1),
    /** Code of a grid of any level; several devices stand in its leaves in turn. */
    in: z.union([z.string(), z.array(z.string())]).optional(),
    at: point.optional(),
    /** File of grids, relative to the profile's `grids` folder, where `in` is not one of the responsible system. */
    file: z.string().optional(),
    /** Only grids of this type. */
    gridType: z.string().optional(),
    /** Metres from the edge of the grid. */
    margin: z.number().default(10),
    site: z.string().default('ORDINARY'),
    mobile: z.boolean().default(false),
  },
  async (stand, { type, name, count, site, mobile, ...where }) => {
    const names = Array.from({ length: count }, (_, index) => (count === 1 ? name : `${name}-${index + 1}`));
    const register = async (device: string, index: number) => {
      const body = {
        typeId: type,
        position: { ...placeOf(stand, where, device, index), crs: 'wgs84' },
        siteClass: site,
        simulated: true,
        ...(mobile ? { mobility: 'MOBILE' } : {}),
      };
      const { status, text } = await stand.http.request('PUT', `/v1/devices/${VENDOR}/${device}`, body);
      if (status >= 300) throw new Unmet(`device ${device} answered ${status}: ${text.slice(0, 300)}`);
    };
    for (let from = 0; from < count; from += AT_A_TIME)
      await Promise.all(names.slice(from, from + AT_A_TIME).map((device, offset) => register(device, from + offset)));
    await stand.connect(names.map((device) => ({ name: device, type })));
    return 0;
  },
);

interface Where {
  readonly in?: string | readonly string[] | undefined;
  readonly at?: Point | undefined;
  readonly file?: string | undefined;
  readonly gridType?: string | undefined;
  readonly margin: number;
}

function placeOf(stand: Stand, { in: code, at, file, gridType, margin }: Where, device: string, index: number): Point {
  if (at) return at;
  const map = stand.gridsOf(file);
  const codes = code === undefined ? [undefined] : typeof code === 'string' ? [code] : code;
  const own = codes[index % codes.length];
  const leaves: readonly LeafGrid[] = map.leaves.filter(
    ({ path, type }) => (own ? path.includes(own) : true) && (gridType ? type === gridType : true),
  );
  const leaf = leaves[Math.floor(index / codes.length) % Math.max(1, leaves.length)];
  if (!leaf) throw new Error(`no grid lies in ${own ?? 'the city'}`);
  return map.pointIn(leaf, margin, randomStream(stand.seed, `place/${device}`));
}
