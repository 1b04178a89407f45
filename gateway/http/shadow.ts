import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../errors.ts';
import { rfc3339 } from '../model/case-json.ts';
import { seesRestricted } from './auth.ts';
import { epochOf, object, time, timeQuery } from './schemas.ts';

interface Difference {
  readonly change: string;
  readonly category: string;
  readonly at: number;
}

/** What a rule set in the shadow saw, and the live one; times are epoch ms. */
interface Report {
  readonly types: string;
  readonly startedAt: number;
  readonly since: number;
  readonly differences: readonly Difference[];
  readonly cut: boolean;
}

export interface ShadowApi {
  /** Undefined when no shadow is configured; `problem` when it could not be started. */
  report(since: number): Report | { readonly types: string; readonly problem: object } | undefined;
  /** Whether cases of a category are shown only to whoever has that role. */
  isRestricted(category: string): boolean;
}

const DAY_MS = 86_400_000;
/** Differences listed; of more, the newest. */
const MAX_LISTED = 1_000;
const count = { type: 'integer' };
const CHANGES = ['gained', 'lost', 'earlier', 'later'] as const;

const report = {
  description: 'alarms of the shadow held against the live ones',
  type: 'object',
  properties: {
    types: { type: 'string', description: 'folder of the device types that are tried' },
    problem: { type: 'object', description: 'why the shadow does not run; nothing else is told then' },
    startedAt: { ...time, description: 'it has watched from then on, with these very types' },
    ...{ since: time, lag: { ...count, description: 'commits of the inbox it has still to read' } },
    missed: { ...count, description: 'commits the inbox let go before they were read, since the start' },
    ...{ live: count, shadow: count, same: count },
    counts: { type: 'object', properties: Object.fromEntries(CHANGES.map((name) => [name, count])) },
    byRule: {
      type: 'array',
      items: {
        type: 'object',
        properties: { ruleId: { type: 'string' }, live: count, shadow: count, gained: count, lost: count },
        required: ['ruleId', 'live', 'shadow', 'gained', 'lost'],
      },
    },
    differences: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          change: { type: 'string', enum: CHANGES },
          ...{ device: { type: 'string' }, category: { type: 'string' }, ruleId: { type: 'string' }, at: time },
          byMs: { ...count, description: 'later is positive' },
          explanation: { type: 'string' },
        },
        required: ['change', 'device', 'category', 'ruleId', 'at', 'explanation'],
      },
    },
    cut: { type: 'boolean', description: 'there are more alarms, or more differences, than are told of' },
    hidden: { ...count, description: 'differences of restricted categories, for which the caller has not the role' },
    failing: { type: 'string', description: 'why it does not get on' },
  },
  required: ['types'],
};

function viewOf(found: Report, shown: (difference: Difference) => boolean): object {
  const { startedAt, since, differences, cut, ...rest } = found;
  const seen = differences.filter(shown);
  return {
    ...{ ...rest, startedAt: rfc3339(startedAt), since: rfc3339(since) },
    counts: Object.fromEntries(
      CHANGES.map((change) => [change, differences.filter((each) => each.change === change).length]),
    ),
    differences: seen.slice(-MAX_LISTED).map((each) => ({ ...each, at: rfc3339(each.at) })),
    ...{ cut: cut || seen.length > MAX_LISTED, hidden: differences.length - seen.length },
  };
}

/** `GET /v1/shadow`: what other rules would have said of the same messages while they came. */
export function registerShadow(app: FastifyInstance, api: ShadowApi, clock: { readonly now: () => number }): void {
  app.get<{ Querystring: { since?: string } }>(
    '/v1/shadow',
    {
      config: { access: ['operator'] },
      schema: {
        tags: ['trials'],
        summary: 'What the rules in the shadow said, and the live ones',
        description:
          'With `shadow.types` in the configuration a second rule set decides on every message beside the live one. Its alarms are only counted and compared; no case comes of them.',
        querystring: object({ since: { ...timeQuery, description: `${timeQuery.description}; default: a day ago` } }),
        response: { 200: report },
      },
    },
    async ({ query: { since }, principal }) => {
      const found = api.report(since === undefined ? clock.now() - DAY_MS : epochOf(since, 'since'));
      if (!found)
        throw new GatewayError('NOT_FOUND', 'no shadow is configured; set shadow.types to a folder of device types');
      if ('problem' in found) return found;
      const all = seesRestricted(principal);
      return viewOf(found, ({ category }) => all || !api.isRestricted(category));
    },
  );
}
