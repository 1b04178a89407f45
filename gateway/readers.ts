import type { Clock } from './clock.ts';
import type { Decoding } from './decoding.ts';
import { type GatewayError, toGatewayError } from './errors.ts';
import type { Commit, Inbox } from './inbox/inbox.ts';
import type { DeadLetters } from './ingest/dead-letters.ts';
import type { DeviceDirectory } from './ingest/device-directory.ts';
import type { DeviceHealth } from './ingest/device-health.ts';
import { feedbackIdOf, parseFeedback } from './ingest/feedback-messages.ts';
import { type InboxReader, startReader } from './ingest/reader.ts';
import { type Rejections, seqOf } from './ingest/rejections.ts';
import type { Turns } from './ingest/turns.ts';
import type { Watermark } from './ingest/watermark.ts';
import type { Logger } from './log.ts';
import type { Decoded } from './model/decoded.ts';
import type { Feedback } from './model/feedback.ts';
import type { RawMessage } from './model/message.ts';
import type { RulesEngine } from './rules/engine.ts';
import type { Points } from './series/sink.ts';

/** Vendor name under which feedback by MQTT stands in the inbox; no device can have it. */
export const FEEDBACK = 'feedback';
/** Machine ms between two batches of the rules: part of every alarm's way, and half of what a commit to disk takes. */
const RULES_LINGER = 4;
/** What the rules take at once when they are behind: each batch ends with a commit to disk and waits for its turns. */
const RULES_BATCH = { frames: 8_192, bytes: 4 << 20 };
/** Machine ms between two looks for feedback: people send it, and nearly no commit holds any. */
const FEEDBACK_LINGER = 20;
/** Commits without feedback after which the feedback cursor is written all the same. */
const FEEDBACK_CURSOR_EVERY = 256;

export interface ReaderParts {
  readonly inbox: Inbox;
  readonly decoding: Decoding<Points>;
  readonly turns: Turns;
  readonly clock: Clock;
  readonly logger: Logger;
}

const isFeedback = (message: RawMessage) => message.vendor === FEEDBACK;
/** Nearly always a commit is all devices', and then nothing is copied. */
export const ofDevices = ({ messages, devices }: Commit) =>
  devices === messages.length ? messages : messages.filter((message) => !isFeedback(message));
const ofFeedback = ({ messages, devices }: Commit) => (devices === messages.length ? [] : messages.filter(isFeedback));
/** One list of several; most often there is only one. */
const joined = <T>(lists: readonly (readonly T[])[]): readonly T[] =>
  lists.length === 1 ? (lists[0] as readonly T[]) : ([] as T[]).concat(...lists);
/** Messages of devices in commits that were given up because nobody can read them any more. */
const givenUpIn = (batch: readonly Commit[]): number =>
  batch.reduce((sum, { devices, messages }) => sum + (messages.length === 0 ? devices : 0), 0);
export const lastOf = (batch: readonly Commit[]): number => batch.at(-1)?.commit ?? 0;

/**
 * The rules' reader: what was refused becomes a dead letter and what devices said of themselves is registered first, then
 * state, candidates, accounts and cursor commit as one.
 */
export function startRulesReader(
  parts: ReaderParts & {
    rules: RulesEngine;
    watermark: Watermark;
    deadLetters: DeadLetters;
    rejections: Rejections;
    health: Pick<DeviceHealth, 'saw'>;
    directory: Pick<DeviceDirectory, 'save'>;
  },
): InboxReader {
  const { inbox, decoding, turns, rules, watermark, deadLetters, rejections, clock, logger } = parts;
  return startReader({
    ...{ name: 'rules', log: inbox.follow(), from: rules.cursor, clock, logger },
    batch: RULES_BATCH,
    linger: RULES_LINGER,
    async work(batch) {
      const decoded: (readonly Decoded[])[] = [];
      for (const commit of batch) {
        await turns.mine();
        decoded.push(decoding.decoded(commit.commit, ofDevices(commit)));
      }
      await turns.mine();
      return joined(decoded);
    },
    async finish(batch, decoded) {
      const rejected = decoded.filter((entry) => entry.rejection !== undefined);
      await Promise.all([deadLetters.keep(rejected), parts.directory.save()]);
      const givenUp = givenUpIn(batch.filter(({ commit }) => commit > rules.cursor));
      await rules.process(decoded, lastOf(batch), givenUp);
      if (givenUp > 0) logger.warn({ messages: givenUp }, 'messages that cannot be read any more were given up');
      watermark.rearm();
      parts.health.saw(decoded);
      for (const { message, device, rejection } of rejected) {
        if (!rejection) continue;
        const seq = seqOf(message);
        rejections.notify({
          ...rejection,
          deviceId: device.deviceId,
          topic: message.topic,
          ...(seq === undefined ? {} : { seq }),
          receivedAt: message.receivedAt,
        });
      }
    },
  });
}

/** Times a word of feedback is tried that fails for a reason of the gateway's own; then its sender is told. */
const MAX_ATTEMPTS = 5;

/**
 * The reader of feedback that came by MQTT. What cannot be applied is answered on `v1/feedback/{orgCode}/rejected`; a defect
 * that stops one word does not stop the words behind it for ever.
 */
export function startFeedbackReader(
  parts: Omit<ReaderParts, 'decoding' | 'turns'> & {
    /** Applies what `orgCode` says of a case that is its business. */
    apply(feedback: Feedback, orgCode: string): Promise<unknown>;
    answer(orgCode: string, document: Record<string, unknown>): void;
  },
): InboxReader {
  const { inbox, clock, logger } = parts;
  let written = inbox.cursor(FEEDBACK);
  /** The word that failed last, and how often: those behind it wait. */
  let failing = { place: '', attempts: 0 };

  /** Whether the word may be tried again. An outage of the store is not the word's fault and never ends its tries. */
  const comesAgain = ({ position }: RawMessage, error: GatewayError): boolean => {
    if (!error.retry || error.code === 'RECORDS_FAILED') return error.retry;
    const place = `${position.commit}-${position.frame}`;
    failing = { place, attempts: failing.place === place ? failing.attempts + 1 : 1 };
    return failing.attempts < MAX_ATTEMPTS;
  };

  const applyOne = async (message: RawMessage): Promise<void> => {
    let feedback: Feedback | undefined;
    try {
      feedback = parseFeedback(message.payload);
      await parts.apply(feedback, message.device);
    } catch (error) {
      const reason = toGatewayError(error);
      if (comesAgain(message, reason)) throw reason;
      const { code, title, detail, path } = reason;
      const feedbackId = feedback?.feedbackId ?? feedbackIdOf(message.payload);
      if (reason.retry)
        logger.error({ err: reason, org: message.device }, 'feedback failed again and again and was refused');
      parts.answer(message.device, {
        code,
        title,
        detail,
        ...(path === undefined ? {} : { path }),
        ...(feedbackId === undefined ? {} : { feedbackId }),
        topic: message.topic,
      });
    }
  };

  return startReader({
    ...{ name: FEEDBACK, log: inbox.follow(), from: written, clock, logger, linger: FEEDBACK_LINGER },
    work: async (batch) => batch.flatMap(ofFeedback),
    async finish(batch, feedback) {
      for (const message of feedback) await applyOne(message);
      const last = lastOf(batch);
      if (feedback.length === 0 && last - written < FEEDBACK_CURSOR_EVERY) return;
      await inbox.setCursor(FEEDBACK, last);
      written = last;
    },
  });
}
