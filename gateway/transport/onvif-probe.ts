import type { Clock } from '../clock.ts';
import { toGatewayError } from '../errors.ts';
import { allNamed, at, textAt, type XmlElement } from '../xml.ts';
import { CONTROL_DEADLINE, type DeviceAccess, findEventService, measureSkew, pathOf } from './onvif-services.ts';
import { createSoapClient, type LoginScheme } from './onvif-soap.ts';

/** What a device says of itself and its events. Text of the device: escape it before showing it. */
export interface ProbedDevice {
  readonly address: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly firmware: string;
  readonly serialNumber: string;
  readonly login: LoginScheme;
  /** Device clock minus ours, ms; absent when it does not tell its time. */
  readonly skewMs?: number;
  /** Namespaces of its services, e.g. `http://www.onvif.org/ver10/events/wsdl`. */
  readonly services: readonly string[];
  /** Attributes of the event service's capabilities, as sent. */
  readonly eventCapabilities: Readonly<Record<string, string>>;
  /** Topics it can send, without prefixes of the ONVIF namespace. */
  readonly topics: readonly string[];
  /** Questions it did not answer, and why. */
  readonly troubles: readonly string[];
}

export interface ProbeOptions {
  /** URL of the device service, confirmed by an operator: it is sent the login. */
  readonly address: string;
  readonly username: string;
  readonly password: string;
  readonly ca?: string;
  readonly pin?: string;
  readonly clock: Pick<Clock, 'now' | 'monotonic' | 'wait'>;
}

const DEVICE = 'http://www.onvif.org/ver10/device/wsdl';
const EVENTS = 'http://www.onvif.org/ver10/events/wsdl';
const MAX_TOPICS = 1_000;

/**
 * Asks a device who it is and what it can tell, without subscribing. Throws ONVIF_UNREACHABLE and ONVIF_AUTH; a question that
 * it does not understand is one of its `troubles`.
 */
export async function probeOnvif(options: ProbeOptions): Promise<ProbedDevice> {
  const { clock } = options;
  let skewMs: number | undefined;
  const client = createSoapClient({ ...options, skewMs: () => skewMs ?? 0 });
  const given = pathOf(options.address) ?? '/';
  const access: DeviceAccess = { client, clock, devicePath: given === '/' ? '/onvif/device_service' : given };
  const troubles: string[] = [];

  const ask = async (
    path: string,
    namespace: string,
    operation: string,
    body = '',
  ): Promise<XmlElement | undefined> => {
    try {
      const action = namespace === EVENTS ? `${EVENTS}/EventPortType/${operation}Request` : `${DEVICE}/${operation}`;
      const xml = `<${operation} xmlns="${namespace}">${body}</${operation}>`;
      return (await client.call({ path, action, body: xml, deadlineMs: CONTROL_DEADLINE })).body;
    } catch (thrown) {
      const { code, detail } = toGatewayError(thrown);
      if (code === 'ONVIF_UNREACHABLE' || code === 'ONVIF_AUTH') throw thrown;
      troubles.push(`${operation}: ${detail}`);
      return undefined;
    }
  };

  try {
    skewMs = await measureSkew(access);
    const information = await ask(access.devicePath, DEVICE, 'GetDeviceInformation');
    const services = await ask(
      access.devicePath,
      DEVICE,
      'GetServices',
      '<IncludeCapability>false</IncludeCapability>',
    );
    const events = await findEventService(access);
    const capabilities = await ask(events.path, EVENTS, 'GetServiceCapabilities');
    const properties = await ask(events.path, EVENTS, 'GetEventProperties');
    return {
      address: options.address,
      manufacturer: textAt(information, 'Manufacturer'),
      model: textAt(information, 'Model'),
      firmware: textAt(information, 'FirmwareVersion'),
      serialNumber: textAt(information, 'SerialNumber'),
      login: client.scheme,
      ...(skewMs === undefined ? {} : { skewMs }),
      services: services ? [...allNamed(services, 'Service')].map((service) => textAt(service, 'Namespace')) : [],
      eventCapabilities: Object.fromEntries(
        [...(at(capabilities, 'Capabilities')?.attributes ?? [])].filter(([name]) => !name.startsWith('xmlns')),
      ),
      topics: [...topicsIn(at(properties, 'TopicSet'), '')].slice(0, MAX_TOPICS),
      troubles,
    };
  } finally {
    await client.close();
  }
}

/** Elements of a TopicSet are topics where they say so, or describe a message (wstop t-1 §7). */
function* topicsIn(element: XmlElement | undefined, above: string): Generator<string> {
  for (const child of element?.children ?? []) {
    if (child.name === 'MessageDescription') continue;
    const path = above === '' ? child.name : `${above}/${child.name}`;
    const says = [...child.attributes].some(([name, value]) => /(?:^|:)topic$/.test(name) && value.trim() === 'true');
    if (says || child.children.some(({ name }) => name === 'MessageDescription')) yield path;
    yield* topicsIn(child, path);
  }
}
