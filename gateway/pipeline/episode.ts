import type { CaseCandidate } from '../model/candidate.ts';

/**
 * Episodes a case holds at most. Beyond it the oldest is forgotten, and its clear counts as EPISODE_NOT_ACTIVE: occurrences
 * that never clear would otherwise grow the case without end.
 */
const MAX_EPISODES = 200;

/** Identity of an alarm episode inside a case: an asset's case can hold episodes of several devices. */
export function episodeOf({ deviceId, source, verdict }: CaseCandidate): string {
  return `${deviceId}|${verdict.ruleId}|${source}|${verdict.episode}`;
}

/** The active episodes with that of the candidate. */
export function addEpisode(active: readonly string[], candidate: CaseCandidate): readonly string[] {
  const episode = episodeOf(candidate);
  return active.includes(episode) ? active : [...active, episode].slice(-MAX_EPISODES);
}
