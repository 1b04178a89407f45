import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseDuration } from '../duration.ts';
import { GatewayError } from '../errors.ts';
import { rfc3339 } from '../model/case-json.ts';
import type { Device } from '../model/device.ts';
import { parseDeviceId } from '../model/login.ts';
import type { GeoPosition } from '../model/observation.ts';
import { vendorOf } from './auth.ts';
import { type DeviceBody, deviceBody, windowsOf } from './device-body.ts';
import { type OverrideMisfit, overridesOf, printOverrides, type ReadOverrides, sayMisfit } from './rule-overrides.ts';
import { cursorQuery, limitQuery, name, object, page, ref, time } from './schemas.ts';

/** A device; where known, when its last message was accepted (epoch ms); and what of its overrides its type has no place for. */
export type DeviceView = Device & { readonly lastSeen?: number; readonly misfits?: readonly OverrideMisfit[] };

/** How to reach an ONVIF device. */
export interface OnvifAccess {
  readonly address: string;
  readonly username: string;
  readonly password: string;
  /** PEM of the authority of its certificate, or the SHA-256 fingerprint of the certificate itself. */
  readonly ca?: string;
  readonly pin?: string;
  /** It is to publish its events to the gateway's own MQTT broker. */
  readonly eventBroker?: boolean;
}

export interface DevicesApi {
  /** In the order of their ids, behind `cursor` (a deviceId). */
  list(options: { cursor?: string; limit: number; vendor?: string }): readonly DeviceView[];
  get(deviceId: string): DeviceView | undefined;
  /** Registers or replaces; resolves when it is on disk. */
  put(device: Device, access: { readonly password?: string; readonly onvif?: OnvifAccess }): Promise<void>;
  /** A new token, shown once; the secret before works on for `overlap` ms (default 24 h). */
  issueToken(
    deviceId: string,
    options: { overlap?: number },
  ): Promise<{ readonly token: string; readonly oldUntil?: number }>;
  /** Forgets a device, its credentials and its connection. */
  remove(deviceId: string): Promise<boolean>;
  /** Device types there are, for the message when one is not known. */
  typeIds(): readonly string[];
  readonly readOverrides: ReadOverrides;
  /** Why a device of this city cannot be at a position; undefined when it can. */
  positionFault?(position: GeoPosition): string | undefined;
}

interface Params {
  vendor: string;
  device: string;
}

/** ms an old secret may outlive a new one. */
const MAX_OVERLAP = 30 * 86_400_000;
const readers = ['viewer', 'vendor', 'operator'] as const;
const writers = ['operator'] as const;
const tags = ['devices'];
const params = object({ vendor: name('vendor', 'acme'), device: name('device', 'smoke-17') }, ['vendor', 'device']);

function viewOf({ lastSeen, maintenance, overrides, misfits, ...device }: DeviceView): object {
  const windows = maintenance?.map(({ from, until }) => ({ from: rfc3339(from), until: rfc3339(until) }));
  return {
    ...device,
    ...(windows ? { maintenance: windows } : {}),
    ...(overrides ? { overrides: printOverrides(overrides) } : {}),
    ...(misfits ? { overrideMisfits: misfits.map((misfit) => sayMisfit(misfit).detail) } : {}),
    ...(lastSeen === undefined ? {} : { lastSeen: rfc3339(lastSeen) }),
  };
}

/** The overlap of a query in ms. Throws REQUEST_INVALID beyond 30 days. */
function overlapOf(text: string | undefined): { overlap?: number } {
  if (text === undefined) return {};
  const overlap = text === '0' ? 0 : (parseDuration(text) ?? Number.POSITIVE_INFINITY);
  if (overlap <= MAX_OVERLAP) return { overlap };
  throw new GatewayError('REQUEST_INVALID', `overlap ${text} is longer than 30d`, { path: 'overlap' });
}

const IMPOSSIBLE: Readonly<Record<string, string>> = {
  NULL_ISLAND: '0, 0 is what a receiver without a fix says',
  SWAPPED: 'lon and lat are swapped',
  OUTSIDE_CHINA: 'no device of the city can be there',
};

/** Refuses a place where no device of the city can be: every case of it would lie in no grid. Throws REQUEST_INVALID. */
export function refuseImpossible({ positionFault }: Pick<DevicesApi, 'positionFault'>, position?: GeoPosition): void {
  const fault = position && positionFault?.(position);
  if (!fault) return;
  const detail = `position ${position.lon}, ${position.lat}: ${IMPOSSIBLE[fault] ?? fault} (${fault})`;
  throw new GatewayError('REQUEST_INVALID', detail, { path: 'position' });
}

/** The id in the path. Throws REQUEST_INVALID for a reserved vendor. */
function idOf({ vendor, device }: Params): string {
  const deviceId = `${vendor}/${device}`;
  if (parseDeviceId(deviceId)) return deviceId;
  throw new GatewayError('REQUEST_INVALID', `"${vendor}" is not a name a vendor may have`, { path: 'vendor' });
}

export function registerDevices(app: FastifyInstance, devices: DevicesApi): void {
  const known = (request: FastifyRequest<{ Params: Params }>): DeviceView => {
    const deviceId = `${request.params.vendor}/${request.params.device}`;
    const vendor = vendorOf(request.principal);
    const device = vendor === undefined || vendor === request.params.vendor ? devices.get(deviceId) : undefined;
    if (device) return device;
    throw new GatewayError('DEVICE_UNKNOWN', `${deviceId} is not registered; PUT /v1/devices/${deviceId} registers it`);
  };

  app.get<{ Querystring: { vendor?: string; cursor?: string; limit: number } }>(
    '/v1/devices',
    {
      config: { access: readers },
      schema: {
        tags,
        summary: 'Registered devices in the order of their ids',
        description: 'A token with no role but `vendor` sees the devices of the vendor it is named after.',
        querystring: object({ vendor: name('only of this vendor', 'acme'), cursor: cursorQuery, limit: limitQuery() }),
        response: { 200: page(ref('Device'), 'devices') },
      },
    },
    async ({ query: { limit, cursor, vendor }, principal }) => {
      const wanted = vendorOf(principal) ?? vendor;
      const found = devices.list({
        limit,
        ...(cursor === undefined ? {} : { cursor }),
        ...(wanted === undefined ? {} : { vendor: wanted }),
      });
      const last = found.length === limit ? found.at(-1) : undefined;
      const items = found.filter((device) => wanted === undefined || device.vendor === wanted);
      return { items: items.map(viewOf), ...(last ? { next: last.deviceId } : {}) };
    },
  );

  app.get<{ Params: Params }>(
    '/v1/devices/:vendor/:device',
    { config: { access: readers }, schema: { tags, summary: 'One device', params, response: { 200: ref('Device') } } },
    async (request) => viewOf(known(request)),
  );

  registerDeviceChanges(app, devices, known);
}

function registerDeviceChanges(
  app: FastifyInstance,
  devices: DevicesApi,
  known: (request: FastifyRequest<{ Params: Params }>) => DeviceView,
): void {
  app.put<{ Params: Params; Body: DeviceBody }>(
    '/v1/devices/:vendor/:device',
    {
      config: { access: writers },
      schema: {
        tags,
        summary: 'Register or replace a device',
        params,
        body: deviceBody,
        response: { 200: ref('Device'), 201: { ...ref('Device') } },
      },
    },
    async (request, reply) => {
      const deviceId = idOf(request.params);
      const { onvif, password, maintenance, overrides, ...given } = request.body;
      const types = devices.typeIds();
      if (!types.includes(given.typeId))
        throw new GatewayError('REQUEST_INVALID', `typeId must be one of ${types.join(', ')}; got "${given.typeId}"`, {
          path: 'typeId',
        });
      refuseImpossible(devices, given.position);
      const isNew = devices.get(deviceId) === undefined;
      await devices.put(
        {
          ...{ deviceId, ...request.params, ...given },
          ...(maintenance ? { maintenance: windowsOf(maintenance) } : {}),
          ...overridesOf(devices.readOverrides, given.typeId, overrides),
        },
        { ...(password === undefined ? {} : { password }), ...(onvif === undefined ? {} : { onvif }) },
      );
      return reply.code(isNew ? 201 : 200).send(viewOf(known(request)));
    },
  );

  app.post<{ Params: Params; Querystring: { overlap?: string } }>(
    '/v1/devices/:vendor/:device/token',
    {
      config: { access: writers },
      schema: {
        tags,
        summary: 'A new MQTT token for a device',
        description: 'Shown in this answer only. The secret it had before, token or password, works until `oldUntil`.',
        params,
        querystring: object({
          overlap: {
            type: 'string',
            pattern: '^(0|\\d{1,9}(\\.\\d+)?(ms|s|min|h|d))$',
            description: 'how long the secret before works on, at most 30d: 0, 30min, 24h (the default)',
            examples: ['24h'],
          },
        }),
        response: {
          201: {
            description: 'login',
            type: 'object',
            properties: { username: { type: 'string' }, token: { type: 'string' }, oldUntil: time },
            required: ['username', 'token'],
          },
        },
      },
    },
    async (request, reply) => {
      const { deviceId } = known(request);
      const { token, oldUntil } = await devices.issueToken(deviceId, overlapOf(request.query.overlap));
      const until = oldUntil === undefined ? {} : { oldUntil: rfc3339(oldUntil) };
      return reply.code(201).send({ username: deviceId, token, ...until });
    },
  );

  app.delete<{ Params: Params }>(
    '/v1/devices/:vendor/:device',
    {
      config: { access: writers },
      schema: {
        tags,
        summary: 'Forget a device, its credentials and its connection',
        params,
        response: { 204: { description: 'gone', type: 'null' } },
      },
    },
    async (request, reply) => {
      await devices.remove(known(request).deviceId);
      return reply.code(204).send();
    },
  );
}
