import type { Clock } from '../../gateway/clock.ts';
import type { Platform } from './platform.ts';

/** Accepts every case that is raised, and insists until the gateway has confirmed it. */
export interface Desk {
  /** Cases whose acceptance the gateway confirmed. */
  readonly accepted: ReadonlySet<string>;
  readonly open: number;
  /** Answers that a correct gateway would not have given. */
  readonly complaints: readonly string[];
  stop(): void;
}

const AGAIN_MS = 300;
const TIMEOUT_MS = 5_000;

/** Makes a case's later events: without them every case would have only one, and order could not go wrong. */
export function openDesk(options: { platform: Platform; http: string; clock: Clock }): Desk {
  const { platform, http, clock } = options;
  const accepted = new Set<string>();
  const complaints: string[] = [];
  let open = 0;
  let stopped = false;

  const accept = async (caseNo: string): Promise<void> => {
    // The same id every time: an answer that got lost must not become a second step.
    const body = JSON.stringify({ feedbackId: `${caseNo}-accepted`, type: 'ACCEPTED', at: clock.now() });
    open++;
    while (!stopped) {
      const answer = await fetch(`${http}/v1/cases/${caseNo}/feedback`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }).catch(() => undefined);
      const text = await answer?.text().catch(() => undefined);
      if (answer && text !== undefined && answer.status < 500) {
        if (answer.ok) accepted.add(caseNo);
        else complaints.push(`${answer.status} to the acceptance of ${caseNo}: ${text.slice(0, 300)}`);
        break;
      }
      await clock.wait(AGAIN_MS);
    }
    open--;
  };

  platform.onStored((event) => {
    if (event.type.endsWith('.raised.v1')) void accept(event.caseNo);
  });
  return {
    accepted,
    complaints,
    get open() {
      return open;
    },
    stop() {
      stopped = true;
    },
  };
}
