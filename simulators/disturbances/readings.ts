import { z } from 'zod';
import { signedDuration } from '../duration.ts';
import type { Values } from '../sensors/sensor.ts';
import type { Publication } from '../traffic.ts';
import { type Disturbance, disturbanceKind, edited, someOf, type Tools } from './disturbance.ts';
import { shiftedTo } from './shifted-coordinates.ts';

/** Bends the readings of a share of the devices. */
function readings(
  tools: Tools,
  share: number,
  change: (values: Values, publication: Publication) => Values,
): Disturbance {
  const devices = someOf(tools, share);
  const bendOne = (publication: Publication) =>
    edited(publication, (body) => {
      if (typeof body['values'] !== 'object' || body['values'] === null) return undefined;
      const values = change(body['values'] as Values, publication);
      return { body: { ...body, values }, meaning: { values } };
    });
  return {
    bend: (_at, sent) =>
      sent.map((each) => (each.terminal === 'own' && devices.has(each.device) ? bendOne(each) : each)),
  };
}

/** Bends whole messages of a share of the devices. */
function bodies(tools: Tools, share: number, edit: (at: number) => Parameters<typeof edited>[1]): Disturbance {
  const devices = someOf(tools, share);
  return {
    bend: (at, sent) =>
      sent.map((each) => (each.terminal === 'own' && devices.has(each.device) ? edited(each, edit(at)) : each)),
  };
}

/** The sensor says the same again and again, whatever happens. */
export const stuck = disturbanceKind('stuck', {}, ({ share }, tools) => {
  const held = new Map<string, Values>();
  return readings(tools, share, (values, { device }) => {
    const first = held.get(device) ?? values;
    held.set(device, first);
    return first;
  });
});

/** Values in another unit than the contract's: all numbers, or those of one channel, times `factor`. */
export const unitSlip = disturbanceKind(
  'unit-slip',
  { channel: z.string().optional(), factor: z.number() },
  ({ share, channel, factor }, tools) =>
    readings(tools, share, (values) =>
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          typeof value === 'number' && (channel ?? name) === name ? value * factor : value,
        ]),
      ),
    ),
);

/** A loose contact: every second report of a device has these values instead of its own. */
export const flapping = disturbanceKind(
  'flapping',
  { channels: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])) },
  ({ share, channels }, tools) => {
    const odd = new Map<string, boolean>();
    return readings(tools, share, (values, { device }) => {
      const flipped = !odd.get(device);
      odd.set(device, flipped);
      return flipped ? { ...values, ...channels } : values;
    });
  },
);

/** Firmware that calls things by other names: nobody can know what was meant. */
export const schemaBreak = disturbanceKind('schema-break', {}, ({ share }, tools) =>
  bodies(tools, share, () => ({ ts, values }) => ({
    body: { timestamp: ts, data: values, simulated: true },
    meaning: undefined,
  })),
);

/** Positions in another coordinate system than they claim, some 500 m off. Strikes devices that move. */
export const wrongCrs = disturbanceKind(
  'wrong-crs',
  { crs: z.enum(['gcj02', 'bd09']).default('gcj02') },
  ({ share, crs }, tools) =>
    bodies(tools, share, () => (body) => {
      const position = body['position'];
      if (typeof position !== 'object' || position === null || !('lon' in position) || !('lat' in position))
        return undefined;
      const moved = shiftedTo(crs, { lon: Number(position.lon), lat: Number(position.lat) });
      return { body: { ...body, position: { ...position, ...moved } } };
    }),
);

/** The device's clock is wrong by `by`, ahead when positive. */
export const clockSkew = disturbanceKind('clock-skew', { by: signedDuration }, ({ share, by }, tools) =>
  bodies(
    tools,
    share,
    () => (body) => (typeof body['ts'] === 'number' ? { body: { ...body, ts: body['ts'] + by } } : undefined),
  ),
);

/** The device's clock has lost its battery: it counts from the first of January 1970. */
export const clockReset = disturbanceKind('clock-reset', {}, ({ share }, tools) =>
  bodies(
    tools,
    share,
    (at) => (body) => (typeof body['ts'] === 'number' ? { body: { ...body, ts: at - tools.begins } } : undefined),
  ),
);
