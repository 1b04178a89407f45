import { timeText } from '../lab-clock.ts';
import { SimulatedFault } from './soap-envelope.ts';

/** Elements that a fault must have behind its Timestamp, by the schema of WS-BaseNotification. */
const REQUIRED: Readonly<Record<string, (time: string) => string>> = {
  UnacceptableInitialTerminationTimeFault: (time) => `<wsnt:MinimumTime>${time}</wsnt:MinimumTime>`,
  UnacceptableTerminationTimeFault: (time) => `<wsnt:MinimumTime>${time}</wsnt:MinimumTime>`,
};

/**
 * A fault of WS-BaseNotification with its own detail element; `more` goes behind the Timestamp. That one belongs to
 * WS-BaseFaults, and a subscription that is gone to WS-Resource.
 */
export function notificationFault(name: string, reason: string, now: number, more = ''): SimulatedFault {
  const time = timeText(now);
  const prefix = name === 'ResourceUnknownFault' ? 'wsrf-r' : 'wsnt';
  const detail = `<wsrf-bf:Timestamp>${time}</wsrf-bf:Timestamp>${REQUIRED[name]?.(time) ?? ''}${more}`;
  return new SimulatedFault(500, [], reason, `<${prefix}:${name}>${detail}</${prefix}:${name}>`);
}
