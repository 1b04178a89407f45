import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError } from '../errors.ts';
import type { Case } from '../model/case.ts';
import { rfc3339 } from '../model/case-json.ts';
import { STEP_NAMES } from '../model/case-steps.ts';
import type { Catalogue, Category } from '../model/catalogue.ts';
import { type ExportableCases, isExported } from './exportable.ts';
import { epochOf, limitQuery, object, text, timeQuery } from './schemas.ts';
import { element, xmlDocument } from './xml-writer.ts';

/** What the Open311 export reads. */
export interface Open311Api extends ExportableCases {
  catalogue(): Catalogue;
  now(): number;
}

const access = ['viewer', 'dispatcher', 'operator'] as const;
const tags = ['exports'];
const FORMATS = ['json', 'xml'] as const;
type Format = (typeof FORMATS)[number];

/** Cases looked at for one answer; a question that finds less among them is answered with what there is. */
const MAX_SCANNED = 10_000;
const PAGE = 500;
/** GeoReport v2: without dates, the last 90 days; ids named at a time. */
const SPAN = 90 * 86_400_000;
const MAX_IDS = 100;

/** A record of the answer; what is absent is left out. */
type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

interface Query {
  readonly service_request_id?: string;
  readonly service_code?: string;
  readonly start_date?: string;
  readonly end_date?: string;
  readonly status?: string;
  readonly page: number;
  readonly page_size: number;
}

/**
 * Read-only Open311 GeoReport v2: services are the categories that the catalogue publishes, requests their cases. Each path
 * exists as `.json` and `.xml`.
 */
export function registerOpen311(app: FastifyInstance, api: Open311Api): void {
  for (const format of FORMATS) {
    registerServices(app, api, format);
    registerRequests(app, api, format);
  }
}

function registerServices(app: FastifyInstance, api: Open311Api, format: Format): void {
  app.get(
    `/open311/v2/services.${format}`,
    { config: { access }, schema: schemaOf(format, 'Open311: kinds of service requests', {}) },
    async (_request, reply) => {
      const services = [...Map.groupBy(published(api).values(), (row) => row.open311 ?? '')];
      return answer(reply, format, 'services', 'service', services.map(serviceOf));
    },
  );
}

function registerRequests(app: FastifyInstance, api: Open311Api, format: Format): void {
  const querystring = object({
    service_request_id: text('case numbers, separated by commas; nothing else then counts', 33 * MAX_IDS),
    service_code: text('service codes, separated by commas', 1_000),
    start_date: { ...timeQuery, description: 'raised then or later; default: 90 days before end_date' },
    end_date: { ...timeQuery, description: 'raised then or earlier; default: now' },
    status: { type: 'string', pattern: '^(open|closed)(,(open|closed))?$', description: 'open, closed or both' },
    page: { type: 'integer', minimum: 1, maximum: 1_000, default: 1 },
    page_size: limitQuery(PAGE, 50),
  });
  app.get<{ Querystring: Query }>(
    `/open311/v2/requests.${format}`,
    { config: { access }, schema: schemaOf(format, 'Open311: service requests', { querystring }) },
    async (request, reply) => {
      const services = published(api);
      const requests = found(api, request, services).map((record) => requestOf(record, services));
      return answer(reply, format, 'service_requests', 'request', requests);
    },
  );

  const params = object({ id: text('case number', 32) }, ['id']);
  app.get<{ Params: { id: string } }>(
    `/open311/v2/requests/:id.${format}`,
    { config: { access }, schema: schemaOf(format, 'Open311: one service request', { params }) },
    async (request, reply) => {
      const services = published(api);
      const record = api.get(request.params.id);
      if (!record || !services.has(record.categoryCode) || !isExported(record, request))
        throw new GatewayError('CASE_NOT_FOUND', `there is no service request ${request.params.id}`);
      return answer(reply, format, 'service_requests', 'request', [requestOf(record, services)]);
    },
  );
}

function schemaOf(format: Format, summary: string, more: object): object {
  const content =
    format === 'json'
      ? { 'application/json': { schema: { type: 'array', items: { type: 'object', additionalProperties: true } } } }
      : { 'text/xml': { schema: { type: 'string' } } };
  return { tags, summary, ...more, response: { 200: { description: 'GeoReport v2', content } } };
}

/** Categories with a service code, those aside whose cases are all restricted. */
function published(api: Open311Api): ReadonlyMap<string, Category> {
  const rows = [...api.catalogue().categories].filter(([, row]) => row.open311 !== undefined && !row.restricted);
  return new Map(rows);
}

/** The cases that a query asks for, newest first. */
function found(
  api: Open311Api,
  request: FastifyRequest<{ Querystring: Query }>,
  services: ReadonlyMap<string, Category>,
): readonly Case[] {
  const { service_request_id: ids, service_code: codes, status, page, page_size: size } = request.query;
  const isShown = (record: Case) => services.has(record.categoryCode) && isExported(record, request);
  if (ids !== undefined) {
    const named = new Set(ids.split(',', MAX_IDS).map((id) => id.trim()));
    return [...named].map((id) => api.get(id)).filter((record) => record !== undefined && isShown(record)) as Case[];
  }
  const until = request.query.end_date === undefined ? api.now() : epochOf(request.query.end_date, 'end_date');
  const since = request.query.start_date === undefined ? until - SPAN : epochOf(request.query.start_date, 'start_date');
  const wanted = codes?.split(',').map((code) => code.trim());
  const states = status?.split(',');
  const isWanted = (record: Case) =>
    record.raisedAt <= until &&
    isShown(record) &&
    (!wanted || wanted.includes(services.get(record.categoryCode)?.open311 ?? '')) &&
    (!states || states.includes(statusOf(record)));
  return pageOf(api, since, isWanted, (page - 1) * size, size);
}

function pageOf(
  api: Open311Api,
  since: number,
  isWanted: (record: Case) => boolean,
  skip: number,
  size: number,
): readonly Case[] {
  const items: Case[] = [];
  let cursor: string | undefined;
  for (let scanned = 0; scanned < MAX_SCANNED && items.length < skip + size; scanned += PAGE) {
    const batch = api.list({ since, limit: PAGE, restricted: false, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...batch.items.filter(isWanted));
    if (batch.next === undefined) break;
    cursor = batch.next;
  }
  return items.slice(skip, skip + size);
}

/** One service of the categories that share a code: kinds of manhole covers are one matter to those who report them. */
function serviceOf([code, rows]: readonly [string, readonly Category[]]): Fields {
  const [only] = rows;
  return {
    service_code: code,
    service_name: only && rows.length === 1 ? only.name.en : code.replaceAll('-', ' '),
    description: rows.map((row) => row.name.zh).join('、'),
    metadata: false,
    type: 'realtime',
    keywords: rows.map((row) => row.code).join(','),
    group: only?.class === 'COMPONENT' ? 'components' : 'events',
  };
}

/** A case is closed for Open311 when it needs nothing more: closed, withdrawn, refused, or gone on under another number. */
function statusOf({ step, subState }: Case): 'open' | 'closed' {
  return step === 6 || ['REJECTED', 'WITHDRAWN', 'FALSE_ALARM', 'MERGED'].includes(subState) ? 'closed' : 'open';
}

function requestOf(record: Case, services: ReadonlyMap<string, Category>): Fields {
  const { location, raisedAt, lastAt, clearedAt = 0, disposedAt = 0, closedAt = 0 } = record;
  return {
    service_request_id: record.caseNo,
    status: statusOf(record),
    status_notes: `${STEP_NAMES[record.step].en}: ${record.subState}`,
    service_name: record.categoryName.en,
    service_code: services.get(record.categoryCode)?.open311,
    description: `${record.categoryName.zh}${record.simulated ? ' (exercise)' : ''}`,
    agency_responsible: record.responsibleDept,
    requested_datetime: rfc3339(raisedAt),
    updated_datetime: rfc3339(Math.max(raisedAt, lastAt, clearedAt, disposedAt, closedAt)),
    expected_datetime: rfc3339(record.disposalDeadline),
    address_id: record.gridCode,
    lat: location?.lat,
    long: location?.lon,
  };
}

function answer(reply: FastifyReply, format: Format, root: string, item: string, rows: readonly Fields[]) {
  if (format === 'json') return reply.type('application/json; charset=utf-8').send(JSON.stringify(rows));
  const elements = rows.map((row) =>
    element(
      item,
      Object.entries(row).map(([name, value]) => element(name, value === undefined ? undefined : String(value))),
    ),
  );
  return reply.type('text/xml; charset=utf-8').send(xmlDocument(root, undefined, elements));
}
