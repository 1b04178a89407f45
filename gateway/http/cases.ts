import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GatewayError } from '../errors.ts';
import { type Case, concerns } from '../model/case.ts';
import { caseJson } from '../model/case-json.ts';
import type { Crs } from '../model/observation.ts';
import { scopeOf, seesRestricted } from './auth.ts';
import { type CoordinatesApi, crsQuery, placedIn } from './coordinates.ts';
import { cursorQuery, epochOf, limitQuery, object, page, ref, text, timeQuery } from './schemas.ts';

export interface CaseQuery {
  /** `open`, `closed` or a sub-state. */
  readonly state?: string;
  readonly grid?: string;
  readonly category?: string;
  /** Raised at this instant or later, epoch ms. */
  readonly since?: number;
  readonly cursor?: string;
  readonly limit?: number;
  readonly restricted?: boolean;
}

export interface CasesApi extends CoordinatesApi {
  get(caseNo: string): Case | undefined;
  /** Newest first. Throws REQUEST_INVALID for an unknown state or cursor. */
  list(query: CaseQuery): { readonly items: readonly Case[]; readonly next?: string };
  /** Provenance of a case, ready to print: packets, observations, rule, candidates, events, deliveries, feedback. */
  explain(caseNo: string): unknown;
  /**
   * Why a device raised no case at a time (epoch ms), ready to print; of cases that `sees` denies, and without `restricted` of
   * restricted categories, nothing is told. Throws DEVICE_UNKNOWN.
   */
  explainDevice?(
    deviceId: string,
    at: number,
    sight: { sees(record: Case): boolean; readonly restricted: boolean },
  ): unknown;
}

/** Pages of hidden cases that are passed over before a short page is given out. */
const MAX_SKIPPED = 20;

const access = ['viewer', 'dispatcher', 'operator'] as const;
const tags = ['cases'];
export const caseParams = object({ caseNo: text('case number', 32) }, ['caseNo']);

/** The case, if there is one that the caller may see; else CASE_NOT_FOUND, which does not tell the two apart. */
export function visibleCase(cases: Pick<CasesApi, 'get'>, request: FastifyRequest, caseNo: string): Case {
  const record = cases.get(caseNo);
  if (record && isVisible(record, request)) return record;
  throw new GatewayError('CASE_NOT_FOUND', `there is no case ${caseNo}; GET /v1/cases lists them`);
}

function isVisible(record: Case, request: FastifyRequest): boolean {
  const { orgCode, restricted } = scopeOf(request.principal);
  return (restricted || !record.restricted) && (orgCode === undefined || concerns(record, orgCode));
}

export function registerCases(app: FastifyInstance, cases: CasesApi): void {
  app.get<{ Querystring: Omit<CaseQuery, 'since'> & { since?: string; crs: Crs } }>(
    '/v1/cases',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Cases as they are now, newest first',
        description:
          'A token bound to an organisation sees its cases only, so that a page may be shorter than `limit`.',
        querystring: object({
          state: text('open, closed or a sub-state such as DISPATCHED', 32),
          grid: text('code of a grid of any level: a street stands for all its grids', 64),
          category: text('category code with its letter, e.g. E0498', 16),
          since: { ...timeQuery, description: `${timeQuery.description}; raised then or later` },
          crs: crsQuery,
          cursor: cursorQuery,
          limit: limitQuery(),
        }),
        response: { 200: page(ref('Case'), 'cases') },
      },
    },
    async (request) => {
      const { since, crs, ...query } = request.query;
      const shown = placedIn(crs, cases);
      const { restricted } = scopeOf(request.principal);
      const from = since === undefined ? {} : { since: epochOf(since, 'since') };
      let found = cases.list({ ...query, ...from, restricted });
      const items = found.items.filter((record) => isVisible(record, request));
      for (let skipped = 0; items.length === 0 && found.next && skipped < MAX_SKIPPED; skipped++) {
        found = cases.list({ ...query, ...from, restricted, cursor: found.next });
        items.push(...found.items.filter((record) => isVisible(record, request)));
      }
      return { items: items.map((record) => caseJson(shown(record))), ...(found.next ? { next: found.next } : {}) };
    },
  );

  app.get<{ Params: { caseNo: string }; Querystring: { crs: Crs } }>(
    '/v1/cases/:caseNo',
    {
      config: { access },
      schema: {
        ...{ tags, summary: 'One case', params: caseParams, querystring: object({ crs: crsQuery }) },
        response: { 200: ref('Case') },
      },
    },
    async (request) => {
      const record = visibleCase(cases, request, request.params.caseNo);
      return caseJson(placedIn(request.query.crs, cases)(record));
    },
  );

  app.get<{ Params: { caseNo: string } }>(
    '/v1/cases/:caseNo/explain',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Why this case exists and what became of it',
        description: 'Packets, observations, the rule with its inputs, candidates, case events, deliveries, feedback.',
        params: caseParams,
        response: { 200: { description: 'provenance', type: 'object' } },
      },
    },
    async (request) => {
      const { caseNo } = visibleCase(cases, request, request.params.caseNo);
      return await cases.explain(caseNo);
    },
  );

  if (cases.explainDevice) registerExplainDevice(app, cases.explainDevice);
}

function registerExplainDevice(app: FastifyInstance, explain: NonNullable<CasesApi['explainDevice']>): void {
  app.get<{ Querystring: { device: string; at: string } }>(
    '/v1/explain',
    {
      // Dispatchers too: evidence of cases points here.
      config: { access },
      schema: {
        tags,
        summary: 'Why a device raised no case at a time',
        description: 'What is of restricted categories is shown for the role `restricted` only.',
        querystring: object({ device: text('{vendor}/{device}', 129), at: timeQuery }, ['device', 'at']),
        response: { 200: { description: 'what the rules saw', type: 'object' } },
      },
    },
    async (request) =>
      await explain(request.query.device, epochOf(request.query.at, 'at'), {
        sees: (record) => isVisible(record, request),
        restricted: seesRestricted(request.principal),
      }),
  );
}
