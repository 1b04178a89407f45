import { hash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { Records } from '../records/records.ts';

export interface SampleQuery {
  /** Cases closed from here on, epoch ms. */
  readonly from: number;
  /** Cases closed before this, epoch ms. */
  readonly to: number;
  /** Part of the closed cases of each organisation, above 0 and at most 1; rounded up. */
  readonly share: number;
  /** The same seed draws the same cases. */
  readonly seed: string;
  /** Only cases that this organisation dispatches. */
  readonly orgCode?: string;
  /** Draws from restricted cases as well. */
  readonly restricted?: boolean;
}

/** A case that was drawn. */
export interface SampledCase {
  readonly caseNo: string;
  readonly gridCode: string;
  readonly categoryCode: string;
  /** Epoch ms. */
  readonly closedAt: number;
}

/** What was drawn of one organisation's cases, in the order of the draw. */
export interface Sample {
  readonly orgCode: string;
  /** Cases it could be drawn from. */
  readonly closed: number;
  readonly cases: readonly SampledCase[];
}

/** Cases looked at before others get their turn. */
const PAGE = 500;
/** Closed cases held to draw from; a period with more is refused. */
const MAX_CLOSED = 500_000;

interface Row extends SampledCase {
  readonly raisedAt: number;
  readonly orgCode: string;
}

function pageSql({ orgCode, restricted }: SampleQuery): string {
  return `SELECT case_no AS caseNo, raised_at AS raisedAt, grid_code AS gridCode, org_code AS orgCode,
      category AS categoryCode, json_extract(body, '$.closedAt') AS closedAt
    FROM case_record WHERE (raised_at, case_no) > (?, ?) AND raised_at < ? AND open = 0
      AND json_extract(body, '$.closedAt') >= ? AND json_extract(body, '$.closedAt') < ?
      ${orgCode === undefined ? '' : 'AND org_code = ?'}
      ${restricted ? '' : `AND json_extract(body, '$.restricted') = 0`}
    ORDER BY raised_at, case_no LIMIT ${PAGE}`;
}

/** Places in a draw: nobody can foretell them without the seed, and everybody can check them with it. */
const placeOf = (seed: string, what: string) => hash('sha256', `${seed}\n${what}`, 'hex');

function ranked<T>(seed: string, all: readonly T[], nameOf: (each: T) => string): readonly T[] {
  return all
    .map((each) => ({ each, place: placeOf(seed, nameOf(each)) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ each }) => each);
}

function add<T>(groups: Map<string, T[]>, key: string, each: T): void {
  const group = groups.get(key);
  if (group) group.push(each);
  else groups.set(key, [each]);
}

/** One case of each grid in turn, until there are enough: no grid is looked at twice before every other was once. */
function draw(rows: readonly Row[], { share, seed }: SampleQuery): readonly SampledCase[] {
  const wanted = Math.ceil(rows.length * share);
  const ofGrid = new Map<string, Row[]>();
  for (const row of rows) add(ofGrid, row.gridCode, row);
  const grids = ranked(seed, [...ofGrid.keys()], (code) => code);
  const piles = grids.map((code) => ranked(seed, ofGrid.get(code) ?? [], ({ caseNo }) => caseNo));
  const drawn: SampledCase[] = [];
  for (let round = 0; drawn.length < wanted; round++)
    for (const pile of piles) {
      const next = pile[round];
      if (next && drawn.length < wanted) {
        const { caseNo, gridCode, categoryCode, closedAt } = next;
        drawn.push({ caseNo, gridCode, categoryCode, closedAt });
      }
    }
  return drawn;
}

/**
 * Draws closed cases for supervisors to look at again (督查抽查): a share of each organisation's, spread over its grids. Reads in
 * pages and lets others run between them. Throws REQUEST_INVALID for a period with more cases than can be held.
 */
export async function sampleCases(
  { records, clock }: { readonly records: Pick<Records, 'read'>; readonly clock: Pick<Clock, 'wait'> },
  query: SampleQuery,
): Promise<readonly Sample[]> {
  const { from, to, orgCode } = query;
  const sql = pageSql(query);
  const ofOrg = new Map<string, Row[]>();
  let [raisedAt, caseNo, held] = [0, '', 0];
  for (;;) {
    const values = [raisedAt, caseNo, to, from, to, ...(orgCode === undefined ? [] : [orgCode])];
    const rows = records.read.all<Row>(sql, ...values);
    held += rows.length;
    if (held > MAX_CLOSED)
      throw new GatewayError(
        'REQUEST_INVALID',
        `more than ${MAX_CLOSED} cases were closed then: name a shorter period`,
      );
    for (const row of rows) add(ofOrg, row.orgCode, row);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) break;
    ({ raisedAt, caseNo } = last);
    await clock.wait(0);
  }
  return [...ofOrg]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, rows]) => ({ orgCode: code, closed: rows.length, cases: draw(rows, query) }));
}
