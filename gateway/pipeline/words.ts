import type { CaseCandidate } from '../model/candidate.ts';
import { rfc3339 } from '../model/case-json.ts';

/** 2001 to 2286 in epoch ms: no sensor measures numbers like these, but rules keep instants among their inputs. */
const isInstant = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1e12 && value < 1e13;

/** A verdict for people: `smoke-density on acme/s1 (smoke 0.12, set 0.1)`. */
export function words({ verdict, deviceId, part }: CaseCandidate): string {
  const inputs = Object.entries(verdict.inputs).map(
    ([name, value]) => `${name} ${isInstant(value) ? rfc3339(value) : value}`,
  );
  const where = part === '' ? deviceId : `${deviceId} ${part}`;
  return `${verdict.ruleId} on ${where}${inputs.length > 0 ? ` (${inputs.join(', ')})` : ''}`;
}
