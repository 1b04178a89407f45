import { GatewayError } from '../errors.ts';
import { EMPTY_HEAD } from '../rules/records.ts';
import type { RuleStore, StoredCandidate } from '../rules/rule-store.ts';

/**
 * Rule state that nobody needs afterwards. The rules keep all of it in their own memory and read a store only when they are
 * opened, so nothing but the candidates that wait for the pipeline is kept here; the rules' own limit bounds those.
 */
export function memoryRuleStore(): RuleStore {
  const waiting = new Map<string, StoredCandidate[]>();
  const keyOf = new Map<string, string>();
  return {
    head: () => ({ ...EMPTY_HEAD }),
    devices: () => [],
    slots: () => [],
    states: () => [],
    windows: () => [],
    journal: () => [],
    shapes: () => [],
    async commit({ candidates }) {
      for (const candidate of candidates) {
        const { attachKey, candidateId } = candidate;
        const list = waiting.get(attachKey);
        if (list) list.push(candidate);
        else waiting.set(attachKey, [candidate]);
        keyOf.set(candidateId, attachKey);
      }
    },
    waitingKeys: () => [...waiting.entries()].flatMap(([key, list]) => list.map(() => key)),
    waiting: (attachKey) => (waiting.get(attachKey) ?? []).map(({ bytes }) => bytes),
    async remove(candidateIds) {
      const removed: string[] = [];
      for (const candidateId of candidateIds) {
        const attachKey = keyOf.get(candidateId);
        if (attachKey === undefined) continue;
        keyOf.delete(candidateId);
        removed.push(attachKey);
        const left = (waiting.get(attachKey) ?? []).filter((candidate) => candidate.candidateId !== candidateId);
        if (left.length > 0) waiting.set(attachKey, left);
        else waiting.delete(attachKey);
      }
      return removed;
    },
    snapshot() {
      throw new GatewayError('INTERNAL', 'the rule state of a trial is not copied');
    },
    async close() {},
  };
}
