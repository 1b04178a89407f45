import type { Case, CaseEvent, CaseEventOutbox, CaseEventType } from '../../gateway/model/case.ts';
import type { Records } from '../../gateway/records/records.ts';

/** A case as the pipeline would open it; `changes` make it another. */
export function sampleCase(changes: Partial<Case> = {}): Case {
  return {
    caseNo: '2512S0000001',
    candidateId: 'c0ffee',
    categoryCode: 'E0498',
    categoryName: { zh: '火灾隐患', en: 'Fire hazard' },
    catalogueVersion: '2023.1',
    kind: 'ALARM',
    severity: 1,
    certainty: 0.9,
    step: 1,
    subState: 'RAISED',
    location: { lon: 108.9402, lat: 34.2658, crs: 'wgs84' },
    gridCode: '61010400100101',
    grids: [
      {
        system: 'responsibility',
        version: '2025-01',
        code: '61010400100101',
        path: ['610104', '610104001', '61010400100101'],
      },
      { system: 'police', version: '2025-01', code: 'P-0417', path: ['P-04', 'P-0417'] },
    ],
    responsibleDept: 'FIRE',
    responderRole: 'fire-station',
    orgCode: 'lianhu',
    responseDeadline: 1_764_720_300_000,
    disposalDeadline: 1_764_723_600_000,
    firstAt: 1_764_720_000_000,
    lastAt: 1_764_720_000_000,
    raisedAt: 1_764_720_000_250,
    devices: ['acme/smoke-17'],
    occurrences: 1,
    evidence: [
      { kind: 'SERIES', uri: '/v1/series?device=acme%2Fsmoke-17&channel=smoke', capturedAt: 1_764_720_000_000 },
    ],
    verdict: { ruleId: 'smoke-density', ruleVersion: '1', episode: 1, inputs: { smoke: 0.12, set: 0.1, held: true } },
    restricted: false,
    simulated: false,
    activeEpisodes: ['acme/smoke-17|smoke|smoke-density|1'],
    attachKey: 'acme/smoke-17#|E0498',
    ...changes,
  };
}

/** The outbox over the real tables, written by tests as the pipeline writes it. */
export interface TestLog extends CaseEventOutbox {
  append(type: CaseEventType, record: Case, at: number, reason?: string): Promise<CaseEvent>;
}

interface Row {
  sequence: number;
  type: CaseEventType;
  case_no: string;
  at: number;
  reason: string | null;
  body: string;
}

/** Opens the outbox of a records store. */
export function testLog(records: Records): TestLog {
  const listeners = new Set<() => void>();
  const read = (after: number, limit: number) =>
    records.read
      .all<Row>('SELECT * FROM case_event WHERE sequence > ? ORDER BY sequence LIMIT ?', after, limit)
      .map((row) => ({
        ...{ sequence: row.sequence, type: row.type, caseNo: row.case_no, at: row.at },
        case: JSON.parse(row.body) as Case,
        ...(row.reason === null ? {} : { reason: row.reason }),
      }));
  return {
    read,
    readWritten: read,
    head: () => records.read.get<{ n: number | null }>('SELECT max(sequence) AS n FROM case_event')?.n ?? 0,
    onAppend(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async append(type, record, at, reason) {
      const sequence = await records.write((tx) => {
        const body = JSON.stringify(record);
        tx.run(
          `INSERT INTO case_record (case_no, attach_key, open, category, grid_code, org_code, step, sub_state, severity,
             raised_at, updated_at, body, restricted) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (case_no) DO UPDATE SET body = excluded.body`,
          ...[
            record.caseNo,
            `${record.attachKey}|${record.caseNo}`,
            record.categoryCode,
            record.gridCode,
            record.orgCode,
          ],
          ...[record.step, record.subState, record.severity, record.raisedAt, at, body, record.restricted ? 1 : 0],
        );
        const text =
          'INSERT INTO case_event (type, case_no, at, reason, body) VALUES (?, ?, ?, ?, ?) RETURNING sequence';
        return tx.get<{ sequence: number }>(text, type, record.caseNo, at, reason ?? null, body)?.sequence ?? 0;
      });
      for (const listener of listeners) listener();
      return { sequence, type, caseNo: record.caseNo, at, case: record, ...(reason === undefined ? {} : { reason }) };
    },
  };
}
