import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../errors.ts';
import { rfc3339 } from '../model/case-json.ts';
import { name, object } from './schemas.ts';

/** How an ONVIF device is doing. Times are epoch ms. */
export interface OnvifDeviceView {
  readonly deviceId: string;
  readonly state: string;
  readonly online: boolean | undefined;
  readonly channel: string | undefined;
  readonly login: string;
  readonly skewMs: number | undefined;
  readonly subscriptions: number;
  readonly messages: number;
  readonly storming: boolean;
  readonly lastAliveAt: number | undefined;
  readonly lastError: { readonly code: string; readonly detail: string; readonly at: number } | undefined;
}

export interface OnvifTopicView {
  readonly topic: string;
  readonly signals: readonly string[];
  readonly count: number;
  readonly devices: readonly string[];
  readonly firstAt: number;
  readonly lastAt: number;
}

export interface OnvifApi {
  list(): readonly OnvifDeviceView[];
  topics(): readonly OnvifTopicView[];
  /** Tries a device again at once; false when it is not connected. */
  retry(deviceId: string): boolean;
  /** One POST to a notify path; answers with the HTTP status. Absent: devices cannot push here. */
  readonly receive?: (request: {
    readonly token: string;
    readonly remoteAddress: string;
    readonly contentType: string;
    readonly body: Uint8Array;
  }) => Promise<number>;
}

const tags = ['onvif'];
const time = { type: 'string', format: 'date-time' };
const device = {
  type: 'object',
  properties: {
    deviceId: { type: 'string' },
    state: { type: 'string', enum: ['stopped', 'connecting', 'live', 'backoff', 'refused'] },
    online: { type: 'boolean' },
    channel: { type: 'string', enum: ['pull', 'push', 'mqtt'], description: 'how its notifications come' },
    login: { type: 'string', enum: ['none', 'digest', 'token'] },
    skewMs: { type: 'number', description: 'device clock minus gateway clock' },
    subscriptions: {
      type: 'integer',
      description: 'made since the start; a number that climbs tells of a device that forgets them',
    },
    messages: { type: 'integer', description: 'notifications since the start' },
    storming: { type: 'boolean', description: 'it sends more than it may: its notifications wait for their turn' },
    lastAliveAt: time,
    lastError: {
      type: 'object',
      properties: { code: { type: 'string' }, detail: { type: 'string' }, at: time },
      required: ['code', 'detail', 'at'],
    },
  },
  required: ['deviceId', 'state', 'login', 'subscriptions', 'messages', 'storming'],
};
const topic = {
  type: 'object',
  properties: {
    topic: { type: 'string' },
    signals: {
      type: 'array',
      items: { type: 'string' },
      description: 'what it is told as; empty for a topic that no map knows',
    },
    count: { type: 'integer' },
    devices: { type: 'array', items: { type: 'string' }, description: 'at most ten of those that sent it' },
    firstAt: time,
    lastAt: time,
  },
  required: ['topic', 'signals', 'count', 'devices', 'firstAt', 'lastAt'],
};
const listOf = (items: object, description: string) => ({
  200: { description, type: 'object', properties: { items: { type: 'array', items } }, required: ['items'] },
});

/** `GET /v1/onvif/devices`, `GET /v1/onvif/topics`, `POST /v1/onvif/devices/{vendor}/{device}/retry`, and the notify path. */
export function registerOnvif(app: FastifyInstance, api: OnvifApi): void {
  app.get(
    '/v1/onvif/devices',
    {
      config: { access: ['viewer', 'operator'] },
      schema: { tags, summary: 'How ONVIF devices are doing', response: listOf(device, 'connected devices') },
    },
    async () => ({ items: api.list().map(printDevice) }),
  );

  app.get(
    '/v1/onvif/topics',
    {
      config: { access: ['viewer', 'operator'] },
      schema: {
        tags,
        summary: 'Topics that ONVIF devices sent since the start, the unknown ones first',
        description: 'An unknown topic is given a meaning in `onvif-map.yaml` in the data directory.',
        response: listOf(topic, 'topics'),
      },
    },
    async () => ({
      items: api.topics().map((one) => ({ ...one, firstAt: rfc3339(one.firstAt), lastAt: rfc3339(one.lastAt) })),
    }),
  );

  app.post<{ Params: { vendor: string; device: string } }>(
    '/v1/onvif/devices/:vendor/:device/retry',
    {
      config: { access: ['operator'] },
      schema: {
        tags,
        summary: 'Try a device again at once, after its login or its network was repaired',
        params: object({ vendor: name('vendor', 'acme'), device: name('device', 'cam-1') }, ['vendor', 'device']),
        response: { 204: { type: 'null', description: 'it is being tried' } },
      },
    },
    async ({ params: { vendor, device: own } }, reply) => {
      const deviceId = `${vendor}/${own}`;
      if (!api.retry(deviceId)) throw new GatewayError('NOT_FOUND', `${deviceId} is not connected by ONVIF`);
      return reply.code(204).send(null);
    },
  );

  const { receive } = api;
  if (receive) registerNotify(app, receive);
}

/** In a scope of its own: here a body is bytes, whatever a device calls it. */
function registerNotify(app: FastifyInstance, receive: NonNullable<OnvifApi['receive']>): void {
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 1024 * 1024 }, (_request, body, taken) =>
      taken(null, body),
    );
    scope.post<{ Params: { token: string }; Body: Buffer | undefined }>(
      '/onvif/notify/:token',
      { config: { access: 'open' }, schema: { hide: true }, logLevel: 'silent' },
      async ({ params: { token }, headers, body, socket }, reply) => {
        const contentType = headers['content-type'] ?? '';
        const remoteAddress = socket.remoteAddress ?? '';
        return reply.code(await receive({ token, remoteAddress, contentType, body: body ?? Buffer.alloc(0) })).send();
      },
    );
    done();
  });
}

function printDevice({ lastAliveAt, lastError, ...view }: OnvifDeviceView): object {
  return {
    ...view,
    ...(lastAliveAt === undefined ? {} : { lastAliveAt: rfc3339(lastAliveAt) }),
    ...(lastError === undefined ? {} : { lastError: { ...lastError, at: rfc3339(lastError.at) } }),
  };
}
