import type { Evidence } from './case.ts';
import { FEEDBACK_TYPES, type Feedback } from './feedback.ts';

/** A time as every face takes it in a document: epoch milliseconds, or RFC 3339 with a zone. */
export const INSTANT = String.raw`^(\d{1,16}|\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d))$`;

export const instantSchema = {
  anyOf: [
    { type: 'integer', minimum: 0 },
    { type: 'string', pattern: INSTANT },
  ],
  description: 'epoch milliseconds, or RFC 3339 with a zone',
  examples: ['2025-12-03T08:00:00+08:00', 1764720000000],
} as const;

const LAST = 8.64e15;
const DATE = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d)/;

/** Epoch ms of a time that fits INSTANT; undefined for one that no calendar has, such as 30 February. */
export function instantOf(value: string | number): number | undefined {
  const at = typeof value === 'number' ? value : /^\d+$/.test(value) ? Number(value) : dated(value);
  return at !== undefined && Number.isSafeInteger(at) && at >= 0 && at <= LAST ? at : undefined;
}

/** `Date.parse` takes 30 February for 2 March. */
function dated(value: string): number | undefined {
  const [, year, month, day, hour] = DATE.exec(value) ?? [];
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (!(Number(day) <= last) || Number(hour) > 23) return undefined;
  return Math.trunc(Date.parse(value));
}

const text = (description: string, maxLength: number) =>
  ({ type: 'string', maxLength, description: `${description} (at most ${maxLength} characters)` }) as const;

const evidenceItem = {
  type: 'object',
  properties: {
    kind: { type: 'string', enum: ['DOC', 'SNAPSHOT', 'CLIP', 'SERIES', 'EVENT'], description: 'DOC unless told' },
    // Consoles print it as a link: nothing but the web and paths of this server.
    uri: {
      ...{ type: 'string', maxLength: 1_000, pattern: '^(https?://|/)' },
      description: 'where it is: http, https or a path of this server',
    },
    capturedAt: { ...instantSchema, description: 'epoch milliseconds, or RFC 3339 with a zone; `at` unless told' },
    note: text('note', 256),
  },
  required: ['uri'],
  additionalProperties: false,
} as const;

/**
 * The feedback document as JSON Schema. Both faces hold what comes to it: HTTP as the body of
 * `POST /v1/cases/{caseNo}/feedback`, MQTT with `caseNo` required.
 */
export const feedbackDocument = {
  type: 'object',
  properties: {
    feedbackId: { type: 'string', minLength: 1, maxLength: 128, description: 'yours; repeating it changes nothing' },
    caseNo: text('the case of the path, when given', 32),
    type: { type: 'string', enum: FEEDBACK_TYPES },
    at: { ...instantSchema, description: `${instantSchema.description}; when it happened` },
    actorRole: text('role, never a name', 64),
    dept: text('department', 64),
    reason: text('why', 1_000),
    duplicateOf: text('case number, with DUPLICATE_OF', 32),
    until: { ...instantSchema, description: `${instantSchema.description}; the new deadline, with EXTENDED` },
    note: text('anything else', 4_000),
    evidence: { type: 'array', maxItems: 20, items: evidenceItem, description: 'by reference; kept with the case' },
  },
  required: ['feedbackId', 'type', 'at'],
  additionalProperties: false,
} as const;

type Time = string | number;

/** A document that fits the schema. */
export type FeedbackDocument = Omit<Feedback, 'at' | 'caseNo' | 'until' | 'evidence'> & {
  readonly at: Time;
  readonly caseNo?: string;
  readonly until?: Time;
  readonly evidence?: readonly (Omit<Evidence, 'kind' | 'capturedAt'> & {
    readonly kind?: Evidence['kind'];
    readonly capturedAt?: Time;
  })[];
};

/** What a document says, or the field that holds a time which does not exist. */
export function readFeedback(
  { at, until, evidence, ...rest }: FeedbackDocument,
  caseNo: string,
): { readonly feedback: Feedback } | { readonly path: string } {
  const happened = instantOf(at);
  if (happened === undefined) return { path: 'at' };
  const end = until === undefined ? undefined : instantOf(until);
  if (until !== undefined && end === undefined) return { path: 'until' };
  const items: Evidence[] = [];
  for (const [index, { kind = 'DOC', capturedAt = at, ...item }] of (evidence ?? []).entries()) {
    const taken = instantOf(capturedAt);
    if (taken === undefined) return { path: `evidence.${index}.capturedAt` };
    items.push({ ...item, kind, capturedAt: taken });
  }
  return {
    feedback: {
      ...rest,
      caseNo,
      at: happened,
      ...(end === undefined ? {} : { until: end }),
      ...(items.length === 0 ? {} : { evidence: items }),
    },
  };
}
