import { z } from 'zod';
import { retainedReplay, vendorOutage } from './disturbances/carriage.ts';
import { common } from './disturbances/disturbance.ts';
import { brokerRestart, halfOpen, onvifQuirk } from './disturbances/machines.ts';
import { clockReset, flapping, wrongCrs } from './disturbances/readings.ts';
import { duration, signedDuration } from './duration.ts';
import { instant } from './incidents/instant.ts';
import { crashMoment } from './kill-moment.ts';

/** A disturbance at an instant of the script. */
const scripted = <K extends string, S extends z.ZodRawShape>(kind: { readonly kind: K; readonly shape: S }) =>
  z.strictObject({ kind: z.literal(kind.kind), at: instant, ...common, ...kind.shape });

/** Everything that can go wrong between a device and the gateway, or to the gateway. */
export const fault = z.discriminatedUnion('kind', [
  /** The same reading published twice, as two messages. */
  z.strictObject({ kind: z.literal('duplicate'), at: instant, device: z.string() }),
  /** The same PUBLISH again with DUP set, as a client does that missed the PUBACK. */
  z.strictObject({ kind: z.literal('redelivered'), at: instant, device: z.string() }),
  /** The connection breaks before the PUBACK arrives; the client reconnects and sends again. */
  z.strictObject({ kind: z.literal('link-drop'), at: instant, device: z.string() }),
  /** Bytes that are not what the topic promises. */
  z.strictObject({
    kind: z.literal('malformed'),
    at: instant,
    device: z.string(),
    payload: z.string().default('{"ts":1764720000000,"values":{"smoke":'),
  }),
  /** More bytes than a message may have, from a second terminal of the device. */
  z.strictObject({
    kind: z.literal('oversized'),
    at: instant,
    device: z.string(),
    bytes: z.int().min(1).max(4_194_304).default(1_048_576),
  }),
  /** A device nobody registered reports alarming values. */
  z.strictObject({ kind: z.literal('unknown-device'), at: instant }),
  /** The device's clock is wrong by `by`, ahead when positive, for a while. */
  z.strictObject({
    kind: z.literal('clock-skew'),
    at: instant,
    device: z.string(),
    lasts: duration,
    by: signedDuration,
  }),
  /** A share of all messages is lost on the way; their clients send them again with DUP, `later`. */
  z.strictObject({
    kind: z.literal('loss'),
    at: instant,
    lasts: duration,
    share: z.number().min(0).max(1),
    later: duration.prefault('5s'),
  }),
  /** A share of all messages arrives `later` than those behind them. */
  z.strictObject({
    kind: z.literal('reorder'),
    at: instant,
    lasts: duration,
    share: z.number().min(0).max(1),
    later: duration.prefault('3s'),
  }),
  /** No network: readings are kept and sent as one array when it is back. */
  z.strictObject({ kind: z.literal('late-batch'), at: instant, device: z.string(), lasts: duration }),
  /** The sensor says the same again and again, whatever happens. */
  z.strictObject({ kind: z.literal('stuck'), at: instant, device: z.string(), lasts: duration }),
  /** Values in another unit than the contract's: all numbers, or those of one channel, times `factor`. */
  z.strictObject({
    kind: z.literal('unit-slip'),
    at: instant,
    device: z.string(),
    lasts: duration,
    channel: z.string().optional(),
    factor: z.number(),
  }),
  /** Firmware that calls things by other names. */
  z.strictObject({ kind: z.literal('schema-break'), at: instant, device: z.string(), lasts: duration }),
  /** The same reading over and over, each a message of its own. */
  z.strictObject({
    kind: z.literal('flood'),
    at: instant,
    device: z.string(),
    messages: z.int().min(1).max(10_000).default(500),
  }),
  /** Every device of a type loses its power and comes back at once: status and reading, all in one instant. */
  z.strictObject({ kind: z.literal('reboot-storm'), at: instant, type: z.string() }),
  /**
   * `kill -9` of the gateway and a restart on the same data. `moment`: with messages of the instant on the wire and not yet
   * acknowledged, after their acknowledgement, or while it works off a step of the clock.
   */
  z.strictObject({
    kind: z.literal('gateway-kill'),
    at: instant,
    moment: crashMoment.default('unacknowledged'),
  }),
  scripted(flapping),
  scripted(clockReset),
  scripted(wrongCrs),
  scripted(vendorOutage),
  scripted(retainedReplay),
  scripted(halfOpen),
  scripted(brokerRestart),
  scripted(onvifQuirk),
]);

export type Fault = z.output<typeof fault>;
