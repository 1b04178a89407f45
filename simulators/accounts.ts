/** The gateway's books as the lab read them, and what the lab found when it added them up itself. */
export interface Audit {
  /** The gateway says so and the lab's own sums agree. */
  readonly balanced: boolean;
  /** Sums that do not come out, in words. */
  readonly differences: readonly string[];
  /** Things not worked off yet: messages, points, candidates and case events together. */
  readonly pending: number;
  readonly books: unknown;
}

type Book = Readonly<Record<string, unknown>>;

const isBook = (value: unknown): value is Book => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A number, or the sum of a breakdown such as `suppressed: { TEST: 2 }`; undefined when there is none. */
function amount(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (!isBook(value)) return undefined;
  return Object.values(value).reduce<number>((sum, part) => sum + (amount(part) ?? 0), 0);
}

interface Equation {
  readonly total: string;
  readonly parts: readonly string[];
}

/** The published equations. */
const EQUATIONS: Readonly<Record<string, Equation>> = {
  messages: { total: 'received', parts: ['decoded', 'duplicate', 'deadLettered', 'givenUp', 'pending'] },
  series: { total: 'points', parts: ['stored', 'deadLettered', 'pending'] },
  candidates: {
    total: 'emitted',
    parts: ['opened', 'attached', 'reopened', 'cleared', 'suppressed', 'held', 'pending'],
  },
};
const RECEIVER: Equation = { total: 'caseEvents', parts: ['delivered', 'filtered', 'failed', 'pending'] };

function differenceIn(name: string, book: unknown, { total, parts }: Equation): string[] {
  if (!isBook(book)) return [`${name}: no such account`];
  const sum = amount(book[total]);
  const added = parts.reduce((all, key) => all + (amount(book[key]) ?? 0), 0);
  if (sum === added) return [];
  return [`${name}: ${total} ${sum} is not ${parts.map((key) => `${key} ${amount(book[key]) ?? 0}`).join(' + ')}`];
}

/** Adds up `GET /v1/accounts`. `acknowledged`: PUBACKs the lab got, at least so many messages must have been received. */
export function audit(books: unknown, acknowledged: number): Audit {
  if (!isBook(books)) return { balanced: false, differences: ['the accounts are no object'], pending: 0, books };
  const receivers: unknown[] = Array.isArray(books['receivers']) ? books['receivers'] : [];
  const messages = books['messages'];
  const received = isBook(messages) ? (amount(messages['received']) ?? 0) : 0;
  const differences = [
    ...Object.entries(EQUATIONS).flatMap(([name, equation]) => differenceIn(name, books[name], equation)),
    ...receivers.flatMap((book, index) => differenceIn(`receiver ${index + 1}`, book, RECEIVER)),
    ...(received < acknowledged ? [`messages: ${acknowledged} were acknowledged, only ${received} received`] : []),
  ];
  const parts = [...Object.keys(EQUATIONS).map((name) => books[name]), ...receivers];
  const pending = parts.reduce<number>((sum, book) => sum + (isBook(book) ? (amount(book['pending']) ?? 0) : 0), 0);
  return { balanced: books['balanced'] === true && differences.length === 0, differences, pending, books };
}
