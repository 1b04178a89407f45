/** Both directions of accountability: from a case back to the bytes it came from, and from a moment to why there is no case. */
import { createHash } from 'node:crypto';
import { adapterFor } from '../adapters/registry.ts';
import { decodeCandidate } from './candidate-codec.ts';
import type { CaseHistory, DecidedCandidate } from './cases/case-history.ts';
import type { Cases } from './cases/cases.ts';
import type { City } from './city/city.ts';
import type { DeliveryService } from './delivery/delivery.ts';
import { GatewayError, toGatewayError } from './errors.ts';
import type { Inbox } from './inbox/inbox.ts';
import { channelTable, checkChannels } from './ingest/channel-check.ts';
import type { DeviceDirectory } from './ingest/device-directory.ts';
import { doubterOf } from './ingest/doubts.ts';
import type { Doubt } from './model/decoded.ts';
import type { Device, DeviceType } from './model/device.ts';
import type { RawMessage } from './model/message.ts';
import type { Observation } from './model/observation.ts';
import type { Records } from './records/records.ts';
import { redact, redactDetail, redactObservation, wordsOf } from './redact.ts';
import type { RulesEngine } from './rules/engine.ts';
import { type Restricted, restrictedOf, type Sight } from './sight.ts';

export interface ExplainParts {
  readonly inbox: Pick<Inbox, 'read' | 'head'>;
  readonly records: Pick<Records, 'read'>;
  readonly rules: Pick<RulesEngine, 'device' | 'outbox' | 'why'>;
  readonly cases: Pick<Cases, 'get' | 'caseHistory'>;
  readonly delivery: Pick<DeliveryService, 'deliveries'>;
  readonly directory: Pick<DeviceDirectory, 'get'>;
  readonly deviceTypes: ReadonlyMap<string, DeviceType>;
  readonly city: Pick<City, 'category'>;
}

/** ms before and behind the moment asked for. */
const WINDOW_MS = 600_000;
/** Messages a moment is explained with; of more, those nearest to it. */
const MAX_PACKETS = 100;
/** Commits read while looking for them; a busy inbox beyond that is said to be cut. */
const MAX_COMMITS = 5_000;
const MAX_ROWS = 100;
/** What is looked at again was counted when it came. */
const UNCOUNTED = { inc: () => undefined };

interface Refusal {
  readonly code: string;
  readonly detail: string;
}

interface Packet
  extends Pick<RawMessage, 'position' | 'transport' | 'topic' | 'qos' | 'retain' | 'dup' | 'receivedAt'> {
  readonly bytes: number;
  readonly sha256: string;
  /** Redacted. */
  readonly payload: string;
  readonly observations?: readonly Observation[];
  readonly refused?: Refusal;
  /** What of it is stored and not believed. */
  readonly doubt?: Pick<Doubt, 'code' | 'path'>;
}

/** A message of a restricted category, to a caller who may not see it: that there was one, not what it said. */
interface HiddenPacket extends Pick<RawMessage, 'position' | 'transport' | 'receivedAt'> {
  readonly hidden: string;
}

/** A message as it lies in the inbox, its payload without what could be personal, and what its adapter makes of it. */
function packetOf(
  message: RawMessage,
  device: Device | undefined,
  { deviceTypes }: Pick<ExplainParts, 'deviceTypes'>,
): Packet {
  const type = device && deviceTypes.get(device.typeId);
  const words = wordsOf(type);
  const { position, topic, qos, retain, dup, transport, receivedAt, payload } = message;
  const packet = {
    ...{ position, transport, topic, qos, retain, dup, receivedAt, bytes: payload.length },
    sha256: createHash('sha256').update(payload).digest('hex'),
    payload: redact(payload, words),
  };
  if (!device) return { ...packet, refused: { code: 'DEVICE_UNKNOWN', detail: 'the device is not registered' } };
  try {
    const read = adapterFor(message)?.decode(message, device) ?? [];
    const checked = type ? checkChannels(read, channelTable(type, UNCOUNTED)) : read;
    const doubt = type && doubterOf(type)(checked, message);
    const observations = checked.map((one) => redactObservation(one, words));
    return { ...packet, observations, ...(doubt && { doubt: { code: doubt.code, path: doubt.path } }) };
  } catch (error) {
    const { code, detail } = toGatewayError(error);
    return { ...packet, refused: { code, detail: redactDetail(detail) } };
  }
}

/** Whether a message speaks of restricted matters; one that nobody understands could. */
function isHidden(message: RawMessage, device: Device, restricted: Restricted): boolean {
  if (!restricted.any) return false;
  try {
    return (adapterFor(message)?.decode(message, device) ?? []).some(restricted.observation);
  } catch {
    return true;
  }
}

/** The message at a position, unless the inbox has let it go. */
function packetAt(parts: ExplainParts, { commit, frame }: RawMessage['position']) {
  const { inbox, directory } = parts;
  const [found] = inbox.read(commit - 1, 1);
  const message = found?.commit === commit ? found.messages[frame] : undefined;
  return message
    ? packetOf(message, directory.get(`${message.vendor}/${message.device}`), parts)
    : { position: { commit, frame }, gone: 'the inbox keeps raw messages for a day at least; this one is older' };
}

/**
 * From the case back: the packets its candidates were decided on, the rule with its inputs, what the pipeline made of each
 * candidate, case events, deliveries, feedback. Throws CASE_NOT_FOUND.
 */
export function explainCase(parts: ExplainParts, caseNo: string): unknown {
  const record = parts.cases.get(caseNo);
  const history: CaseHistory | undefined = parts.cases.caseHistory(caseNo);
  if (!record || !history) throw new GatewayError('CASE_NOT_FOUND', `there is no case ${caseNo}`);
  const deadLetters = parts.records.read.all<Refusal>(
    `SELECT dead_letter_id AS deadLetterId, code, detail FROM dead_letter WHERE device_id IN (SELECT value FROM json_each(?))
     AND received_at BETWEEN ? AND ? LIMIT ${MAX_ROWS}`,
    ...[JSON.stringify(record.devices), record.firstAt, record.lastAt],
  );
  const { items: deliveries } = parts.delivery.deliveries({ caseNo, limit: 1_000 });
  const packets = new Map<string, unknown>();
  for (const { position } of history.candidates.slice(0, MAX_PACKETS))
    packets.set(`${position.commit}-${position.frame}`, packetAt(parts, position));
  return {
    caseNo,
    verdict: record.verdict,
    evidence: record.evidence,
    packets: [...packets.values()],
    ...history,
    deliveries,
    deadLetters: deadLetters.map((one) => ({ ...one, detail: redactDetail(one.detail) })),
  };
}

/** The first commit that arrived at `at` or later, by bisection: times of arrival only grow. */
function commitAt(inbox: ExplainParts['inbox'], at: number): number {
  let low = inbox.read(0, 1)[0]?.commit ?? 1;
  let high = inbox.head() + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [found] = inbox.read(middle - 1, 1);
    if ((found?.messages[0]?.receivedAt ?? Number.POSITIVE_INFINITY) >= at) high = middle;
    else low = Math.max(found?.commit ?? middle, middle) + 1;
  }
  return low;
}

function messagesAround(parts: ExplainParts, deviceId: string, from: number, to: number) {
  const { inbox } = parts;
  const found: RawMessage[] = [];
  let looked = 0;
  for (let after = Math.max(0, commitAt(inbox, from) - 2); looked < MAX_COMMITS; ) {
    const commits = inbox.read(after, 1_024);
    for (const { messages } of commits)
      for (const message of messages)
        if (
          `${message.vendor}/${message.device}` === deviceId &&
          message.receivedAt >= from &&
          message.receivedAt <= to
        )
          found.push(message);
    looked += commits.length;
    const last = commits.at(-1);
    if (!last || (last.messages.at(-1)?.receivedAt ?? to) > to) return { found, cut: false };
    after = last.commit;
  }
  return { found, cut: true };
}

interface CandidateRow {
  readonly candidateId: string;
  readonly type: 'raise' | 'clear';
  readonly outcome: string;
  readonly reason: string | null;
  readonly caseNo: string | null;
  readonly at: number;
  readonly decidedAt: number;
  readonly restricted: 0 | 1;
  readonly body: Uint8Array;
}

/** Stands for what became of a candidate whose case the caller may not see. */
const HIDDEN = 'hidden';

type Decision = Omit<DecidedCandidate, 'position'> & {
  readonly reason?: string;
  readonly caseNo?: string;
  /** Its category concerns persons. */
  readonly restricted: boolean;
};
type Shown = Omit<Decision, 'restricted'>;
/** A decision of which no more is told than that there was one. */
type HiddenDecision = Pick<Decision, 'type' | 'at' | 'decidedAt'> & { readonly outcome: typeof HIDDEN };

function decisionsAround({ records }: ExplainParts, deviceId: string, from: number, to: number): Decision[] {
  return records.read
    .all<CandidateRow>(
      `SELECT candidate_id AS candidateId, type, outcome, reason, case_no AS caseNo, at, decided_at AS decidedAt, restricted, body
       FROM candidate WHERE decided_at BETWEEN ? AND ? ORDER BY decided_at LIMIT 10000`,
      ...[from, to],
    )
    .flatMap(({ body, reason, caseNo, restricted, ...row }) => {
      const { deviceId: of, source, verdict } = decodeCandidate(body);
      if (of !== deviceId) return [];
      const { ruleId: id, ruleVersion: version, episode, inputs } = verdict;
      return {
        ...{ ...row, deviceId, source, rule: { id, version, episode, inputs }, restricted: restricted === 1 },
        ...(reason === null ? {} : { reason }),
        ...(caseNo === null ? {} : { caseNo }),
      };
    })
    .slice(0, MAX_ROWS);
}

/** A decision as a caller may know it: of what is not theirs to see neither the case nor the rule nor what it saw. */
function shownTo(sight: Sight, { get }: ExplainParts['cases'], decision: Decision): Shown | HiddenDecision {
  const { restricted, ...shown } = decision;
  const record = decision.caseNo === undefined ? undefined : get(decision.caseNo);
  const visible = record ? sight.sees(record) : sight.restricted || !restricted;
  if (visible) return shown;
  const { type, at, decidedAt } = decision;
  return { type, at, decidedAt, outcome: HIDDEN };
}

/** The stage at which the way to a case ended, and why, in one sentence. */
function conclude(found: {
  packets: readonly (Packet | HiddenPacket)[];
  refused: readonly Refusal[];
  decisions: readonly (Shown | HiddenDecision)[];
  waiting: readonly string[];
}): { readonly stage: string; readonly reason: string; readonly caseNo?: string } {
  const raised = found.decisions.filter(({ type }) => type === 'raise');
  const shown = raised.flatMap((decision) => ('rule' in decision ? decision : []));
  const made = shown.find(({ caseNo }) => caseNo !== undefined);
  if (made?.caseNo)
    return { stage: 'raise', reason: `case ${made.caseNo}: candidate ${made.outcome}`, caseNo: made.caseNo };
  if (shown.length < raised.length)
    return { stage: 'raise', reason: 'something was decided that this caller may not see' };
  const dropped = shown[0];
  if (dropped)
    return { stage: 'pipeline', reason: `candidate ${dropped.outcome}: ${dropped.reason ?? 'no reason kept'}` };
  if (found.waiting.length > 0) return { stage: 'pipeline', reason: 'its candidate waits for the pipeline' };
  const refusal =
    found.packets.flatMap((packet) => ('refused' in packet ? packet.refused : undefined) ?? [])[0] ?? found.refused[0];
  if (refusal) return { stage: 'decode', reason: `${refusal.code}: ${refusal.detail}` };
  if (found.packets.length === 0)
    return { stage: 'receive', reason: 'no message of this device is in the inbox for that time' };
  const doubt = found.packets.flatMap((packet) => ('doubt' in packet ? packet.doubt : undefined) ?? [])[0];
  const doubted = doubt ? `; a message was not believed: ${doubt.code} at ${doubt.path}` : '';
  return {
    stage: 'rules',
    reason: `its messages were understood, and no rule decided that there is trouble; see rules${doubted}`,
  };
}

/** How the rules of a device stand, without those of restricted categories and what they look at. */
function rulesOf({ rules, deviceTypes }: ExplainParts, device: Device, restricted: Restricted) {
  const state = rules.device(device.deviceId);
  return {
    rules: (deviceTypes.get(device.typeId)?.rules ?? []).filter(({ id }) => !restricted.rule(id)),
    state: state && {
      ...state,
      channels: state.channels.filter(({ channel }) => !restricted.source(channel)),
      episodes: state.episodes.filter(({ ruleId }) => !restricted.rule(ruleId)),
      states: state.states.filter(({ source }) => !restricted.source(source)),
    },
    /** Of each rule: what it saw, its limits, where it stands, and why it says nothing. */
    why: (rules.why(device.deviceId) ?? []).filter(({ ruleId }) => !restricted.rule(ruleId)),
  };
}

/**
 * Why a device raised no case around a moment (epoch ms): its messages, what was refused, how its rules stand and what they
 * decided, and the stage at which the way ended. Of cases that `sight` denies, and without its `restricted` of anything that is
 * of a restricted category, no more is told than that there is something. Throws DEVICE_UNKNOWN.
 */
export function explainDevice(parts: ExplainParts, deviceId: string, at: number, sight: Sight): unknown {
  const { directory, rules, deviceTypes, records, city } = parts;
  const device = directory.get(deviceId);
  if (!device)
    throw new GatewayError('DEVICE_UNKNOWN', `${deviceId} is not registered; PUT /v1/devices/${deviceId} first`);
  const isRestricted = (category: string) => city.category(category)?.restricted ?? false;
  const restricted = restrictedOf(deviceTypes.get(device.typeId), isRestricted, sight);
  const [from, to] = [at - WINDOW_MS, at + WINDOW_MS];
  const { found, cut } = messagesAround(parts, deviceId, from, to);
  const nearest = [...found].sort((a, b) => Math.abs(a.receivedAt - at) - Math.abs(b.receivedAt - at));
  const packets = nearest
    .slice(0, MAX_PACKETS)
    .sort((a, b) => a.receivedAt - b.receivedAt)
    .map((message): Packet | HiddenPacket => {
      if (!isHidden(message, device, restricted)) return packetOf(message, device, parts);
      const { position, transport, receivedAt } = message;
      return { position, transport, receivedAt, hidden: 'may be of a restricted category' };
    });
  const refused = records.read
    .all<{ deadLetterId: string; code: string; detail: string; receivedAt: number }>(
      `SELECT dead_letter_id AS deadLetterId, code, detail, received_at AS receivedAt FROM dead_letter
       WHERE device_id = ? AND received_at BETWEEN ? AND ? LIMIT ${MAX_ROWS}`,
      ...[deviceId, from, to],
    )
    .map((one) => ({ ...one, detail: redactDetail(one.detail) }));
  const decisions = decisionsAround(parts, deviceId, from, to).map((found) => shownTo(sight, parts.cases, found));
  const waiting = rules.outbox
    .keys()
    .filter(
      (key) => key.startsWith(`${deviceId}#`) && (sight.restricted || !isRestricted(key.split('|').at(-1) ?? '')),
    );
  return {
    device,
    at,
    conclusion: conclude({ packets, refused, decisions, waiting }),
    ...{ packets, packetsCut: cut || found.length > MAX_PACKETS },
    ...rulesOf(parts, device, restricted),
    ...{ refused, decisions, waiting },
  };
}
