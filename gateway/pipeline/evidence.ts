import type { CaseCandidate } from '../model/candidate.ts';
import type { Evidence } from '../model/case.ts';
import { rfc3339 } from '../model/case-json.ts';
import type { Device } from '../model/device.ts';
import type { DevicePort } from './stage.ts';

const MAX_EVIDENCE = 20;
/** Shown before the condition began and after it was decided. */
const MARGIN_MS = 10 * 60_000;

/**
 * Evidence by reference: for a channel the query of its series around the episode, for a happening the query that explains
 * the device at that moment.
 */
export function evidenceOf(candidate: CaseCandidate, device: Device, devices: Pick<DevicePort, 'isChannel'>): Evidence {
  const { deviceId, source, since, at } = candidate;
  const doubt = doubtOf(candidate);
  if (devices.isChannel(device, source)) {
    const query = new URLSearchParams({
      device: deviceId,
      channel: source,
      from: rfc3339(since - MARGIN_MS),
      to: rfc3339(at + MARGIN_MS),
    });
    return { kind: 'SERIES', uri: `/v1/series?${query}`, capturedAt: at, ...(doubt ? { note: doubt } : {}) };
  }
  const query = new URLSearchParams({ device: deviceId, at: rfc3339(at) });
  return { kind: 'EVENT', uri: `/v1/explain?${query}`, capturedAt: at, note: doubt ? `${source}; ${doubt}` : source };
}

/** Why the case may stand in the wrong grid: its device says that it is somewhere else. */
function doubtOf({ verdict: { inputs } }: CaseCandidate): string | undefined {
  const { positionFault, positionDetail } = inputs;
  if (positionFault === undefined) return undefined;
  return `misgridded? ${positionFault}${positionDetail === undefined ? '' : `: ${positionDetail}`}`;
}

/** Appends; beyond 20 the first and the newest ones stay. */
export function addEvidence(kept: readonly Evidence[], evidence: Evidence): readonly Evidence[] {
  const all = [...kept, evidence];
  return all.length <= MAX_EVIDENCE ? all : [...all.slice(0, 1), ...all.slice(all.length - MAX_EVIDENCE + 1)];
}
