import { GatewayError } from '../errors.ts';
import type { ChannelSpec, DeviceType } from '../model/device.ts';
import type { Measurement, Observation } from '../model/observation.ts';

/** A channel, arranged for the check of a value. */
interface Known {
  readonly kind: ChannelSpec['kind'];
  readonly min: number;
  readonly max: number;
}

/** The channels of a device type, arranged to hold observations against them. */
export interface ChannelTable {
  readonly type: DeviceType;
  readonly channels: ReadonlyMap<string, Known>;
  /** Counts values of channels that the type does not have. */
  readonly unknown: { inc(): void };
}

export function channelTable(type: DeviceType, unknown: { inc(): void }): ChannelTable {
  const channels = Object.entries(type.channels).map(([name, { kind, min, max }]): [string, Known] => [
    name,
    { kind, min: min ?? Number.NEGATIVE_INFINITY, max: max ?? Number.POSITIVE_INFINITY },
  ]);
  return { type, channels: new Map(channels), unknown };
}

/**
 * Holds observations against the device type: values outside the channel's range are SUSPECT (stored, never raised on). A
 * message none of whose channels the type knows is refused, so that a typo is heard of; a stray one beside known ones is kept.
 */
export function checkChannels(observations: readonly Observation[], table: ChannelTable): readonly Observation[] {
  const { channels } = table;
  if (channels.size === 0) return observations;
  let known = 0;
  let stray: Measurement | undefined;
  let result: Observation[] | undefined;
  for (let index = 0; index < observations.length; index++) {
    const observation = observations[index] as Observation;
    const spec = observation.kind === 'value' ? channels.get(observation.channel) : undefined;
    if (observation.kind !== 'value') known++;
    else if (!spec) {
      stray = observation;
      table.unknown.inc();
    } else {
      known++;
      if (isPlausible(observation.value, spec) || observation.quality === 'BAD') continue;
      result ??= [...observations];
      result[index] = { ...observation, quality: 'SUSPECT' };
    }
  }
  if (stray && known === 0) throw unknownChannel(stray.channel.slice(0, 64), table);
  return result ?? observations;
}

function isPlausible(value: Measurement['value'], { kind, min, max }: Known): boolean {
  if (typeof value === 'number') return kind !== 'boolean' && value >= min && value <= max;
  return kind === 'enum' || (kind === 'boolean' && typeof value === 'boolean');
}

function unknownChannel(channel: string, { type, channels }: ChannelTable): GatewayError {
  return new GatewayError(
    'CHANNEL_UNKNOWN',
    `a ${type.typeId} has no channel "${channel}"; it has ${[...channels.keys()].join(', ')}`,
    { path: `values.${channel}` },
  );
}
