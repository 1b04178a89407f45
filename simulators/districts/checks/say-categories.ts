import { z } from 'zod';
import { checkKind } from '../check.ts';

/**
 * Devices of the row's own types each say all the categories that the row names (`categories`), or some of them: one event each,
 * at once.
 */
export const sayCategoriesCheck = checkKind(
  'say-categories',
  {
    devices: z.array(z.string()).optional(),
    /** The first devices of a name: `any-1` to `any-94`. */
    name: z.string().optional(),
    count: z.int().min(1).default(1),
    /** Own type of the devices; one that is not the first says the categories beyond the 60th. */
    type: z.string().default('any-1'),
    only: z.array(z.string()).optional(),
  },
  async (stand, { devices, name, count, type, only }) => {
    const own = stand.own.types.find(({ typeId }) => typeId === type);
    if (!own) throw new Error(`the row has no type ${type} of its own; it names \`categories\``);
    const codes = own.categories.filter((code) => only?.includes(code) ?? true);
    const named = name === undefined ? [] : Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
    await stand.say(
      [...(devices ?? []), ...named].flatMap((device) =>
        codes.map((code) => ({ device, leaf: 'event' as const, body: { code, active: true } })),
      ),
    );
    return 0;
  },
);
