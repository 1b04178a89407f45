import { z } from 'zod';
import { statusOf, VENDOR } from '../fleet.ts';
import type { Publication } from '../traffic.ts';
import { disturbanceKind, edited, someOf, type Tools } from './disturbance.ts';

const plain = { terminal: 'own', retain: false, dup: false, cut: false } as const;
/** Numbers behind everything a device counts itself. */
const FAR_AHEAD = 1_000_000;

/** The last reading of a device, said again now under another number. */
function again(tools: Tools, device: string, at: number, seq: number): Publication[] {
  const last = tools.last(device).findLast(({ topic }) => topic.endsWith('/telemetry'));
  return last
    ? [edited({ ...plain, ...last, dup: false, cut: false }, (body) => ({ body: { ...body, ts: at, seq } }))]
    : [];
}

/** Devices lose their power and come back at once: status and last reading, counting from 0, all in one instant. */
export const rebootStorm = disturbanceKind(
  'reboot-storm',
  {},
  ({ share }, tools) => ({
    strike: (at) => ({
      publications: [...someOf(tools, share)].flatMap((device) => [
        {
          ...plain,
          device,
          topic: `v1/${VENDOR}/${device}/status`,
          payload: statusOf(tools.struck.get(device)?.type ?? ''),
          retain: true,
        },
        ...again(tools, device, at, 0),
      ]),
    }),
  }),
  { once: true },
);

/** The same reading over and over, each a message of its own. */
export const flood = disturbanceKind(
  'flood',
  { messages: z.int().min(1).max(10_000).default(500) },
  ({ share, messages }, tools) => ({
    strike: (at) => ({
      publications: [...someOf(tools, share)].flatMap((device) =>
        Array.from({ length: messages }, (_, index) => again(tools, device, at, FAR_AHEAD + index)).flat(),
      ),
    }),
  }),
  { once: true },
);

/** Something that a device says on its telemetry topic. */
const said = (device: string, terminal: Publication['terminal'], payload: string): Publication => ({
  ...plain,
  ...{ device, terminal, payload, topic: `v1/${VENDOR}/${device}/telemetry` },
});

/** More bytes than a message may have, from a second terminal of the device. */
export const oversized = disturbanceKind(
  'oversized',
  { bytes: z.int().min(1).max(4_194_304).default(1_048_576) },
  ({ share, bytes }, tools) => ({
    strike: () => ({
      publications: [...someOf(tools, share)].map((device) => said(device, 'second', 'x'.repeat(bytes))),
    }),
  }),
  { once: true },
);

/** Bytes that are not what the topic promises. */
export const malformed = disturbanceKind(
  'malformed',
  { payload: z.string().default('{"ts":1764720000000,"values":{"smoke":') },
  ({ share, payload }, tools) => ({
    strike: () => ({ publications: [...someOf(tools, share)].map((device) => said(device, 'own', payload)) }),
  }),
  { once: true },
);
