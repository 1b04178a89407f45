import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GatewayError } from '../errors.ts';
import { rfc3339 } from '../model/case-json.ts';
import { AUDIT_KINDS, type AuditEntry, type AuditKind, type AuditRow } from '../records/audit-log.ts';
import { cursorQuery, limitQuery, object, page, time } from './schemas.ts';

export interface AuditApi {
  /** Resolves when the entry is on disk. */
  append(entry: AuditEntry): Promise<void>;
  /** Oldest first, behind `after` (a sequence). */
  list(options: { after?: number; limit: number; kind?: AuditKind }): readonly AuditRow[];
}

type Told = Pick<AuditEntry, 'kind' | 'subject' | 'detail'>;
type Answer = Readonly<Record<string, unknown>>;

const deviceOf = (request: FastifyRequest): string => {
  const { vendor, device } = request.params as { vendor: string; device: string };
  return `${vendor}/${device}`;
};
const receiverOf = (request: FastifyRequest): string => (request.params as { receiverId: string }).receiverId;

/** What changes rights or silences alarms, and what the log says of it. A row is on disk before the answer leaves. */
const AUDITED: Readonly<Record<string, (request: FastifyRequest, answer: Answer) => readonly Told[]>> = {
  'PUT /v1/devices/:vendor/:device': (request) => {
    const { typeId, password, overrides } = request.body as { typeId: string; password?: string; overrides?: object };
    const subject = deviceOf(request);
    // Other limits can silence an alarm as well as a silence does.
    const limits = overrides === undefined ? {} : { overrides: JSON.stringify(overrides) };
    return [
      { kind: 'device.registered', subject, detail: { typeId, ...limits } },
      ...(password === undefined ? [] : [{ kind: 'password.set', subject } as const]),
    ];
  },
  'DELETE /v1/devices/:vendor/:device': (request) => [{ kind: 'device.removed', subject: deviceOf(request) }],
  'POST /v1/devices/:vendor/:device/token': (request, { oldUntil }) => [
    {
      kind: 'token.issued',
      subject: deviceOf(request),
      ...(typeof oldUntil === 'string' ? { detail: { oldUntil } } : {}),
    },
  ],
  'POST /v1/devices/import': (_request, { registered, replaced, failed }) => [
    {
      kind: 'devices.imported',
      subject: '',
      detail: { registered: Number(registered), replaced: Number(replaced), failed: Number(failed) },
    },
  ],
  'POST /v1/receivers': (request, answer) => [
    {
      kind: 'receiver.created',
      subject: (answer['receiver'] as { receiverId: string }).receiverId,
      detail: { host: new URL((request.body as { url: string }).url).host },
    },
  ],
  'PATCH /v1/receivers/:receiverId': (request) => {
    const { url, ...rest } = request.body as { url?: string; paused?: boolean };
    const changed = Object.keys(request.body as object).join(', ');
    const paused = rest.paused === undefined ? {} : { paused: String(rest.paused) };
    const host = url === undefined ? {} : { host: new URL(url).host };
    return [{ kind: 'receiver.changed', subject: receiverOf(request), detail: { changed, ...host, ...paused } }];
  },
  'POST /v1/receivers/:receiverId/rotate': (request, { oldSecretUntil }) => [
    { kind: 'receiver.rotated', subject: receiverOf(request), detail: { oldSecretUntil: String(oldSecretUntil) } },
  ],
  'PUT /v1/mode': (request) => {
    const { mode, reason } = request.body as { mode: string; reason?: string };
    return [{ kind: 'mode.switched', subject: mode, ...(reason === undefined ? {} : { detail: { reason } }) }];
  },
  'POST /v1/city/reload': (_request, answer) => {
    const { profile, catalogue } = answer as { profile: { id: string; to: string }; catalogue: { to: string } };
    return [{ kind: 'city.reloaded', subject: profile.id, detail: { profile: profile.to, catalogue: catalogue.to } }];
  },
  'DELETE /v1/receivers/:receiverId': (request) => [{ kind: 'receiver.removed', subject: receiverOf(request) }],
  // An alarm that is silenced is an alarm nobody hears of.
  'POST /v1/silences': (_request, { silenceId, match, until }) => [
    {
      kind: 'silence.added',
      subject: String(silenceId),
      detail: { match: JSON.stringify(match), until: String(until) },
    },
  ],
  'DELETE /v1/silences/:silenceId': (request) => [
    { kind: 'silence.ended', subject: (request.params as { silenceId: string }).silenceId },
  ],
};

/** Writes an entry for every request that changed rights. To be called before the routes are registered. */
export function auditChanges(app: FastifyInstance, audit: Pick<AuditApi, 'append'>): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const told = AUDITED[`${request.method} ${request.routeOptions.url}`];
    if (!told || reply.statusCode >= 300) return;
    const answer = (typeof payload === 'string' && payload !== '' ? JSON.parse(payload) : {}) as Answer;
    const who = { actor: request.principal.name, address: request.ip };
    await Promise.all(told(request, answer).map((entry) => audit.append({ ...entry, ...who })));
  });
  app.addHook('onReady', async () => {
    for (const route of Object.keys(AUDITED)) {
      const [method = '', url = ''] = route.split(' ');
      if (!app.hasRoute({ method, url })) throw new GatewayError('INTERNAL', `there is no ${route} to be audited`);
    }
  });
}

const row = {
  type: 'object',
  properties: {
    sequence: { type: 'integer' },
    at: time,
    kind: { type: 'string', enum: AUDIT_KINDS },
    actor: { type: 'string', description: 'the name of a token, or the user name of an MQTT login' },
    subject: { type: 'string' },
    address: { type: 'string' },
    detail: { type: 'object' },
    prev: { type: 'string', description: 'hash of the entry before' },
    hash: { type: 'string', description: 'SHA-256 over sequence, prev and the entry' },
  },
  required: ['sequence', 'at', 'kind', 'actor', 'subject', 'prev', 'hash'],
};

export function registerAudit(app: FastifyInstance, audit: Pick<AuditApi, 'list'>): void {
  app.get<{ Querystring: { kind?: AuditKind; cursor?: string; limit: number } }>(
    '/v1/audit',
    {
      config: { access: ['admin'] },
      schema: {
        tags: ['audit'],
        summary: 'Who changed rights, and who was refused',
        description: 'Append-only, each entry bound to the one before; `gridwarden audit verify` follows the chain.',
        querystring: object({
          kind: { type: 'string', enum: AUDIT_KINDS, description: 'only of this kind' },
          cursor: { ...cursorQuery, pattern: '^\\d{1,15}$' },
          limit: limitQuery(),
        }),
        response: { 200: page(row, 'oldest first') },
      },
    },
    async ({ query: { kind, cursor, limit } }) => {
      const found = audit.list({
        limit,
        ...(cursor === undefined ? {} : { after: Number(cursor) }),
        ...(kind === undefined ? {} : { kind }),
      });
      const last = found.length === limit ? found.at(-1) : undefined;
      return {
        items: found.map((item) => ({ ...item, at: rfc3339(item.at) })),
        ...(last ? { next: String(last.sequence) } : {}),
      };
    },
  );
}
