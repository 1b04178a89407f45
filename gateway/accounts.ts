/** What went in and what became of it; each line must add up. Counts since the data directory was made. */
export interface Accounts {
  readonly balanced: boolean;
  readonly messages: {
    readonly received: number;
    readonly decoded: number;
    readonly duplicate: number;
    readonly deadLettered: number;
    readonly pending: number;
    readonly balanced: boolean;
  };
  readonly series: {
    readonly points: number;
    readonly stored: number;
    readonly deadLettered: number;
    readonly pending: number;
    readonly balanced: boolean;
  };
  readonly candidates: {
    /** Raises and clears emitted by the rules. */
    readonly emitted: number;
    readonly opened: number;
    readonly attached: number;
    readonly reopened: number;
    readonly cleared: number;
    readonly suppressed: Readonly<Record<string, number>>;
    readonly held: number;
    readonly pending: number;
    readonly balanced: boolean;
  };
  readonly receivers: readonly {
    readonly receiverId: string;
    readonly caseEvents: number;
    readonly delivered: number;
    readonly filtered: number;
    readonly failed: number;
    readonly pending: number;
    readonly balanced: boolean;
  }[];
}

/** Where the numbers come from: each side counts for itself, in its own transactions. */
export interface AccountSources {
  readonly rules: {
    readonly received: number;
    readonly decoded: number;
    readonly duplicate: number;
    readonly deadLettered: number;
    readonly candidates: number;
    readonly clears: number;
  };
  /** Device messages in the inbox behind the rules cursor. */
  readonly unreadMessages: number;
  readonly series: { readonly points: number; readonly stored: number; readonly deadLettered: number };
  readonly candidates: {
    readonly opened: number;
    readonly attached: number;
    readonly reopened: number;
    readonly cleared: number;
    readonly suppressed: Readonly<Record<string, number>>;
    readonly held: number;
    readonly decided: number;
  };
  /** Candidates in the outbox that records have no outcome for. */
  readonly undecided: number;
  readonly receivers: readonly {
    readonly receiverId: string;
    readonly caseEvents: number;
    readonly delivered: number;
    readonly filtered: number;
    readonly failed: number;
    readonly pending: number;
  }[];
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
