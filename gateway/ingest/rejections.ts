import protobuf from 'protobufjs/minimal.js';
import '../../proto/index.ts'; // makes 64-bit fields numbers
import type { Cancel, Clock } from '../clock.ts';
import { ERRORS, type ErrorCode } from '../errors.ts';
import type { Metrics } from '../metrics.ts';
import { rfc3339 } from '../model/case-json.ts';
import type { Rejection } from '../model/decoded.ts';
import type { RawMessage } from '../model/message.ts';

/** Tells devices and organisations what was wrong with their messages. */
export interface Rejections {
  /**
   * Notifies `v1/{vendor}/{device}/down/rejected`, or `v1/feedback/{orgCode}/rejected` where an organisation spoke: at most one notice
   * per second and sender, then one with `count`.
   */
  notify(
    notice: Rejection & { deviceId: string; orgCode?: string; topic: string; receivedAt: number; seq?: number },
  ): void;
  stop(): void;
}

/** Senders with a notice in the last second; beyond that notices are only counted. */
const MAX_SENDERS = 10_000;
const INTERVAL_MS = 1_000;

/** Payloads longer than this are not parsed again only to quote their number. */
const MAX_QUOTED = 4_096;

interface Held {
  count: number;
  last: Parameters<Rejections['notify']>[0];
}

export function createRejections(options: {
  publish(topic: string, payload: string): Promise<void>;
  clock: Clock;
  metrics: Metrics;
}): Rejections {
  const { publish, clock, metrics } = options;
  const rejected = metrics.counter('rejected_total', 'Messages refused or dead-lettered, by code', ['code']);
  const recent = new Map<string, Held>();

  const send = (address: string, notice: Held['last'], count: number) => {
    const { code, detail, path, topic, seq, receivedAt } = notice;
    const document = {
      code,
      title: ERRORS[code as ErrorCode]?.title ?? code,
      detail,
      ...(path === undefined ? {} : { path }),
      topic,
      ...(seq === undefined ? {} : { seq }),
      receivedAt: rfc3339(receivedAt),
      ...(count > 1 ? { count } : {}),
    };
    publish(address, JSON.stringify(document)).catch(() => undefined);
  };

  /** Once a second: what was held back goes out as one notice, quiet devices are forgotten. */
  const tick = () => {
    for (const [address, held] of recent) {
      if (held.count === 0) recent.delete(address);
      else {
        send(address, held.last, held.count);
        held.count = 0;
      }
    }
  };
  const cancel: Cancel = clock.every(INTERVAL_MS, tick);

  return {
    notify(notice) {
      rejected.inc({ code: notice.code });
      const address = addressOf(notice);
      if (address === undefined) return;
      const held = recent.get(address);
      if (held) {
        held.count++;
        held.last = notice;
      } else if (recent.size < MAX_SENDERS) {
        recent.set(address, { count: 0, last: notice });
        send(address, notice, 1);
      }
    },
    stop() {
      cancel();
      tick();
    },
  };
}

/** The topic that the sender can be told on; undefined for operators and in open mode, who have none. */
function addressOf({ orgCode, deviceId }: Pick<Held['last'], 'orgCode' | 'deviceId'>): string | undefined {
  if (orgCode !== undefined) return `v1/feedback/${orgCode}/rejected`;
  return deviceId.includes('/') ? `v1/${deviceId}/down/rejected` : undefined;
}

/** The sequence number a message gives itself, so that a device can tell which one a notice is about. */
export function seqOf({ topic, payload }: Pick<RawMessage, 'topic' | 'payload'>): number | undefined {
  if (payload.length > MAX_QUOTED) return undefined;
  const seq = topic.endsWith('/pb') ? seqOfProtobuf(payload) : seqOfJson(payload);
  return Number.isSafeInteger(seq) ? (seq as number) : undefined;
}

function seqOfJson(payload: Uint8Array): unknown {
  if (payload[0] !== 0x7b) return undefined;
  try {
    return (JSON.parse(Buffer.from(payload).toString()) as { seq?: unknown }).seq;
  } catch {
    return undefined;
  }
}

/** `seq` of `gridwarden.v1.Telemetry` and `DeviceEvent`: field 2, a varint, in both; and the highest number either has. */
const SEQ_TAG = (2 << 3) | 0;
const LAST_FIELD = 7;

/** Looks at the outermost fields only, so that it also finds the number in front of the place that cannot be understood. */
function seqOfProtobuf(payload: Uint8Array): number | undefined {
  const reader = protobuf.Reader.create(payload);
  try {
    while (reader.pos < reader.len) {
      const tag = reader.uint32();
      if (tag === SEQ_TAG) return Number(reader.uint64());
      if (tag >>> 3 === 0 || tag >>> 3 > LAST_FIELD) return undefined;
      reader.skipType(tag & 7);
    }
  } catch {
    // Cut short, or no protobuf at all.
  }
  return undefined;
}
