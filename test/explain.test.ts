import { expect, it } from 'vitest';
import { encodeCandidate } from '../gateway/candidate-codec.ts';
import { type ExplainParts, explainDevice } from '../gateway/explain.ts';
import type { Case } from '../gateway/model/case.ts';
import { sampleCase } from './support/case-log.ts';

const CASE = sampleCase({ caseNo: '2512S0000001', restricted: true });
const AT = 1_764_720_000_000;
const body = encodeCandidate({
  ...{ candidateId: 'c1', type: 'raise', deviceId: 'acme/door-1', source: 'duress', part: '', category: 'E0492' },
  ...{ certainty: 1, at: AT, since: AT, simulated: false, commit: 1, frame: 0, severity: 1 },
  verdict: { ruleId: 'duress', ruleVersion: 'v', episode: 1, inputs: {} },
});
const row = { candidateId: 'c1', type: 'raise', outcome: 'opened', reason: null, caseNo: CASE.caseNo, at: AT };
const device = {
  ...{ deviceId: 'acme/door-1', vendor: 'acme', device: 'door-1', typeId: 'door' },
  ...{ siteClass: 'ORDINARY', mobility: 'FIXED', simulated: false },
};
const parts = {
  inbox: { read: () => [], head: () => 0 },
  records: {
    read: { all: (sql: string) => (sql.includes('FROM candidate') ? [{ ...row, decidedAt: AT, body }] : []) },
  },
  rules: { device: () => undefined, outbox: { keys: () => [] }, why: () => [] },
  cases: { get: (caseNo: string) => (caseNo === CASE.caseNo ? CASE : undefined) },
  directory: { get: () => device },
  deviceTypes: new Map(),
} as unknown as ExplainParts;

const told = (sees: (record: Case) => boolean) => JSON.stringify(explainDevice(parts, device.deviceId, AT, sees));

it('names the case a device raised, and not to a caller who may not see it', () => {
  expect(told(() => true)).toContain(CASE.caseNo);
  const hidden = told(({ restricted }) => !restricted);
  expect(hidden).not.toContain(CASE.caseNo);
  expect(hidden).toContain('it became a case that this caller may not see');
});
