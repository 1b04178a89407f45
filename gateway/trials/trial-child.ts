/** A trial in a process of its own: the gateway that asked for it goes on taking messages in, whatever becomes of it here. */
import { setPriority } from 'node:os';
import { realClock } from '../clock.ts';
import { toGatewayError } from '../errors.ts';
import { silentLog } from '../log.ts';
import { type Progress, replayTrial, type TrialJob } from './replay.ts';
import type { TrialResult } from './result.ts';

/** What it says while it works, and last. */
export type TrialWord =
  | { readonly progress: Progress }
  | { readonly result: TrialResult }
  | { readonly failed: { readonly code: string; readonly detail: string } };

/** Ingest comes first where there are more things to do than processors. */
const NICE = 5;

const say = (word: TrialWord) => process.send?.(word);

process.once('disconnect', () => process.exit(0));
process.once('message', (job: TrialJob) => {
  setPriority(NICE);
  replayTrial(job, { clock: realClock(), log: silentLog(), onProgress: (progress) => say({ progress }) })
    .then((result) => say({ result }))
    .catch((error: unknown) => {
      const { code, detail } = toGatewayError(error);
      say({ failed: { code, detail } });
    });
});
