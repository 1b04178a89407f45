import { randomBytes, randomInt } from 'node:crypto';
import type { Case, CaseEvent } from '../model/case.ts';
import { binaryHeaders, eventIdOf, protobufOf, structuredJson, testJson, testProtobuf } from './case-event.ts';
import type { ReceiverContentType } from './receiver.ts';
import { newSecret, signatureHeaders } from './signature.ts';

/** What a receiver did with one delivery. */
export interface Answered {
  /** Absent when there was no answer. */
  readonly status?: number;
  readonly error?: string;
  readonly ms: number;
}

/** Posts one delivery; never rejects. */
export type Post = (headers: Readonly<Record<string, string>>, body: string | Uint8Array) => Promise<Answered>;

export interface CheckResult extends Answered {
  /** Stays the same over versions. */
  readonly id: string;
  readonly what: string;
  /** False: it is only advisable. */
  readonly must: boolean;
  readonly passed: boolean;
  /** Why it matters, where it failed. */
  readonly advice?: string;
}

/** A delivery as it is sent: what is wrong with it is wrong on purpose. */
interface Sample {
  readonly event: CaseEvent;
  /** ms that the signature's time is off. */
  readonly off?: number;
  readonly secrets?: readonly string[];
  readonly headers?: (signed: Record<string, string>) => Record<string, string>;
  readonly body?: (signed: string | Uint8Array) => string | Uint8Array;
}

interface Check {
  readonly id: string;
  readonly what: string;
  readonly must?: false;
  /** Whether a receiver is to take it or to refuse it. */
  readonly to: 'take' | 'refuse';
  readonly advice: string;
  readonly send: (samples: Samples) => Sample | 'test';
}

/** Events of two cases that are exercises, as the gateway would send them. */
interface Samples {
  readonly secret: string;
  readonly raised: CaseEvent;
  readonly updated: CaseEvent;
  readonly closed: CaseEvent;
  readonly other: CaseEvent;
}

const MINUTE = 60_000;
const GATEWAY = 'gw-conform';

function sampleCase(caseNo: string, now: number): Case {
  return {
    ...{
      caseNo,
      candidateId: `${GATEWAY}-${caseNo}`,
      categoryCode: 'E0498',
      catalogueVersion: 'conform',
      kind: 'ALARM',
    },
    ...{ categoryName: { zh: '火灾', en: 'fire' }, severity: 1, certainty: 0.9, step: 1, subState: 'RAISED' },
    location: { lon: 108.93, lat: 34.26, crs: 'wgs84' },
    ...{ gridCode: 'G001', grids: [{ system: 'conform', version: '1', code: 'G001', path: ['G001'] }] },
    ...{ responsibleDept: 'fire', responderRole: 'fire-post', orgCode: 'conform', restricted: false, simulated: true },
    ...{ responseDeadline: now + 3 * MINUTE, disposalDeadline: now + 120 * MINUTE },
    ...{ firstAt: now, lastAt: now, raisedAt: now, devices: ['conform/smoke-1'], occurrences: 1, evidence: [] },
    verdict: { ruleId: 'smoke-alarm', ruleVersion: 'conform', episode: 1, inputs: { active: true } },
    ...{ activeEpisodes: [], attachKey: '' },
  };
}

/** Numbers of the year 9999, so that they are nobody's; new ones each time, so that a run is no repetition of the last. */
function samplesAt(now: number, secret: string): Samples {
  const first = randomInt(1, 9_999_990);
  const caseNo = (offset: number) => `9912S${String(first + offset).padStart(7, '0')}`;
  const base = randomInt(1, 2 ** 40);
  const event = (sequence: number, type: CaseEvent['type'], record: Case): CaseEvent => ({
    ...{ sequence: base + sequence, type, caseNo: record.caseNo, at: now, case: record },
    reason: 'a conformance check: no case stands behind it',
  });
  const raised = sampleCase(caseNo(0), now);
  return {
    secret,
    raised: event(1, 'raised', raised),
    updated: event(2, 'updated', { ...raised, occurrences: 2 }),
    closed: event(4, 'closed', { ...raised, step: 6, subState: 'CLOSED', closedAt: now }),
    other: event(5, 'raised', sampleCase(caseNo(1), now)),
  };
}

/** In the order in which they are sent: later ones build on what earlier ones told the receiver. */
const CHECKS: readonly Check[] = [
  {
    ...{ id: 'signed', what: 'takes a signed event', to: 'take' },
    advice:
      'verify HMAC-SHA256 over "{webhook-id}.{webhook-timestamp}.{body}" with the bytes behind whsec_, over the raw body',
    send: ({ raised }) => ({ event: raised }),
  },
  {
    ...{ id: 'duplicate', what: 'takes an event it has, again, without an error', to: 'take' },
    advice: 'answer 2xx (or 409) to a webhook-id you have: deliveries come at least once',
    send: ({ raised }) => ({ event: raised }),
  },
  {
    ...{ id: 'next', what: 'takes the case’s next event', to: 'take' },
    advice: 'a case goes on in events of the same subject',
    send: ({ closed }) => ({ event: closed }),
  },
  {
    ...{ id: 'out-of-order', what: 'takes an event from before one it has', to: 'take' },
    advice: 'a replay or an event that had been given up comes late: keep the newest `sequence`, and answer 2xx',
    send: ({ updated }) => ({ event: updated }),
  },
  {
    ...{ id: 'rotation', what: 'takes an event with two signatures, of which the second is right', to: 'take' },
    advice: 'try every signature of the header: during a rotation there are two',
    send: ({ other, secret }) => ({ event: other, secrets: [newSecret(), secret] }),
  },
  {
    ...{ id: 'test', what: 'takes a test event, which holds no case', to: 'take' },
    advice: 'answer 2xx to types you do not know, cn.grid.case.test.v1 among them, and do nothing',
    send: () => 'test',
  },
  {
    ...{ id: 'unsigned', what: 'refuses an event without a signature', to: 'refuse' },
    advice: 'without the headers anybody could raise cases: answer 401',
    send: ({ other }) => ({
      event: other,
      headers: ({ 'webhook-signature': _none, ...rest }) => rest,
    }),
  },
  {
    ...{ id: 'bad-signature', what: 'refuses a signature by another secret', to: 'refuse' },
    advice: 'compare the whole signature, in constant time; answer 401',
    send: ({ other }) => ({ event: other, secrets: [newSecret()] }),
  },
  {
    ...{ id: 'tampered', what: 'refuses a body that was changed after it was signed', to: 'refuse' },
    advice: 'verify the bytes as they came, before any parsing',
    send: ({ other }) => ({
      event: other,
      body: (signed) => (typeof signed === 'string' ? signed.replace('fire', 'Fire') : Uint8Array.of(...signed, 0)),
    }),
  },
  {
    ...{ id: 'old', what: 'refuses a signature ten minutes old', to: 'refuse' },
    advice: 'refuse a webhook-timestamp more than five minutes off, or a recorded delivery can be played again',
    send: ({ other }) => ({ event: other, off: -10 * MINUTE }),
  },
  {
    ...{ id: 'early', what: 'refuses a signature ten minutes ahead', to: 'refuse', must: false },
    advice: 'refuse a webhook-timestamp more than five minutes off, either way',
    send: ({ other }) => ({ event: other, off: 10 * MINUTE }),
  },
];

export const CHECK_IDS: readonly string[] = CHECKS.map(({ id }) => id);

interface Sending {
  readonly contentType: ReceiverContentType;
  /** Epoch ms of the machine. */
  readonly now: number;
  readonly secret: string;
}

function testDelivery({ contentType, now, secret }: Sending) {
  const event = { id: `${GATEWAY}-test-${randomBytes(8).toString('hex')}`, receiverId: 'conform', at: now };
  const { headers, body } =
    contentType === 'application/protobuf'
      ? testProtobuf(GATEWAY, event)
      : { headers: {}, body: testJson(GATEWAY, event) };
  return { body, headers: { ...headers, ...signatureHeaders([{ secret }], event.id, now, body) } };
}

function delivery(sample: Sample, { contentType, now, secret }: Sending) {
  const { event, off = 0, secrets = [secret], headers = (signed) => signed, body = (signed) => signed } = sample;
  const isProtobuf = contentType === 'application/protobuf';
  const bytes = isProtobuf ? protobufOf(GATEWAY, event) : structuredJson(GATEWAY, event);
  const signed = signatureHeaders(
    secrets.map((one) => ({ secret: one })),
    ...([eventIdOf(GATEWAY, event.sequence), now + off, bytes] as const),
  );
  return { body: body(bytes), headers: headers({ ...(isProtobuf ? binaryHeaders(GATEWAY, event) : {}), ...signed }) };
}

const isTaken = ({ status }: Answered) => status !== undefined && ((status >= 200 && status < 300) || status === 409);
/** 410 would end all deliveries, and a 5xx says that the receiver fell over, not that it saw through it. */
const isRefused = ({ status }: Answered) => status !== undefined && status >= 400 && status < 500 && status !== 410;

/**
 * Holds a receiver to what the gateway sends, by its answers alone: valid, repeated and late events are to be taken, forged,
 * changed and stale ones refused. Everything it is sent is marked as simulated. `now`: epoch ms of the machine.
 */
export async function checkReceiver(options: {
  readonly post: Post;
  readonly secret: string;
  readonly contentType: ReceiverContentType;
  readonly now: () => number;
}): Promise<readonly CheckResult[]> {
  const { post, secret, contentType, now } = options;
  const samples = samplesAt(now(), secret);
  const type = contentType === 'application/protobuf' ? contentType : 'application/cloudevents+json; charset=utf-8';
  const results: CheckResult[] = [];
  // One after the other: each builds on those before.
  for (const { id, what, must = true, to, advice, send } of CHECKS) {
    const sending: Sending = { contentType, secret, now: now() };
    const sample = send(samples);
    const { headers, body } = sample === 'test' ? testDelivery(sending) : delivery(sample, sending);
    const answered = await post({ ...headers, 'content-type': type }, body);
    const passed = to === 'take' ? isTaken(answered) : isRefused(answered);
    results.push({ id, what, must, passed, ...answered, ...(passed ? {} : { advice }) });
  }
  return results;
}
