import { GatewayError } from '../errors.ts';
import type { Device, SiteClass } from '../model/device.ts';
import type { GeoPosition } from '../model/observation.ts';
import type { OnvifAccess } from './devices.ts';
import { overridesSchema } from './rule-overrides.ts';
import { crs, epochOf, NAME, object, text, timeBody } from './schemas.ts';

const SITES = ['ORDINARY', 'KEY_UNIT', 'CROWDED', 'MAJOR_HAZARD', 'CONSTRUCTION', 'CONTROLLED_BLOCK'] as const;

/** A maintenance window as it is sent. */
interface Window {
  readonly from: number | string;
  readonly until: number | string;
}

/** A device as it is registered. */
export interface DeviceBody {
  typeId: string;
  name?: string;
  position?: GeoPosition;
  siteClass: SiteClass;
  mobility: Device['mobility'];
  assetCode?: string;
  orgCode?: string;
  parent?: string;
  maintenance?: readonly Window[];
  overrides?: object;
  simulated: boolean;
  onvif?: OnvifAccess;
  password?: string;
}

/** What the body of a device may hold; a list of devices holds the same without its secrets. */
export const deviceProperties = {
  typeId: { type: 'string', maxLength: 64, description: 'a device type of GET /v1/device-types' },
  name: text('for people', 128),
  position: object(
    {
      lon: { type: 'number', minimum: -180, maximum: 180 },
      lat: { type: 'number', minimum: -90, maximum: 90 },
      crs,
    },
    ['lon', 'lat', 'crs'],
  ),
  siteClass: { type: 'string', enum: SITES, default: 'ORDINARY' },
  mobility: { type: 'string', enum: ['FIXED', 'MOBILE'], default: 'FIXED' },
  assetCode: { type: 'string', pattern: '^\\d{16}$', description: 'the 16 digits of the component it watches' },
  orgCode: { type: 'string', pattern: NAME, description: 'letters, digits, . _ -' },
  parent: text('deviceId of the gateway or DTU it is connected through', 129),
  maintenance: {
    type: 'array',
    maxItems: 50,
    items: object({ from: timeBody, until: timeBody }, ['from', 'until']),
    description: 'windows in which its alarms raise nothing; `until` is the first time that counts again',
  },
  overrides: overridesSchema,
  simulated: { type: 'boolean', default: false },
  onvif: object(
    {
      address: {
        type: 'string',
        pattern: '^https?://',
        maxLength: 2_000,
        description: 'URL of the device service',
      },
      username: text('user', 64),
      password: text('password', 128),
      ca: text('PEM of the authority that signed the certificate of an https address', 20_000),
      pin: {
        type: 'string',
        pattern: '^(?:[0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$',
        description: 'SHA-256 fingerprint of the certificate, where nobody known signed it',
      },
      eventBroker: {
        type: 'boolean',
        description: 'have it publish to the gateway by MQTT (Profile M, AddEventBroker) rather than be pulled from',
      },
    },
    ['address', 'username', 'password'],
  ),
  password: { type: 'string', minLength: 8, maxLength: 128, description: 'for MQTT, if the vendor chooses it' },
} as const;

export const deviceBody = {
  ...object(deviceProperties, ['typeId']),
  examples: [
    { typeId: 'smoke', position: { lon: 108.9402, lat: 34.2658, crs: 'wgs84' }, siteClass: 'CROWDED' },
    {
      typeId: 'door',
      onvif: { address: 'http://10.2.0.7/onvif/device_service', username: 'gateway', password: 'correct horse' },
    },
  ],
};

/** The maintenance windows in epoch ms. Throws REQUEST_INVALID for one that ends before it begins. */
export function windowsOf(windows: readonly Window[]): NonNullable<Device['maintenance']> {
  return windows.map((window, i) => {
    const [from, until] = [
      epochOf(window.from, `maintenance.${i}.from`),
      epochOf(window.until, `maintenance.${i}.until`),
    ];
    if (from < until) return { from, until };
    throw new GatewayError('REQUEST_INVALID', `maintenance.${i} ends before it begins`, { path: `maintenance.${i}` });
  });
}
