import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../errors.ts';
import type { Case } from '../model/case.ts';
import { rfc3339 } from '../model/case-json.ts';
import { CAP_TYPE, type CapEvent, type CapSource, capMessage } from './cap.ts';
import { caseParams } from './cases.ts';
import { type ExportableCases, isExported } from './exportable.ts';
import { cursorQuery, epochOf, limitQuery, object, timeQuery } from './schemas.ts';
import { element, escapeXml, xmlDocument } from './xml-writer.ts';

/** What the CAP export reads. */
export interface CapApi extends CapSource, ExportableCases {
  /** Everything that happened to a case, oldest first. */
  events(caseNo: string): readonly CapEvent[];
}

const access = ['viewer', 'dispatcher', 'operator'] as const;
const tags = ['exports'];
const ATOM_TYPE = 'application/atom+xml';
const xml = (type: string, description: string) => ({
  200: { description, content: { [type]: { schema: { type: 'string' } } } },
});

/** Cases as CAP 1.2 messages: one of a case, and an Atom feed (RFC 4287) of many. Restricted cases are in neither. */
export function registerCap(app: FastifyInstance, api: CapApi): void {
  app.get<{ Params: { caseNo: string } }>(
    '/v1/cases/:caseNo/cap',
    {
      config: { access },
      schema: {
        tags,
        summary: 'A case as a CAP 1.2 message',
        description:
          'Alert, Update or Cancel by the newest event of the case; status Exercise where it is simulated. Restricted cases are never exported.',
        params: caseParams,
        response: xml(CAP_TYPE, 'the newest message'),
      },
    },
    async (request, reply) => {
      const { caseNo } = request.params;
      const record = api.get(caseNo);
      const message = record && isExported(record, request) && capMessage(record, api.events(caseNo), api);
      if (!message) throw new GatewayError('CASE_NOT_FOUND', `there is no case ${caseNo} that is exported`);
      return reply.type(CAP_TYPE).send(message);
    },
  );

  app.get<{ Querystring: { since?: string; cursor?: string; limit: number } }>(
    '/v1/cap',
    {
      config: { access },
      schema: {
        tags,
        summary: 'CAP 1.2 messages of cases raised since a time',
        description:
          'An Atom feed, newest case first, each entry with the newest message of one case; `rel="next"` leads to older ones.',
        querystring: object({
          since: { ...timeQuery, description: `${timeQuery.description}; raised then or later` },
          cursor: cursorQuery,
          limit: limitQuery(200),
        }),
        response: xml(ATOM_TYPE, 'a page'),
      },
    },
    async (request, reply) => {
      const { since, cursor, limit } = request.query;
      const from = since === undefined ? {} : { since: epochOf(since, 'since') };
      const found = api.list({ ...from, ...(cursor === undefined ? {} : { cursor }), limit, restricted: false });
      const entries = found.items
        .filter((record) => isExported(record, request))
        .map((record) => entryOf(record, api))
        .filter((entry) => entry !== undefined);
      const more = new URLSearchParams({ limit: String(limit), ...(since === undefined ? {} : { since }) });
      if (found.next) more.set('cursor', found.next);
      return reply.type(ATOM_TYPE).send(feedOf(entries, api.gatewayId, found.next && `/v1/cap?${more}`));
    },
  );
}

interface Entry {
  readonly updated: number;
  readonly text: string;
}

function entryOf(record: Case, api: CapApi): Entry | undefined {
  const events = api.events(record.caseNo);
  const newest = events.at(-1);
  const message = capMessage(record, events, api);
  if (!newest || !message) return undefined;
  const body = message.slice(message.indexOf('\n') + 1);
  const href = escapeXml(`/v1/cases/${encodeURIComponent(record.caseNo)}/cap`);
  const text = element('entry', [
    element('id', `urn:gridwarden:${api.gatewayId}-${newest.sequence}`),
    element('title', `${record.categoryName.zh} ${record.caseNo}`),
    element('updated', rfc3339(newest.at)),
    `<link rel="alternate" type="${CAP_TYPE}" href="${href}"/>`,
    `<content type="${CAP_TYPE}">${body}</content>`,
  ]);
  return { updated: newest.at, text };
}

/** An empty feed was last changed at the beginning of time: it says the same whenever it is asked for. */
function feedOf(entries: readonly Entry[], gatewayId: string, next: string | undefined): string {
  return xmlDocument('feed', 'http://www.w3.org/2005/Atom', [
    element('id', `urn:gridwarden:${gatewayId}:cap`),
    element('title', 'CAP 1.2 messages'),
    element('updated', rfc3339(entries.reduce((latest, { updated }) => Math.max(latest, updated), 0))),
    element('author', [element('name', gatewayId)]),
    next ? `<link rel="next" href="${escapeXml(next)}"/>` : '',
    ...entries.map(({ text }) => text),
  ]);
}
