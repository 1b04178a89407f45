import { GatewayError } from '../errors.ts';
import { allNamed, escapeXml, textAt } from '../xml.ts';
import { faultOf } from './onvif-answer.ts';
import { CONTROL_DEADLINE, type DeviceAccess, type EventService } from './onvif-services.ts';

const EVENTS = 'http://www.onvif.org/ver10/events/wsdl';

/** The gateway's own broker, as one device is to reach it. */
export interface OwnBroker {
  /** Addresses a device may be given, the preferred one first, e.g. `mqtts://10.0.0.5:8883`, `mqtt://10.0.0.5:1883`. */
  addresses(): readonly string[];
  /** Makes a new password for the device. */
  issue(): Promise<string>;
}

/** How the device says its connection to the broker is doing; `gone`: it does not know the broker (any more). */
export type BrokerState = 'connected' | 'waiting' | 'gone';

/** A device that publishes its events to the gateway's own broker (Profile M, Core 9.12). */
export interface BrokerSubscription {
  /** Asks the device. Throws what the SOAP client throws. */
  state(): Promise<BrokerState>;
}

const call = ({ client, signal }: DeviceAccess, service: EventService, operation: string, body: string) =>
  client.call({
    path: service.path,
    action: `${EVENTS}/EventPortType/${operation}Request`,
    body: `<${operation} xmlns="${EVENTS}">${body}</${operation}>`,
    deadlineMs: CONTROL_DEADLINE,
    to: { address: service.address, referenceParameters: '' },
    signal,
  });

/**
 * Has a device publish below `v1/{vendor}/{device}`, the only prefix its login may use, with a password made for it alone. One
 * that has the broker already keeps what it has, unless `renew` says that it did not get through with it. The device does not check the broker's certificate unless it was given a policy
 * for that, so the password is worth nothing anywhere else. Throws what the SOAP client throws, e.g. ONVIF_FAULT where the device
 * knows no event brokers, and ONVIF_FAULT for a device that takes none of the addresses.
 */
export async function openBroker(
  access: DeviceAccess,
  service: EventService,
  { deviceId, broker, renew }: { readonly deviceId: string; readonly broker: OwnBroker; readonly renew: boolean },
): Promise<BrokerSubscription> {
  const addresses = broker.addresses();
  if (addresses.length === 0)
    throw new GatewayError('ONVIF_FAULT', 'the MQTT broker of the gateway does not listen yet; it is tried again');
  const listed = async (): Promise<ReadonlyMap<string, BrokerState>> => {
    const { body } = await call(access, service, 'GetEventBrokers', '');
    return new Map(
      [...allNamed(body, 'EventBroker')]
        .filter((own) => textAt(own, 'TopicPrefix') === `v1/${deviceId}` && textAt(own, 'UserName') === deviceId)
        .map((own) => [
          textAt(own, 'Address'),
          /^Connected$/i.test(textAt(own, 'Status')) ? 'connected' : ('waiting' as const),
        ]),
    );
  };
  const before = await listed();
  let address = addresses.find((one) => before.get(one) === 'connected' || (before.has(one) && !renew));
  if (address === undefined) {
    const password = await broker.issue();
    const config = (one: string) =>
      `<EventBroker><Address>${escapeXml(one)}</Address><TopicPrefix>v1/${deviceId}</TopicPrefix>` +
      `<UserName>${deviceId}</UserName><Password>${escapeXml(password)}</Password><QoS>1</QoS></EventBroker>`;
    for (const one of addresses) {
      try {
        await call(access, service, 'AddEventBroker', config(one));
        address = one;
        break;
      } catch (error) {
        if (!faultOf(error)?.codes.some((code) => /^Invalid(?:Protocol|Address)$/i.test(code))) throw error;
      }
    }
  }
  if (address === undefined)
    throw new GatewayError(
      'ONVIF_FAULT',
      `${access.client.host} takes none of ${addresses.join(', ')} as event broker`,
    );
  const own = address;
  return { state: async () => (await listed()).get(own) ?? 'gone' };
}

/** Takes the gateway's broker from a device; one that is not there is no error. Throws what the SOAP client throws. */
export async function closeBroker(access: DeviceAccess, service: EventService, broker: OwnBroker): Promise<void> {
  for (const address of broker.addresses()) {
    try {
      await call(access, service, 'DeleteEventBroker', `<Address>${escapeXml(address)}</Address>`);
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code !== 'ONVIF_FAULT') throw error;
    }
  }
}
