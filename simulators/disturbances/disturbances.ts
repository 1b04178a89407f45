import { z } from 'zod';
import { flood, malformed, oversized, rebootStorm } from './bursts.ts';
import { duplicate, lateBatch, linkDrop, loss, reorder, retainedReplay, vendorOutage } from './carriage.ts';
import { brokerRestart, gatewayKill, halfOpen, onvifQuirk } from './machines.ts';
import { clockReset, clockSkew, flapping, schemaBreak, stuck, unitSlip, wrongCrs } from './readings.ts';

/** Everything that can be switched on while a run goes on, in the order in which it acts: first the sensor, then the way. */
export const DISTURBANCES = [
  stuck,
  unitSlip,
  flapping,
  clockSkew,
  clockReset,
  wrongCrs,
  schemaBreak,
  duplicate,
  lateBatch,
  vendorOutage,
  loss,
  reorder,
  linkDrop,
  retainedReplay,
  rebootStorm,
  flood,
  malformed,
  oversized,
  halfOpen,
  brokerRestart,
  gatewayKill,
  onvifQuirk,
] as const;

/** A disturbance as it is asked for. */
export const disturbance = z.discriminatedUnion(
  'kind',
  DISTURBANCES.map(({ schema }) => schema) as unknown as [(typeof DISTURBANCES)[number]['schema']],
);

export type DisturbanceSpec = z.output<(typeof DISTURBANCES)[number]['schema']>;
