import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import { allNamed, at, textAt, type XmlElement } from '../xml.ts';
import type { SoapReply } from './onvif-answer.ts';
import type { SoapClient } from './onvif-soap.ts';

const DEVICE = 'http://www.onvif.org/ver10/device/wsdl';
const EVENTS = 'http://www.onvif.org/ver10/events/wsdl';

/** Machine ms for a call that the device can answer at once. */
export const CONTROL_DEADLINE = 10_000;

/** What the operations below need to speak with a device. */
export interface DeviceAccess {
  readonly client: SoapClient;
  readonly clock: Pick<Clock, 'now' | 'monotonic' | 'wait'>;
  /** Path and query of the device service on the configured host. */
  readonly devicePath: string;
  readonly signal?: AbortSignal | undefined;
}

function deviceCall(access: DeviceAccess, operation: string, body: string, anonymous: boolean): Promise<SoapReply> {
  return access.client.call({
    path: access.devicePath,
    action: `${DEVICE}/${operation}`,
    body,
    deadlineMs: CONTROL_DEADLINE,
    anonymous,
    signal: access.signal,
  });
}

/**
 * Device clock minus gateway clock in ms, measured against the middle of the request; 0 when the difference is within what
 * whole seconds can show; undefined when the device does not tell its time. Asked without login first, because a
 * login needs the answer (Core 8.3.6: the operation is open to everybody). Throws only ONVIF_UNREACHABLE and ONVIF_AUTH.
 */
export async function measureSkew(access: DeviceAccess): Promise<number | undefined> {
  const { clock } = access;
  const ask = async (anonymous: boolean) => {
    const before = clock.now();
    const reply = await deviceCall(
      access,
      'GetSystemDateAndTime',
      `<GetSystemDateAndTime xmlns="${DEVICE}"/>`,
      anonymous,
    );
    const after = clock.now();
    const device = deviceTime(reply);
    if (device === undefined) return undefined;
    const skew = device - (before + after) / 2;
    // The answer has whole seconds, rounded down.
    return Math.abs(skew) <= 1_000 + (after - before) / 2 ? 0 : Math.round(skew);
  };
  for (const anonymous of [true, false]) {
    try {
      return await ask(anonymous);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      if (error.code === 'ONVIF_AUTH' && anonymous) continue;
      if (error.code === 'ONVIF_UNREACHABLE' || error.code === 'ONVIF_AUTH') throw error;
      return undefined;
    }
  }
  return undefined;
}

/** UTCDateTime of the answer, else the HTTP `Date`: devices without either give no time. */
function deviceTime(reply: SoapReply): number | undefined {
  const utc = at(reply.body, 'SystemDateAndTime', 'UTCDateTime');
  const field = (part: string, name: string) => Number(textAt(utc, part, name) || Number.NaN);
  const month = field('Date', 'Month');
  const day = field('Date', 'Day');
  const time = Date.UTC(
    field('Date', 'Year'),
    month - 1,
    day,
    field('Time', 'Hour'),
    field('Time', 'Minute'),
    field('Time', 'Second'),
  );
  if (month >= 1 && month <= 12 && day >= 1 && day <= 31 && Number.isFinite(time)) return time;
  const date = Date.parse(reply.date);
  return Number.isNaN(date) ? undefined : date;
}

/**
 * Path and query of the event service, from GetServices or, on older devices, GetCapabilities; the device service itself
 * when neither names one, since many devices serve everything at one address. The host in the answer is ignored.
 */
export async function findEventService(access: DeviceAccess): Promise<EventService> {
  const asks = [
    { operation: 'GetServices', body: '<IncludeCapability>false</IncludeCapability>', find: fromServices },
    { operation: 'GetCapabilities', body: '<Category>All</Category>', find: fromCapabilities },
  ];
  for (const { operation, body, find } of asks) {
    try {
      const xml = `<${operation} xmlns="${DEVICE}">${body}</${operation}>`;
      const address = find((await deviceCall(access, operation, xml, false)).body);
      const path = address === undefined ? undefined : pathOf(address);
      if (address !== undefined && path !== undefined) return { address, path };
    } catch (error) {
      if (!(error instanceof GatewayError) || (error.code !== 'ONVIF_FAULT' && error.code !== 'ONVIF_XML')) throw error;
    }
  }
  return { address: access.devicePath, path: access.devicePath };
}

export interface EventService {
  /** As the device gave it, for `wsa:To`. */
  readonly address: string;
  /** What is dialled on the configured host. */
  readonly path: string;
}

function fromServices(body: XmlElement): string | undefined {
  for (const service of allNamed(body, 'Service'))
    if (textAt(service, 'Namespace') === EVENTS) return textAt(service, 'XAddr');
  return undefined;
}

function fromCapabilities(body: XmlElement): string | undefined {
  return at(body, 'Capabilities', 'Events', 'XAddr')?.text;
}

/**
 * Path and query of an address, byte for byte, whatever stands before them; undefined for an address without a usable one
 * (empty, `urn:uuid:…`, white space or control characters inside).
 */
export function pathOf(address: string): string | undefined {
  const match = /^(?:[a-z][a-z0-9+.-]*:\/\/[^/?#]*)?([/?][\x21-\x22\x24-\x7e]*)?(?:#.*)?$/i.exec(address);
  const path = match?.[1];
  if (path === undefined) return match && address !== '' ? '/' : undefined;
  return path.startsWith('?') ? `/${path}` : path;
}
