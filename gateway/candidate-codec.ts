import { proto, CaseCandidate as Wire } from '../proto/index.ts';
import { partOf } from './event-source.ts';
import type { CaseCandidate, CaseKind } from './model/candidate.ts';
import type { GeoPosition } from './model/observation.ts';

const { CANDIDATE_TYPE_RAISE, CANDIDATE_TYPE_CLEAR } = proto.CandidateType;

/** In the order of the protobuf's enum. */
const KINDS: readonly CaseKind[] = ['ALARM', 'WARNING', 'CLUE', 'FAULT'];

/** A candidate as protobuf `gridwarden.v1.CaseCandidate`. `part` is not a field: `source` names it. */
export function encodeCandidate(candidate: CaseCandidate): Uint8Array {
  const { verdict, position } = candidate;
  return Wire.encode({
    candidateId: candidate.candidateId,
    type: candidate.type === 'raise' ? CANDIDATE_TYPE_RAISE : CANDIDATE_TYPE_CLEAR,
    deviceId: candidate.deviceId,
    source: candidate.source,
    assetCode: candidate.assetCode ?? '',
    categoryCode: candidate.category,
    severity: candidate.severity ?? 0,
    certainty: candidate.certainty,
    at: candidate.at,
    since: candidate.since,
    ...(position && { position }),
    verdict: {
      ruleId: verdict.ruleId,
      ruleVersion: verdict.ruleVersion,
      episode: verdict.episode,
      inputs: Object.fromEntries(Object.entries(verdict.inputs).map(([name, value]) => [name, wireValue(value)])),
    },
    simulated: candidate.simulated,
    commit: candidate.commit,
    frame: candidate.frame,
    test: candidate.test ?? false,
    subject: candidate.subject ?? '',
    ...(candidate.kind && { kind: proto.CaseKind[`CASE_KIND_${candidate.kind}`] }),
  }).finish();
}

/** The reverse; throws when the bytes are not what `encodeCandidate` wrote. */
export function decodeCandidate(bytes: Uint8Array): CaseCandidate {
  const wire = Wire.decode(bytes);
  const { position, verdict } = wire;
  return {
    candidateId: wire.candidateId,
    type: wire.type === CANDIDATE_TYPE_CLEAR ? 'clear' : 'raise',
    deviceId: wire.deviceId,
    source: wire.source,
    part: partOf(wire.source),
    ...(wire.assetCode === '' ? {} : { assetCode: wire.assetCode }),
    category: wire.categoryCode,
    ...(wire.test ? { test: true } : {}),
    ...(wire.subject === '' ? {} : { subject: wire.subject }),
    ...(wire.kind === 0 ? {} : { kind: KINDS[wire.kind - 1] ?? 'ALARM' }),
    ...(wire.severity === 0 ? {} : { severity: wire.severity as 1 | 2 | 3 | 4 }),
    certainty: wire.certainty,
    at: wire.at,
    since: wire.since,
    ...(position && {
      position: { lon: position.lon ?? 0, lat: position.lat ?? 0, crs: position.crs as GeoPosition['crs'] },
    }),
    verdict: {
      ruleId: verdict?.ruleId ?? '',
      ruleVersion: verdict?.ruleVersion ?? '',
      episode: verdict?.episode ?? 0,
      inputs: Object.fromEntries(
        Object.entries(verdict?.inputs ?? {}).map(([name, value]) => [
          name,
          value.number ?? value.flag ?? value.text ?? '',
        ]),
      ),
    },
    simulated: wire.simulated,
    commit: wire.commit,
    frame: wire.frame,
  };
}

function wireValue(value: string | number | boolean): { number: number } | { flag: boolean } | { text: string } {
  if (typeof value === 'number') return { number: value };
  return typeof value === 'boolean' ? { flag: value } : { text: value };
}
