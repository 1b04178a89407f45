import type { Case } from '../model/case.ts';
import type { RecordsTransaction } from '../records/records.ts';

/** What feedback said of the alarms of a device: the counts behind its reliability. */
export interface DeviceReliability {
  readonly confirmed: number;
  readonly falseAlarms: number;
}

function count(tx: RecordsTransaction, deviceIds: readonly string[], column: 'confirmed' | 'false_alarms'): void {
  const [confirmed, falseAlarms] = column === 'confirmed' ? [1, 0] : [0, 1];
  for (const deviceId of deviceIds)
    tx.run(
      `INSERT INTO device_reliability (device_id, confirmed, false_alarms) VALUES (?, ?, ?)
       ON CONFLICT (device_id) DO UPDATE SET ${column} = ${column} + 1`,
      ...[deviceId, confirmed, falseAlarms],
    );
}

/**
 * The alarm was true: its disposal was verified. Counts once per case, however often that is; to be called before the
 * verification itself is written down.
 */
export function confirmOnce(tx: RecordsTransaction, { caseNo, devices }: Pick<Case, 'caseNo' | 'devices'>): void {
  const known = tx.get(
    `SELECT 1 FROM case_event WHERE case_no = ? AND type = 'verified'
     UNION ALL SELECT 1 FROM feedback WHERE case_no = ? AND type = 'VERIFIED' LIMIT 1`,
    ...[caseNo, caseNo],
  );
  if (!known) count(tx, devices, 'confirmed');
}

/** People found nothing. */
export function countFalseAlarm(tx: RecordsTransaction, deviceIds: readonly string[]): void {
  count(tx, deviceIds, 'false_alarms');
}

/** Undefined when nothing was ever said of the device. */
export function reliabilityOf(read: RecordsTransaction, deviceId: string): DeviceReliability | undefined {
  return read.get<DeviceReliability>(
    'SELECT confirmed, false_alarms AS falseAlarms FROM device_reliability WHERE device_id = ?',
    deviceId,
  );
}
