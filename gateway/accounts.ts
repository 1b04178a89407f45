import type { CandidateAccounts } from './cases/accounts.ts';
import type { DeliveryAccount } from './delivery/deliveries.ts';
import type { RuleAccounts } from './rules/engine.ts';

/** What every line ends with. */
interface Remainder {
  readonly pending: number;
  readonly balanced: boolean;
}

type ReceiverAccount = Omit<DeliveryAccount, 'replayed' | 'balanced'>;

/** Where the numbers come from: each side counts for itself, in its own transactions. */
export interface AccountSources {
  readonly rules: RuleAccounts;
  /** Device messages in the inbox behind the rules cursor. */
  readonly unreadMessages: number;
  readonly series: { readonly points: number; readonly stored: number; readonly deadLettered: number };
  readonly candidates: CandidateAccounts;
  /** Candidates in the outbox that records have no outcome for. */
  readonly undecided: number;
  readonly receivers: readonly ReceiverAccount[];
}

/** What went in and what became of it; each line must add up. Counts since the data directory was made. */
export interface Accounts {
  readonly balanced: boolean;
  readonly messages: Omit<RuleAccounts, 'candidates' | 'clears'> & Remainder;
  readonly series: AccountSources['series'] & Remainder;
  /** `emitted`: raises and clears together. */
  readonly candidates: { readonly emitted: number } & Omit<CandidateAccounts, 'decided'> & Remainder;
  readonly receivers: readonly (ReceiverAccount & Remainder)[];
}

/** Draws the accounts up. Any line that does not balance is a defect. */
export function drawUp(sources: AccountSources): Accounts {
  const { rules, series, candidates } = sources;
  const received = rules.received + sources.unreadMessages;
  const messages = {
    received,
    decoded: rules.decoded,
    duplicate: rules.duplicate,
    deadLettered: rules.deadLettered,
    pending: sources.unreadMessages,
    balanced: received === rules.decoded + rules.duplicate + rules.deadLettered + sources.unreadMessages,
  };
  const points = { ...series, pending: 0, balanced: series.points === series.stored + series.deadLettered };
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
