import type { Case } from '../model/case.ts';
import { cellOf, cellsAround, metresBetween } from '../model/proximity.ts';
import type { RecordsTransaction } from '../records/records.ts';

interface Body {
  readonly body: string;
}

/** A circle and a stretch of event time, both ends included. Reaches as far as `REACH_M` at most. */
interface Nearby {
  readonly point: { readonly lon: number; readonly lat: number };
  readonly radiusM: number;
  readonly from: number;
  readonly to: number;
}

interface Spot {
  readonly caseNo: string;
  readonly category: string;
  readonly lon: number;
  readonly lat: number;
  readonly at: number;
}

/** Cases looked at around one point; those beyond are not found. A limit that is bound makes SQLite plan anew each time. */
const MAX_NEAR = 500;

const parse = (row: Body | undefined): Case | undefined => (row ? (JSON.parse(row.body) as Case) : undefined);

/**
 * What the pipeline asks about cases beside their own key: where they lie, and which other keys joined them. Every call
 * belongs to the transaction it is given.
 */
export const caseSearch = {
  addSpot(tx: RecordsTransaction, subject: Case, at: number, now: number): void {
    const { caseNo, categoryCode, gridCode, location } = subject;
    const { lon = null, lat = null } = location ?? {};
    const cell = location ? cellOf(location) : null;
    tx.run(
      `INSERT INTO case_spot (case_no, category, grid_code, cell, lon, lat, at, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[caseNo, categoryCode, gridCode, cell, lon, lat, at, now],
    );
  },

  /** Open cases of accepted categories that began nearby, the oldest first. */
  *openNear(
    tx: RecordsTransaction,
    { point, radiusM, from, to }: Nearby,
    accepts: (category: string) => boolean,
  ): Generator<Case, void, undefined> {
    // Sorted here: a sorter of SQLite costs more than the search.
    const spots = tx
      .all<Spot>(
        `SELECT case_no AS caseNo, category, lon, lat, at FROM case_spot
         WHERE cell IN (?, ?, ?, ?, ?, ?, ?, ?, ?) AND at BETWEEN ? AND ? LIMIT ${MAX_NEAR}`,
        ...[...cellsAround(point), from, to],
      )
      .filter((spot) => accepts(spot.category) && metresBetween(spot, point) <= radiusM)
      .sort((a, b) => a.at - b.at || (a.caseNo < b.caseNo ? -1 : 1));
    for (const { caseNo } of spots) {
      const subject = parse(tx.get<Body>('SELECT body FROM case_record WHERE case_no = ? AND open = 1', caseNo));
      if (subject) yield subject;
    }
  },

  /** Numbers of cases of the category that began in the grid after `after` until `until`, the oldest first. */
  begun(
    tx: RecordsTransaction,
    of: { category: string; gridCode: string; after: number; until: number; limit: number },
  ): readonly string[] {
    return tx
      .all<{ caseNo: string }>(
        `SELECT case_no AS caseNo FROM case_spot WHERE grid_code = ? AND category = ? AND at > ? AND at <= ?
         ORDER BY at LIMIT ${Math.trunc(of.limit)}`,
        ...[of.gridCode, of.category, of.after, of.until],
      )
      .map(({ caseNo }) => caseNo);
  },

  /** The open incident that a storm in this grid and category goes into, if alarms did so since `since`. */
  storm(tx: RecordsTransaction, of: { category: string; gridCode: string; since: number }): Case | undefined {
    return parse(
      tx.get<Body>(
        `SELECT body FROM case_spot JOIN case_record USING (case_no)
         WHERE case_spot.grid_code = ? AND case_spot.category = ? AND storm_at IS NOT NULL AND storm_at >= ? AND open = 1
         ORDER BY storm_at DESC LIMIT 1`,
        ...[of.gridCode, of.category, of.since],
      ),
    );
  },

  /** The case takes the storm in its grid and category, now and until alarms pause. */
  markStorm(tx: RecordsTransaction, caseNo: string, at: number): void {
    tx.run('UPDATE case_spot SET storm_at = max(coalesce(storm_at, 0), ?) WHERE case_no = ?', at, caseNo);
  },

  /** The open case that an alarm of this key joined, though it has another key. */
  openByMember: (tx: RecordsTransaction, attachKey: string): Case | undefined =>
    parse(
      tx.get<Body>(
        `SELECT body FROM case_member JOIN case_record USING (case_no)
         WHERE case_member.attach_key = ? AND open = 1 ORDER BY joined_at DESC LIMIT 1`,
        attachKey,
      ),
    ),

  addMember(
    tx: RecordsTransaction,
    { attachKey, episode, caseNo }: { attachKey: string; episode: string; caseNo: string },
    now: number,
  ): void {
    tx.run(
      `INSERT INTO case_member (attach_key, episode, case_no, active, joined_at) VALUES (?, ?, ?, 1, ?)
       ON CONFLICT (attach_key, episode) DO UPDATE
       SET case_no = excluded.case_no, active = 1, joined_at = excluded.joined_at`,
      ...[attachKey, episode, caseNo, now],
    );
  },

  /** The member's alarm is over; false when it was not on. */
  endMember: (tx: RecordsTransaction, attachKey: string, episode: string): boolean =>
    tx.run(
      'UPDATE case_member SET active = 0 WHERE attach_key = ? AND episode = ? AND active = 1',
      attachKey,
      episode,
    ) > 0,

  /** Whether any member of the case is still in alarm. */
  hasActiveMember: (tx: RecordsTransaction, caseNo: string): boolean =>
    tx.get('SELECT 1 FROM case_member WHERE case_no = ? AND active = 1 LIMIT 1', caseNo) !== undefined,

  /** Open cases of a grid, up to 100. */
  openIn(tx: RecordsTransaction, gridCode: string): number {
    const row = tx.get<{ count: number }>(
      'SELECT count(*) AS count FROM (SELECT 1 FROM case_record WHERE grid_code = ? AND open = 1 LIMIT 100)',
      gridCode,
    );
    return row?.count ?? 0;
  },

  /** Another organisation commands. */
  setOrg(tx: RecordsTransaction, caseNo: string, orgCode: string): void {
    tx.run('UPDATE case_record SET org_code = ? WHERE case_no = ?', orgCode, caseNo);
  },

  /** Forgets spots from before `before` (epoch ms) and members of closed cases; `limit` of each at most. */
  sweep(tx: RecordsTransaction, before: number, limit: number): number {
    return (
      tx.run(
        `DELETE FROM case_spot WHERE case_no IN
         (SELECT case_no FROM case_spot WHERE seen_at < ? AND (storm_at IS NULL OR storm_at < ?) ORDER BY seen_at LIMIT ?)`,
        ...[before, before, limit],
      ) +
      tx.run(
        `DELETE FROM case_member WHERE (attach_key, episode) IN
         (SELECT case_member.attach_key, episode FROM case_member JOIN case_record USING (case_no)
          WHERE open = 0 AND updated_at < ? LIMIT ?)`,
        ...[before, limit],
      )
    );
  },
};
