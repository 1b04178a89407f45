import type { Evidence } from '../model/case.ts';
import type { Clue, ClueResult, ClueSource } from '../model/clue.ts';
import { cellOf, cellsAround, type LonLat, metresBetween } from '../model/proximity.ts';
import type { RecordsTransaction } from '../records/records.ts';
import type { Nearby, WaitingClue } from './stage.ts';

/** How far a person's word is believed by itself. */
const CERTAINTY: Readonly<Record<ClueSource, number>> = { PATROL: 0.8, HOTLINE: 0.5, PUBLIC: 0.4 };
/** Clues looked at around one point. */
const MAX_NEAR = 20;

interface Row {
  readonly outcome: ClueResult['outcome'];
  readonly caseNo: string | null;
  readonly body: string;
}

export const clueCertainty = ({ source }: Clue): number => CERTAINTY[source];

/** A clue as evidence, by reference. */
export function clueEvidence({ clueId, source, at, note }: Clue): Evidence {
  return {
    kind: 'DOC',
    // Half a character has no URI, and must not hold up the alarms this clue speaks for.
    uri: `/v1/clues/${encodeURIComponent(clueId.toWellFormed())}`,
    capturedAt: at,
    note: note ? `${source}: ${note}` : source,
  };
}

/** Letter and major class: people seldom know the exact category. */
export const groupOf = (category: string): string => category.slice(0, 3);

export function clueById(
  tx: RecordsTransaction,
  clueId: string,
): { readonly clue: Clue; readonly result: ClueResult } | undefined {
  const row = tx.get<Row>('SELECT outcome, case_no AS caseNo, body FROM clue WHERE clue_id = ?', clueId);
  if (!row) return undefined;
  const { outcome, caseNo, body } = row;
  return {
    clue: JSON.parse(body) as Clue,
    result: { applied: false, outcome, ...(caseNo === null ? {} : { caseNo }) },
  };
}

export function insertClue(
  tx: RecordsTransaction,
  clue: Clue,
  { point, outcome, caseNo, now }: { point: LonLat; outcome: ClueResult['outcome']; caseNo?: string; now: number },
): void {
  tx.run(
    `INSERT INTO clue (clue_id, outcome, case_no, category, certainty, cell, lon, lat, at, received_at, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[clue.clueId, outcome, caseNo ?? null, clue.category, clueCertainty(clue), cellOf(point), point.lon, point.lat],
    ...[clue.at, now, JSON.stringify(clue)],
  );
}

/** A clue that waited speaks for this case. */
export function attachClue(tx: RecordsTransaction, clueId: string, caseNo: string): void {
  tx.run(`UPDATE clue SET outcome = 'attached', case_no = ? WHERE clue_id = ?`, caseNo, clueId);
}

/** Clues nearby of the same major class that belong to no case yet, the oldest first; 20 at most. */
export function cluesNear(tx: RecordsTransaction, near: Nearby, category: string): readonly WaitingClue[] {
  const { point, radiusM, from, to } = near;
  return tx
    .all<LonLat & { at: number; body: string }>(
      `SELECT lon, lat, at, body FROM clue
       WHERE cell IN (?, ?, ?, ?, ?, ?, ?, ?, ?) AND at BETWEEN ? AND ? AND outcome = 'waiting'
         AND substr(category, 1, 3) = ? LIMIT ${MAX_NEAR}`,
      ...[...cellsAround(point), from, to, groupOf(category)],
    )
    .filter((row) => metresBetween(row, point) <= radiusM)
    .sort((a, b) => a.at - b.at)
    .map(({ body }) => {
      const clue = JSON.parse(body) as Clue;
      return {
        clueId: clue.clueId,
        category: clue.category,
        certainty: clueCertainty(clue),
        evidence: clueEvidence(clue),
      };
    });
}
