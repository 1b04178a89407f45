import type { CaseCandidate } from '../model/candidate.ts';
import type { Case } from '../model/case.ts';
import { episodeOf } from './episode.ts';
import type { Change } from './join-case.ts';
import { words } from './words.ts';

/** The case once its last alarm is over: `cleared`, and open still, for people close cases. */
export function cleared(open: Case, candidate: CaseCandidate): Change {
  return {
    case: { ...open, clearedAt: candidate.at },
    event: { type: 'cleared', reason: `no longer in alarm: ${words(candidate)}` },
  };
}

/**
 * The sensor says that an episode is over. With the last one the case is `cleared`, unless members of other keys are still in
 * alarm. Undefined when the case does not hold the episode.
 */
export function clearEpisode(open: Case, candidate: CaseCandidate, hasActiveMember = false): Change | undefined {
  const episode = episodeOf(candidate);
  if (!open.activeEpisodes.includes(episode)) return undefined;
  const activeEpisodes = open.activeEpisodes.filter((active) => active !== episode);
  const rest = { ...open, activeEpisodes };
  return activeEpisodes.length > 0 || hasActiveMember ? { case: rest } : cleared(rest, candidate);
}
