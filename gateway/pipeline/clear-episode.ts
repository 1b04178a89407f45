import type { CaseCandidate } from '../model/candidate.ts';
import type { Case } from '../model/case.ts';
import { episodeOf } from './episode.ts';
import type { Change } from './join-case.ts';
import { words } from './words.ts';

/**
 * The sensor says that an episode is over. With the last one the case is `cleared`: it stays open, for people close cases.
 * Undefined when the case does not hold the episode.
 */
export function clearEpisode(open: Case, candidate: CaseCandidate): Change | undefined {
  const episode = episodeOf(candidate);
  if (!open.activeEpisodes.includes(episode)) return undefined;
  const activeEpisodes = open.activeEpisodes.filter((active) => active !== episode);
  if (activeEpisodes.length > 0) return { case: { ...open, activeEpisodes } };
  return {
    case: { ...open, activeEpisodes, clearedAt: candidate.at },
    event: { type: 'cleared', reason: `no longer in alarm: ${words(candidate)}` },
  };
}
