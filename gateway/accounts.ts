import type { CandidateAccounts } from './cases/accounts.ts';
import type { DeliveryAccount } from './delivery/deliveries.ts';
import type { RuleAccounts } from './rules/engine.ts';
import type { SeriesAccounts } from './series-reader.ts';

/** What every line ends with. */
interface Remainder {
  readonly pending: number;
  readonly balanced: boolean;
}

type ReceiverAccount = Omit<DeliveryAccount, 'replayed' | 'balanced'>;

/** Where the numbers come from: each side counts for itself, in its own transactions. */
export interface AccountSources {
  /** Device messages the inbox has taken in. */
  readonly received: number;
  /** Those of them that are dead letters replayed. */
  readonly replayed: number;
  readonly rules: RuleAccounts;
  /** Those of them behind the rules cursor. */
  readonly unread: number;
  readonly series: SeriesAccounts;
  readonly candidates: CandidateAccounts;
  /** Candidates in the outbox that records have no outcome for. */
  readonly undecided: number;
  readonly receivers: readonly ReceiverAccount[];
}

/** What went in and what became of it; each line must add up. Counts since the data directory was made. */
export interface Accounts {
  readonly balanced: boolean;
  /** `replayed`: dead letters put in again, each of them received once more. */
  readonly messages: Omit<RuleAccounts, 'candidates' | 'clears'> & { readonly replayed: number } & Remainder;
  readonly series: SeriesAccounts & Remainder;
  /** `emitted`: raises and clears together. */
  readonly candidates: { readonly emitted: number } & Omit<CandidateAccounts, 'decided'> & Remainder;
  readonly receivers: readonly (ReceiverAccount & Remainder)[];
}

/** Draws the accounts up. Any line that does not balance is a defect. */
export function drawUp(sources: AccountSources): Accounts {
  const { received, replayed, rules, unread, series, candidates } = sources;
  const messages = {
    received,
    replayed,
    decoded: rules.decoded,
    duplicate: rules.duplicate,
    deadLettered: rules.deadLettered,
    givenUp: rules.givenUp,
    pending: unread,
    balanced:
      received === rules.received + unread &&
      rules.received === rules.decoded + rules.duplicate + rules.deadLettered + rules.givenUp,
  };
  const points = { ...series, balanced: series.points === series.stored + series.deadLettered + series.pending };
  const emitted = rules.candidates + rules.clears;
  const { decided, ...outcomes } = candidates;
  const decisions = {
    emitted,
    ...outcomes,
    pending: sources.undecided,
    balanced: emitted === decided + sources.undecided,
  };
  const receivers = sources.receivers.map(({ receiverId, caseEvents, delivered, filtered, failed, pending }) => ({
    receiverId,
    caseEvents,
    delivered,
    filtered,
    failed,
    pending,
    balanced: caseEvents === delivered + filtered + failed + pending,
  }));
  return {
    balanced: [messages, points, decisions, ...receivers].every((account) => account.balanced),
    messages,
    series: points,
    candidates: decisions,
    receivers,
  };
}
