import type { SQLInputValue } from 'node:sqlite';
import { GatewayError } from '../errors.ts';
import type { Case, CaseSubState } from '../model/case.ts';
import type { Records } from '../records/records.ts';
import { caseRows } from './case-rows.ts';
import { ALLOWED } from './lifecycle.ts';

export interface CaseFilter {
  /** `open`, `closed`, or a sub-state such as `DISPATCHED`; upper or lower case. */
  readonly state?: string;
  /** Code of the case's grid, or of one above it. */
  readonly grid?: string;
  readonly category?: string;
  /** Raised at this instant or later, epoch ms. */
  readonly since?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
  /** 1 to 500; 50 unless told. */
  readonly limit?: number;
  /** Shows restricted cases as well: only for callers with that role. */
  readonly restricted?: boolean;
}

/** Cases as they are now. */
export interface CaseStore {
  get(caseNo: string): Case | undefined;
  /**
   * Newest first, in pages. A case raised while one pages through comes before the first page and is not seen.
   *
   * @throws GatewayError REQUEST_INVALID for an unknown state or a cursor that is not ours.
   */
  list(filter: CaseFilter): { readonly items: readonly Case[]; readonly next?: string };
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 500;

type Clause = readonly [sql: string, ...values: SQLInputValue[]];

function stateClause(state: string): Clause {
  const word = state.toUpperCase();
  if (word === 'OPEN' || word === 'CLOSED') return ['open = ?', word === 'OPEN' ? 1 : 0];
  const known = Object.keys(ALLOWED) as CaseSubState[];
  if (known.some((one) => one === word)) return ['sub_state = ?', word];
  throw new GatewayError('REQUEST_INVALID', `state must be open, closed or one of ${known.join(', ')}`, {
    path: 'state',
  });
}

function cursorClause(cursor: string): Clause {
  const [raisedAt, caseNo] = Buffer.from(cursor, 'base64url').toString('utf8').split('|');
  if (!raisedAt || !/^\d+$/.test(raisedAt) || !caseNo)
    throw new GatewayError('REQUEST_INVALID', 'cursor must be the `next` of an earlier page', { path: 'cursor' });
  return ['(raised_at, case_no) < (?, ?)', Number(raisedAt), caseNo];
}

function clausesOf(filter: CaseFilter): Clause[] {
  const clauses: Clause[] = [];
  if (filter.state !== undefined) clauses.push(stateClause(filter.state));
  if (filter.grid !== undefined)
    clauses.push([
      `(grid_code = ? OR EXISTS (SELECT 1 FROM json_each(body, '$.grids') AS grid,
         json_each(grid.value, '$.path') AS level WHERE level.value = ?))`,
      filter.grid,
      filter.grid,
    ]);
  if (filter.category !== undefined) clauses.push(['category = ?', filter.category]);
  if (filter.since !== undefined) clauses.push(['raised_at >= ?', filter.since]);
  if (filter.cursor !== undefined) clauses.push(cursorClause(filter.cursor));
  if (!filter.restricted) clauses.push(['restricted = 0']);
  return clauses;
}

export function createCaseStore(records: Records): CaseStore {
  return {
    get: (caseNo) => caseRows.byNo(records.read, caseNo),
    list(filter) {
      const limit = Math.min(Math.max(Math.trunc(filter.limit ?? DEFAULT_LIMIT), 1), MAX_LIMIT);
      const clauses = clausesOf(filter);
      const where = clauses.length > 0 ? `WHERE ${clauses.map(([sql]) => sql).join(' AND ')}` : '';
      const rows = records.read.all<{ body: string }>(
        `SELECT body FROM case_record ${where} ORDER BY raised_at DESC, case_no DESC LIMIT ?`,
        ...clauses.flatMap(([, ...values]) => values),
        limit + 1,
      );
      const items = rows.slice(0, limit).map((row) => JSON.parse(row.body) as Case);
      const last = items.at(-1);
      if (rows.length <= limit || !last) return { items };
      return { items, next: Buffer.from(`${last.raisedAt}|${last.caseNo}`).toString('base64url') };
    },
  };
}
