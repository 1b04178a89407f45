import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../errors.ts';
import type { DeviceType } from '../model/device.ts';
import { object, page, text } from './schemas.ts';

export interface DeviceTypesApi {
  list(): readonly DeviceType[];
  get(typeId: string): DeviceType | undefined;
}

const access = ['viewer', 'dispatcher', 'vendor', 'operator'] as const;
const tags = ['devices'];
const deviceType = {
  type: 'object',
  properties: {
    typeId: { type: 'string', examples: ['smoke'] },
    name: { type: 'object' },
    heartbeat: { type: 'integer', description: 'ms between reports of a healthy device' },
    channels: { type: 'object', description: 'unit (UCUM), kind and range by channel' },
    events: { type: 'object', description: 'event codes; stateful: on and off, else occurrences' },
    rules: { type: 'array', items: { type: 'object' }, description: 'what becomes a case' },
  },
  required: ['typeId', 'name', 'heartbeat', 'channels', 'events', 'rules'],
};

export function registerDeviceTypes(app: FastifyInstance, types: DeviceTypesApi): void {
  app.get(
    '/v1/device-types',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Device types with their channels, events and rules',
        response: { 200: page(deviceType, 'all') },
      },
    },
    async () => ({ items: types.list() }),
  );

  app.get<{ Params: { typeId: string } }>(
    '/v1/device-types/:typeId',
    {
      config: { access },
      schema: {
        tags,
        summary: 'One device type',
        params: object({ typeId: text('device type', 64) }, ['typeId']),
        response: { 200: deviceType },
      },
    },
    async ({ params: { typeId } }) => {
      const found = types.get(typeId);
      if (found) return found;
      const known = types.list().map((type) => type.typeId);
      throw new GatewayError('NOT_FOUND', `there is no device type "${typeId}"; there are ${known.join(', ')}`);
    },
  );
}
