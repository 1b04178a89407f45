import type { Doubt } from '../model/decoded.ts';
import type { DeviceType } from '../model/device.ts';
import type { RawMessage } from '../model/message.ts';
import type { Measurement, Observation } from '../model/observation.ts';

/** 2020-01-01T00:00:00Z, before which no device time is believed. */
const EARLIEST_MS = 1_577_836_800_000;

/** Finds what a message that was understood will not do as its sender thinks. */
export type Doubter = (observations: readonly Observation[], message: RawMessage) => Doubt | undefined;

/**
 * Looks for the first thing in a message that the device's type does not believe: a value outside its channel or of another
 * kind, a clock that cannot be right, an event code no rule waits for, a telemetry message with no value at all. Such a message
 * is stored and raises nothing, which a vendor must hear of before the fire does.
 */
export function doubterOf(type: DeviceType): Doubter {
  const codes = new Set(Object.keys(type.events));
  for (const rule of type.rules) if ('code' in rule) codes.add(rule.code);
  const isOpen = codes.size === 0 && Object.keys(type.channels).length === 0;

  return (observations, message) => {
    if (message.transport !== 'mqtt') return undefined;
    if (observations.length === 0 && message.topic.includes('/telemetry'))
      return { code: 'EMPTY', path: 'values', detail: 'there is no value in it' };
    for (let index = 0; index < observations.length; index++) {
      const observation = observations[index] as Observation;
      if (observation.quality === 'SUSPECT') {
        const doubt = doubtOfTime(observation) ?? doubtOfValue(observation, type);
        if (doubt) return doubt;
      }
      if (observation.kind === 'event' && !isOpen && !codes.has(observation.code) && isNative(message.topic))
        return {
          code: 'EVENT_UNKNOWN',
          path: 'code',
          detail: `a ${type.typeId} has ${codes.size === 0 ? 'no events' : `the events ${[...codes].join(', ')}`}, not "${observation.code.slice(0, 64)}"; it raises nothing`,
        };
    }
    return undefined;
  };
}

/** Other standards and ONVIF have codes of their own, more than any rule waits for. */
function isNative(topic: string): boolean {
  return topic.endsWith('/event') || topic.endsWith('/event/pb');
}

function doubtOfTime({ time, deviceTime, receivedAt }: Observation): Doubt | undefined {
  if (deviceTime === undefined || deviceTime === time) return undefined;
  const asSeconds = deviceTime * 1_000;
  const why =
    deviceTime > receivedAt
      ? `${Math.round((deviceTime - receivedAt) / 1_000)} s ahead of the gateway; set the device's clock`
      : asSeconds >= EARLIEST_MS && asSeconds < receivedAt + 86_400_000
        ? 'before 2020; these look like seconds: send milliseconds'
        : "before 2020; set the device's clock";
  return { code: 'TIME_NOT_BELIEVED', path: 'ts', detail: `${deviceTime} is ${why}; the time of arrival is taken` };
}

function doubtOfValue(observation: Observation, { channels }: DeviceType): Doubt | undefined {
  const spec = observation.kind === 'value' ? channels[observation.channel] : undefined;
  if (observation.kind !== 'value' || !spec) return undefined;
  const { channel, value } = observation;
  const bounds = [spec.min ?? '-∞', spec.max ?? '∞'].join(' to ');
  const wanted = spec.kind === 'number' ? `a number, ${bounds} ${spec.unit}` : `${spec.kind}`;
  const detail = `${shown(value)} is not what ${channel} can be (${wanted}); it is stored and raises nothing`;
  return { code: 'VALUE_IMPLAUSIBLE', path: `values.${channel}`, detail };
}

/** What a text says may be anything, so only that it is one. */
function shown(value: Measurement['value']): string {
  return typeof value === 'string' ? 'a text' : String(value);
}
