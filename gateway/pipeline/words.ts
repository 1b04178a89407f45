import type { CaseCandidate } from '../model/candidate.ts';

/** A verdict for people: `smoke-density on acme/s1 (smoke 0.12, set 0.1)`. */
export function words({ verdict, deviceId, part }: CaseCandidate): string {
  const inputs = Object.entries(verdict.inputs).map(([name, value]) => `${name} ${value}`);
  const where = part === '' ? deviceId : `${deviceId} ${part}`;
  return `${verdict.ruleId} on ${where}${inputs.length > 0 ? ` (${inputs.join(', ')})` : ''}`;
}
