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

const word = { type: 'string' } as const;
const words = { type: 'array', items: word } as const;
const number = { type: 'number' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const flag = { type: 'boolean' } as const;
const ms = (description: string) => ({ type: 'integer', minimum: 0, description: `${description}, ms` }) as const;
const named = object({ zh: word, en: word }, ['zh', 'en']);
const provenance = {
  type: 'string',
  enum: ['observed', 'knowledge', 'ours'],
  description: 'where it comes from',
} as const;
const byName = (value: object, description: string) =>
  ({ type: 'object', additionalProperties: value, description }) as const;

const when = {
  ...object({
    hours: { type: 'array', items: object({ from: ms('after local midnight'), to: ms('after local midnight') }) },
    days: { type: 'array', items: { type: 'integer', minimum: 1, maximum: 7 } },
    modes: words,
    siteClass: words,
  }),
  description: 'every part that is given must hold; hours are those of Asia/Shanghai, days 1 Monday … 7 Sunday',
};

/** What an override may change of a rule, and rules have. */
const changeable = {
  enabled: flag,
  severity: { type: 'integer', minimum: 1, maximum: 4 },
  certainty: { ...number, minimum: 0, maximum: 1 },
  set: { ...number, description: 'raises, in the unit of the channel' },
  clear: { ...number, description: 'clears, in the unit of the channel' },
  dwell: ms('how long the condition must hold before it raises'),
  quiet: ms('how long health must last before it clears'),
  baseline: number,
  ratio: number,
  perDay: count,
  horizon: ms('how far ahead it looks'),
  count,
  window: ms('stretch of time it looks at'),
  maxOn: ms('after which an event that is on is cleared'),
  offlineAfter: ms('silence after which a device counts as offline'),
} as const;

const station = { type: word, channel: word, maxAge: ms('age of its newest value at most'), maxDistance: number };

/** Of every kind of rule; which of the fields a rule has depends on its kind. */
const rule = object(
  {
    id: word,
    kind: word,
    category: word,
    ...changeable,
    raises: { type: 'string', enum: ['ALARM', 'WARNING', 'CLUE', 'FAULT'] },
    when,
    limits: { type: 'array', items: object({ when, ...changeable }), description: 'other limits at certain times' },
    provenance,
    reference: { ...word, description: 'where the limit was read' },
    channel: word,
    direction: { type: 'string', enum: ['above', 'below', 'both'] },
    of: object({ n: count, m: count }),
    average: { type: 'string', enum: ['arithmetic', 'energetic'] },
    ...{ windows: count, clearWindows: count, minSamples: count },
    background: object({ ...station, ratio: number }),
    per: ms('the change is told per this time'),
    percent: flag,
    against: object(station),
    clearRatio: number,
    learn: count,
    ...{ values: words, from: words, channels: words },
    raise: { ...word, description: 'CEL' },
    code: { ...word, description: 'an event code' },
    where: byName({}, 'values the data of the event must have'),
    field: word,
    ...{ days: count, within: count },
    a: word,
    b: object({ rule: word, type: word, distance: number }),
    spare: count,
  },
  ['id', 'kind', 'category'],
);
// Of an expression `clear` is a text: the one field that kinds do not share.
const anyRule = { ...rule, properties: { ...rule.properties, clear: { type: ['number', 'string'] } } };

/** A device type as it is loaded: durations are ms. */
export const deviceTypeSchema = object(
  {
    typeId: { ...word, examples: ['smoke'] },
    name: named,
    heartbeat: ms('time between reports of a healthy device'),
    offlineAfter: ms('silence after which it counts as offline'),
    battery: { ...word, description: 'the channel that holds the charge' },
    category: { ...word, description: 'of rules that name none' },
    severity: changeable.severity,
    responder: { ...named, description: 'who usually comes: a role' },
    channels: byName(
      object(
        {
          unit: { ...word, description: 'UCUM' },
          kind: { type: 'string', enum: ['number', 'boolean', 'enum'] },
          name: named,
          ...{ min: number, max: number },
          maxRate: { ...number, description: 'fastest change that is possible, units per second' },
          quantisation: { ...number, description: 'smallest step the sensor can tell' },
          values: { ...words, description: 'what an enum may say' },
          provenance,
        },
        ['unit', 'kind'],
      ),
      'by channel',
    ),
    events: byName(
      object({ stateful: flag, name: named }, ['stateful']),
      'by code; stateful: on and off, else occurrences',
    ),
    rules: { type: 'array', items: anyRule, description: 'what becomes a case' },
    overrides: {
      type: 'array',
      items: object({ when, rules: byName(object(changeable), 'by rule id') }, ['when', 'rules']),
      description: 'what is different at certain sites, in certain modes or at certain times; the later one wins',
    },
  },
  ['typeId', 'name', 'heartbeat', 'channels', 'events', 'rules'],
);

export function registerDeviceTypes(app: FastifyInstance, types: DeviceTypesApi): void {
  app.get(
    '/v1/device-types',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Device types with their channels, events and rules',
        response: { 200: page(deviceTypeSchema, 'all') },
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
        response: { 200: { ...deviceTypeSchema, description: 'the type' } },
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
