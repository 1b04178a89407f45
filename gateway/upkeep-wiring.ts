import { takeBackup } from './backup.ts';
import { RESTRICTED_TTL } from './cases/purge.ts';
import type { CaseParts } from './cases-wiring.ts';
import { createHold, startHousekeeping } from './housekeeping.ts';
import { startInboxKeeper } from './inbox/keeper.ts';
import type { OnvifParts } from './onvif-wiring.ts';
import { pruneCandidates } from './pipeline/candidate-row.ts';
import type { Readers } from './readers-wiring.ts';
import type { Registry } from './registry-wiring.ts';
import type { Stores } from './stores-wiring.ts';
import type { Ground } from './wiring.ts';

/** What is let go of in time: the inbox behind its readers, and rows beyond their retention. A backup holds all of it up. */
export function startUpkeep(
  { config, log, metrics, life }: Ground,
  { dataDir, inbox, seal, records, rules, clock }: Stores,
  { deadLetters }: Registry,
  parts: { caseParts: CaseParts; readers: Readers; evidence: OnvifParts['evidence'] },
) {
  const { cases, delivery } = parts.caseParts;
  const { passed, store: series } = parts.readers;
  const hold = createHold();
  const held = () => hold.held;
  const keeper = startInboxKeeper({
    ...{ inbox, seal, folder: dataDir.inbox, passed, held, clock, log, metrics },
    ...{ wanted: config.inboxQuota, retention: config.inboxRetention },
  });
  life.onStop(() => keeper.stop());
  const { retention } = config;
  const housekeeping = startHousekeeping({
    chores: [
      { name: 'restricted cases', retention: RESTRICTED_TTL.cases, prune: cases.purge.cases },
      { name: 'restricted candidates', retention: RESTRICTED_TTL.candidates, prune: cases.purge.candidates },
      {
        ...{ name: 'candidates', retention: retention.records },
        prune: (before, limit) => pruneCandidates(records, before, limit),
      },
      {
        ...{ name: 'deliveries', retention: retention.deliveries },
        prune: (done, limit) => delivery.prune({ done, failed: clock.now() - retention.deadLetters }, limit),
      },
      { name: 'dead letters', retention: retention.deadLetters, prune: deadLetters.prune },
      { name: 'series', retention: retention.series, prune: series.prune },
      { name: 'evidence', retention: 0, prune: parts.evidence.prune },
    ],
    ...{ paused: held, clock, log, metrics },
  });
  life.onStop(() => housekeeping.stop());
  return {
    /** Copies everything into an empty folder, as it stood at one point in time. */
    backup: (folder: string) =>
      takeBackup({ dataDir, inbox, rules, quota: keeper.quota(), hold: hold.take, clock }, folder),
  };
}
