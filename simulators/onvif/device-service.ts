import { timeText } from '../lab-clock.ts';
import type { Service, SoapRequest } from './soap-exchange.ts';
import { escapeText } from './xml.ts';

const DEVICE_URI = 'http://www.onvif.org/ver10/device/wsdl';

/** Path of the device service. */
export const DEVICE_PATH = '/onvif/device_service';

/** A service as the device lists it. */
export interface Listed {
  readonly uri: string;
  readonly path: string;
  /** Name in GetCapabilities; services that came later are listed by GetServices only. */
  readonly capability?: string;
}

export interface DeviceServiceOptions {
  readonly name: string;
  readonly hardware: string;
  readonly now: () => number;
  readonly listed: readonly Listed[];
  readonly scopes: readonly string[];
}

/** The Device service, as far as onboarding and time need it. */
export function createDeviceService(options: DeviceServiceOptions): Service {
  const { name, hardware, now, scopes } = options;
  const listed: readonly Listed[] = [{ uri: DEVICE_URI, path: DEVICE_PATH, capability: 'Device' }, ...options.listed];

  const capability = (service: Listed, origin: string) => {
    // A Media1 client looks for the streaming flags, an events client for the pull point flag.
    const flags =
      service.capability === 'Events'
        ? '<tt:WSSubscriptionPolicySupport>false</tt:WSSubscriptionPolicySupport><tt:WSPullPointSupport>true</tt:WSPullPointSupport>' +
          '<tt:WSPausableSubscriptionManagerInterfaceSupport>false</tt:WSPausableSubscriptionManagerInterfaceSupport>'
        : service.capability === 'Media'
          ? '<tt:StreamingCapabilities><tt:RTPMulticast>false</tt:RTPMulticast><tt:RTP_TCP>true</tt:RTP_TCP><tt:RTP_RTSP_TCP>true</tt:RTP_RTSP_TCP></tt:StreamingCapabilities>'
          : '';
    return `<tt:${service.capability}><tt:XAddr>${origin}${service.path}</tt:XAddr>${flags}</tt:${service.capability}>`;
  };

  return {
    uri: DEVICE_URI,
    prefix: 'tds',
    operations: {
      GetSystemDateAndTime: () => systemTime(now()),
      GetDeviceInformation: () =>
        '<tds:Manufacturer>gridwarden simulator</tds:Manufacturer>' +
        `<tds:Model>${escapeText(hardware)}</tds:Model><tds:FirmwareVersion>1.0</tds:FirmwareVersion>` +
        `<tds:SerialNumber>SIM-${escapeText(name)}</tds:SerialNumber><tds:HardwareId>simulated</tds:HardwareId>`,
      GetServices: ({ origin }: SoapRequest) =>
        listed
          .map(
            ({ uri, path }) =>
              `<tds:Service><tds:Namespace>${uri}</tds:Namespace><tds:XAddr>${origin}${path}</tds:XAddr>` +
              '<tds:Version><tt:Major>2</tt:Major><tt:Minor>60</tt:Minor></tds:Version></tds:Service>',
          )
          .join(''),
      GetCapabilities: ({ origin }: SoapRequest) =>
        `<tds:Capabilities>${listed
          .filter((service) => service.capability)
          .map((service) => capability(service, origin))
          .join('')}</tds:Capabilities>`,
      GetScopes: () =>
        scopes
          .map(
            (scope) =>
              `<tds:Scopes><tt:ScopeDef>Fixed</tt:ScopeDef><tt:ScopeItem>${escapeText(scope)}</tt:ScopeItem></tds:Scopes>`,
          )
          .join(''),
      GetNTP: () =>
        '<tds:NTPInformation><tt:FromDHCP>false</tt:FromDHCP><tt:NTPManual><tt:Type>IPv4</tt:Type>' +
        '<tt:IPv4Address>127.0.0.1</tt:IPv4Address></tt:NTPManual></tds:NTPInformation>',
      GetHostname: () =>
        `<tds:HostnameInformation><tt:FromDHCP>false</tt:FromDHCP><tt:Name>${escapeText(name)}</tt:Name></tds:HostnameInformation>`,
    },
  };
}

/** Scopes that say plainly what it is. */
export function scopesOf(name: string, hardware: string, profiles: readonly string[]): readonly string[] {
  const base = 'onvif://www.onvif.org';
  return [
    ...profiles.map((profile) => `${base}/Profile/${profile}`),
    `${base}/name/${encodeURIComponent(name)}`,
    `${base}/hardware/${encodeURIComponent(hardware)}`,
    `${base}/location/simulated`,
  ];
}

function systemTime(at: number): string {
  const [date = '', time = ''] = timeText(at).slice(0, 19).split('T');
  const [year, month, day] = date.split('-').map(Number);
  const [hour, minute, second] = time.split(':').map(Number);
  return (
    '<tds:SystemDateAndTime><tt:DateTimeType>NTP</tt:DateTimeType><tt:DaylightSavings>false</tt:DaylightSavings>' +
    '<tt:TimeZone><tt:TZ>CST-8</tt:TZ></tt:TimeZone><tt:UTCDateTime>' +
    `<tt:Time><tt:Hour>${hour}</tt:Hour><tt:Minute>${minute}</tt:Minute><tt:Second>${second}</tt:Second></tt:Time>` +
    `<tt:Date><tt:Year>${year}</tt:Year><tt:Month>${month}</tt:Month><tt:Day>${day}</tt:Day></tt:Date>` +
    '</tt:UTCDateTime></tds:SystemDateAndTime>'
  );
}
