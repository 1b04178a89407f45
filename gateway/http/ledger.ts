import type { FastifyInstance } from 'fastify';
import { rfc3339 } from '../model/case-json.ts';
import { type CasesApi, caseParams, visibleCase } from './cases.ts';
import { BOM, CSV_TYPE, csv } from './csv.ts';
import { object, time } from './schemas.ts';

/** A row of a ledger; `entry` is the JSON that was hashed. */
interface Row {
  readonly no: number;
  readonly entry: string;
  readonly prev: string;
  readonly hash: string;
}

export interface LedgerApi {
  ledger(caseNo: string): {
    readonly rows: readonly Row[];
    readonly verdict: {
      readonly intact: boolean;
      readonly rows: number;
      readonly no?: number;
      readonly reason?: string;
    };
  };
}

interface Entry {
  readonly at: number;
  readonly kind: string;
  readonly step?: number;
  readonly subState?: string;
  readonly severity?: number;
  readonly reason?: string;
  readonly feedback?: {
    readonly type: string;
    readonly dept?: string;
    readonly actorRole?: string;
    readonly reason?: string;
    readonly note?: string;
  };
}

const HEADING = ['no', 'at', 'kind', 'step', 'subState', 'severity', 'feedback', 'dept', 'actorRole', 'reason', 'hash'];

function lineOf({ no, entry, hash }: Row): (string | number | undefined)[] {
  const { at, kind, step, subState, severity, reason, feedback } = JSON.parse(entry) as Entry;
  const { type, dept, actorRole, note } = feedback ?? {};
  return [
    no,
    rfc3339(at),
    kind,
    step,
    subState,
    severity,
    type,
    dept,
    actorRole,
    reason ?? feedback?.reason ?? note,
    hash,
  ];
}

const row = {
  type: 'object',
  properties: {
    no: { type: 'integer', description: '1, 2, … without a gap' },
    at: time,
    kind: { type: 'string', description: 'type of a case event, or attached, episode-ended, feedback' },
    entry: { type: 'string', description: 'what happened, byte for byte as it was hashed' },
    prev: { type: 'string', description: 'hash of the row before' },
    hash: { type: 'string', description: 'SHA-256 of caseNo, no, prev and entry, one per line' },
  },
  required: ['no', 'at', 'kind', 'entry', 'prev', 'hash'],
};

/** The ledger (台账) of one case: what happened, in order, each row bound to the one before. */
export function registerLedger(app: FastifyInstance, ledgers: LedgerApi, cases: Pick<CasesApi, 'get'>): void {
  app.get<{ Params: { caseNo: string }; Querystring: { format: 'json' | 'csv' } }>(
    '/v1/cases/:caseNo/ledger',
    {
      config: { access: ['viewer', 'dispatcher', 'operator'] },
      schema: {
        tags: ['cases'],
        summary: 'Everything that happened to a case, in a chain that shows when it was touched',
        description: '`gridwarden ledger verify` follows the chains of all cases.',
        params: caseParams,
        querystring: object({ format: { type: 'string', enum: ['json', 'csv'], default: 'json' } }),
        response: {
          200: {
            description: 'the ledger',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: {
                    caseNo: { type: 'string' },
                    intact: { type: 'boolean' },
                    broken: { type: 'string', description: 'the first row that is wrong, in words' },
                    items: { type: 'array', items: row },
                  },
                  required: ['caseNo', 'intact', 'items'],
                },
              },
              'text/csv': { schema: { type: 'string' } },
            },
          },
        },
      },
    },
    async (request, reply) => {
      const { caseNo } = visibleCase(cases, request, request.params.caseNo);
      const { rows, verdict } = ledgers.ledger(caseNo);
      if (request.query.format === 'csv')
        return reply
          .header('content-disposition', `attachment; filename="ledger-${caseNo}.csv"`)
          .type(CSV_TYPE)
          .send(BOM + csv(HEADING, rows.map(lineOf)));
      const items = rows.map(({ no, entry, prev, hash }) => {
        const { at, kind } = JSON.parse(entry) as Entry;
        return { no, at: rfc3339(at), kind, entry, prev, hash };
      });
      const broken = verdict.reason === undefined ? {} : { broken: verdict.reason };
      return { caseNo, intact: verdict.intact, ...broken, items };
    },
  );
}
