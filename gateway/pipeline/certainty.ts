import type { RecordsTransaction } from '../records/records.ts';

/** A device starts trusted, as if this many of its alarms had proved true: then its rules' own certainty stands. */
const HEAD_START = 8;
/** However often it was wrong, it may be right. */
const FLOOR = 0.2;

interface Counts {
  readonly confirmed: number;
  readonly falseAlarms: number;
}

/**
 * Share of a device's alarms that can be believed, 0.2–1: the mean of Beta(8 + confirmed, false alarms) over what feedback
 * said of them.
 */
export function reliabilityOf(tx: RecordsTransaction, deviceId: string): number {
  const counts = tx.get<Counts>(
    'SELECT confirmed, false_alarms AS falseAlarms FROM device_reliability WHERE device_id = ?',
    deviceId,
  );
  if (!counts) return 1;
  const good = HEAD_START + counts.confirmed;
  return Math.max(FLOOR, good / (good + counts.falseAlarms));
}

/** How sure independent sources make together: 1 − Π(1 − pᵢ). */
export function combine(certainties: readonly number[]): number {
  return certainties.reduce((sure, certainty) => sure + certainty * (1 - sure), 0);
}
