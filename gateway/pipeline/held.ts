import type { CaseCandidate } from '../model/candidate.ts';
import { cellOf, cellsAround, type LonLat, metresBetween } from '../model/proximity.ts';
import type { RecordsTransaction } from '../records/records.ts';
import { episodeOf } from './episode.ts';
import type { Draft, Hold, Nearby } from './stage.ts';

/** A candidate that waits for its outcome. */
export interface HeldCandidate {
  readonly candidate: CaseCandidate;
  readonly reason: Hold;
  readonly attachKey: string;
  /** That of the device alone, 0–1. */
  readonly certainty: number;
  /** Epoch ms. */
  readonly heldAt: number;
  /** What failed, where it waits because a stage fails on it. */
  readonly detail?: string;
}

interface Row {
  readonly reason: Hold;
  readonly attachKey: string;
  readonly certainty: number;
  readonly heldAt: number;
  readonly detail: string | null;
  readonly body: string;
}

const COLUMNS = 'reason, attach_key AS attachKey, certainty, held_at AS heldAt, detail, body';
/** Held candidates looked at around one point; the newest beyond them do not confirm anything. */
const MAX_NEAR = 50;
/** Kind of the timers that end a wait. */
export const HELD_TIMER = 'held';

function heldOf({ body, detail, ...row }: Row): HeldCandidate {
  return { ...row, ...(detail === null ? {} : { detail }), candidate: JSON.parse(body) as CaseCandidate };
}

const timerId = (candidateId: string) => `${HELD_TIMER}:${candidateId}`;

/** Puts a candidate on hold, until `due` (epoch ms) where there is an end. Its decision is the caller's to return. */
export function hold(
  tx: RecordsTransaction,
  draft: Pick<Draft, 'candidate' | 'attachKey' | 'now' | 'device' | 'place'>,
  wait: { readonly reason: Hold; readonly due?: number; readonly certainty?: number; readonly detail?: string },
): void {
  const { candidate, attachKey, now, place } = draft;
  const { candidateId, deviceId, category, at } = candidate;
  const location: LonLat | undefined = place?.location;
  tx.run(
    `INSERT OR REPLACE INTO held (candidate_id, reason, attach_key, episode, device_id, vendor, category, certainty, cell,
       lon, lat, at, held_at, detail, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[candidateId, wait.reason, attachKey, episodeOf(candidate), deviceId, deviceId.split('/')[0] ?? '', category],
    ...[wait.certainty ?? candidate.certainty, location ? cellOf(location) : null],
    ...[location?.lon ?? null, location?.lat ?? null, at, now, wait.detail ?? null, JSON.stringify(candidate)],
  );
  if (wait.due !== undefined)
    tx.run(
      `INSERT OR REPLACE INTO timer (timer_id, kind, key, due_at) VALUES (?, ?, ?, ?)`,
      ...[timerId(candidateId), HELD_TIMER, candidateId, wait.due],
    );
}

/** Takes a candidate off hold; its new outcome is the caller's to write. */
export function unhold(tx: RecordsTransaction, candidateId: string): void {
  tx.run('DELETE FROM held WHERE candidate_id = ?', candidateId);
  tx.run('DELETE FROM timer WHERE timer_id = ?', timerId(candidateId));
}

export function heldById(tx: RecordsTransaction, candidateId: string): HeldCandidate | undefined {
  const row = tx.get<Row>(`SELECT ${COLUMNS} FROM held WHERE candidate_id = ?`, candidateId);
  return row && heldOf(row);
}

/** Those of one alarm episode, the oldest first. */
export function heldEpisode(tx: RecordsTransaction, attachKey: string, episode: string): readonly HeldCandidate[] {
  return tx
    .all<Row>(
      `SELECT ${COLUMNS} FROM held WHERE attach_key = ? AND episode = ? ORDER BY held_at, rowid`,
      ...[attachKey, episode],
    )
    .map(heldOf);
}

/** Those of a vendor that wait for a reason, from an event time on, the oldest first. */
export function heldOfVendor(
  tx: RecordsTransaction,
  of: { reason: Hold; vendor: string; from: number; limit: number },
): readonly HeldCandidate[] {
  return tx
    .all<Row>(
      `SELECT ${COLUMNS} FROM held WHERE reason = ? AND vendor = ? AND at >= ? ORDER BY at, candidate_id LIMIT ?`,
      ...[of.reason, of.vendor, of.from, of.limit],
    )
    .map(heldOf);
}

/** Those nearby that wait to be confirmed, the oldest first; 50 at most. */
export function heldNear(tx: RecordsTransaction, { point, radiusM, from, to }: Nearby): readonly HeldCandidate[] {
  // Mostly nothing waits, and a sorter of SQLite costs more than the search.
  if (!tx.get(`SELECT 1 FROM held WHERE reason = 'AWAIT_CONFIRM' LIMIT 1`)) return [];
  // The `+` keeps it to the index by place.
  return tx
    .all<Row & LonLat & { at: number }>(
      `SELECT ${COLUMNS}, lon, lat, at FROM held
       WHERE cell IN (?, ?, ?, ?, ?, ?, ?, ?, ?) AND at BETWEEN ? AND ? AND +reason = 'AWAIT_CONFIRM' LIMIT ${MAX_NEAR}`,
      ...[...cellsAround(point), from, to],
    )
    .filter((row) => metresBetween(row, point) <= radiusM)
    .sort((a, b) => a.at - b.at)
    .map(({ lon: _lon, lat: _lat, at: _at, ...row }) => heldOf(row));
}

/** Which of what waits is asked for. */
export interface HeldPage {
  /** Behind this candidate id. */
  readonly cursor?: string;
  readonly limit: number;
  readonly reason?: Hold;
  /** With those of restricted categories. */
  readonly restricted?: boolean;
}

/** A page of what waits, in the order of candidate ids. */
export function listHeld(tx: RecordsTransaction, page: HeldPage): readonly HeldCandidate[] {
  const { cursor = '', limit, reason, restricted = false } = page;
  return tx
    .all<Row>(
      `SELECT ${COLUMNS} FROM held WHERE candidate_id > ? AND (? IS NULL OR reason = ?)
       ${restricted ? '' : 'AND candidate_id NOT IN (SELECT candidate_id FROM candidate WHERE restricted = 1)'}
       ORDER BY candidate_id LIMIT ?`,
      ...[cursor, reason ?? null, reason ?? null, limit],
    )
    .map(heldOf);
}

/** Whether its category concerns persons. */
export function isRestricted(tx: RecordsTransaction, candidateId: string): boolean {
  return tx.get('SELECT 1 FROM candidate WHERE candidate_id = ? AND restricted = 1', candidateId) !== undefined;
}
