import type { FastifyInstance } from 'fastify';
import { rfc3339 } from '../model/case-json.ts';
import type { ModeSpec } from '../model/mode.ts';
import { object, text, time } from './schemas.ts';

interface ModeState {
  readonly mode: string;
  /** Epoch ms. */
  readonly since: number;
  readonly by: string;
  readonly reason?: string;
}

export interface ModeApi {
  state(): ModeState;
  /** Resolves once it is on disk. Throws REQUEST_INVALID for a mode the city does not have. */
  switchTo(to: { readonly mode: string; readonly by: string; readonly reason?: string }): Promise<ModeState>;
  /** The modes of the city of the moment. */
  modes(): readonly ModeSpec[];
}

const tags = ['city'];
const answer = {
  description: 'the mode in force and those the city has',
  type: 'object',
  properties: {
    mode: { type: 'string', examples: ['FLOOD'] },
    since: time,
    by: { type: 'string', description: 'the name of a token' },
    reason: { type: 'string' },
    modes: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          id: { type: 'string' },
          name: { type: 'object', properties: { zh: { type: 'string' }, en: { type: 'string' } } },
          thresholds: { type: 'array', items: { type: 'object', additionalProperties: true } },
          sampling: { type: 'array', items: { type: 'object', additionalProperties: true } },
          routing: { type: 'array', items: { type: 'object', additionalProperties: true } },
          deferred: { type: 'array', items: { type: 'string' } },
        },
        required: ['id', 'name', 'thresholds', 'sampling', 'routing', 'deferred'],
      },
    },
  },
  required: ['mode', 'since', 'by', 'modes'],
};

/** `GET` and `PUT /v1/mode`: a switch is audited and outlives a restart. */
export function registerMode(app: FastifyInstance, api: ModeApi): void {
  const print = (state: ModeState) => ({ ...state, since: rfc3339(state.since), modes: api.modes() });

  app.get(
    '/v1/mode',
    {
      config: { access: ['viewer', 'dispatcher', 'vendor', 'operator'] },
      schema: { tags, summary: 'The operating mode in force', response: { 200: answer } },
    },
    async () => print(api.state()),
  );

  app.put<{ Body: { mode: string; reason?: string } }>(
    '/v1/mode',
    {
      config: { access: ['operator'] },
      schema: {
        tags,
        summary: 'Switch the operating mode',
        description:
          'Thresholds, routing, sampling intervals and what waits follow at once. The same mode again changes nothing.',
        body: {
          ...object({ mode: text('id of a mode', 32), reason: text('for the audit log', 200) }, ['mode']),
          examples: [{ mode: 'FLOOD', reason: 'orange rain warning' }],
        },
        response: { 200: answer },
      },
    },
    async ({ body, principal }) => print(await api.switchTo({ ...body, by: principal.name })),
  );
}
