import { z } from 'zod';
import { VENDOR } from '../../fleet.ts';
import { randomStream } from '../../random.ts';
import { checkKind } from '../check.ts';
import { Unmet } from '../unmet.ts';

/** Metres from the edge of the grid. */
const MARGIN_M = 10;

/**
 * One event of each category that the row names (`categories`), by devices of its own types: each in a grid of its own in turn,
 * so that none is a storm or part of another.
 */
export const sayCategoriesCheck = checkKind(
  'say-categories',
  {
    /** Prefix of the devices' names. */
    name: z.string().default('any'),
    /** Only these. */
    only: z.array(z.string()).optional(),
    /** Code of a grid of any level that they stand in. */
    in: z.string().optional(),
  },
  async (stand, { name, only, in: inside }) => {
    const map = stand.gridsOf();
    const leaves = map.leaves.filter(({ path }) => inside === undefined || path.includes(inside));
    const said = stand.own.types.flatMap(({ typeId, categories }) =>
      categories.filter((code) => only?.includes(code) ?? true).map((code) => ({ typeId, code })),
    );
    const devices = said.map(({ typeId, code }) => ({ name: `${name}-${code}`, type: typeId, code }));
    for (const [index, device] of devices.entries()) {
      const leaf = leaves[index % leaves.length];
      if (!leaf) throw new Error(`no grid lies in ${inside ?? 'the city'}`);
      const position = map.pointIn(leaf, MARGIN_M, randomStream(stand.seed, `place/${device.name}`));
      const body = { typeId: device.type, position: { ...position, crs: 'wgs84' }, simulated: true };
      const { status, text } = await stand.http.request('PUT', `/v1/devices/${VENDOR}/${device.name}`, body);
      if (status >= 300) throw new Unmet(`device ${device.name} answered ${status}: ${text.slice(0, 300)}`);
    }
    await stand.connect(devices);
    await stand.say(devices.map(({ name: device, code }) => ({ device, leaf: 'event', body: { code, active: true } })));
    return 0;
  },
);
