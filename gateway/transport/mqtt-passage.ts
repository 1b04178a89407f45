import type { AedesPublishPacket } from 'aedes';
import type { Clock } from '../clock.ts';
import { toGatewayError } from '../errors.ts';
import type { Rejection } from '../model/decoded.ts';
import type { Login } from '../model/login.ts';
import type { Arrival } from '../model/message.ts';
import { publishRight } from './mqtt-access.ts';

export interface PassageTools {
  readonly maxPayload: number;
  readonly clock: Pick<Clock, 'now' | 'wait'>;
  append(arrival: Arrival): Promise<unknown>;
  /** A message was refused; its sender is told by the time this resolves, and the connection ends soon after. */
  rejected(login: Login, topic: string, rejection: Rejection): unknown;
  /** A message reached the inbox, or did not. */
  settled(fate: 'accepted' | 'not_stored'): void;
}

/** A rejected publisher is told first, on `down/rejected` or `v1/feedback/{orgCode}/rejected`; the connection closes this long after. */
export const GOODBYE_MS = 50;

/**
 * The way into the inbox for what aedes handles itself, QoS 2 and wills: inside `authorizePublish`, the only hook aedes awaits
 * before PUBACK and PUBREC. An error there closes the connection without one: the only "no" MQTT 3.1.1 has.
 */
export function createPassage(
  tools: PassageTools,
): (login: Login, packet: AedesPublishPacket, done: (error?: Error | null) => void) => void {
  const { clock, maxPayload } = tools;

  return (login, packet, done) => {
    const refuse = async (rejection: Rejection) => {
      await tools.rejected(login, packet.topic, rejection);
      await clock.wait(GOODBYE_MS);
      done(new Error(rejection.code));
    };
    const right = publishRight(login, packet.topic);
    if (right.to === 'nowhere') return void refuse({ code: right.code, detail: right.detail });
    if (right.to === 'broker') return done(null);
    const payload = packet.payload as Buffer;
    if (payload.length > maxPayload) return void refuse(tooLarge(maxPayload, payload.length));
    packet.topic = right.topic;
    const appended = tools.append({
      receivedAt: clock.now(),
      transport: 'mqtt',
      vendor: right.to === 'feedback' ? 'feedback' : right.vendor,
      device: right.to === 'feedback' ? right.orgCode : right.device,
      topic: right.topic,
      payload,
      qos: packet.qos,
      retain: packet.retain,
      dup: packet.dup,
    });
    if (packet.qos === 0) done(null); // nothing is promised at QoS 0, so nothing waits for the disk
    appended.then(
      () => {
        tools.settled('accepted');
        if (packet.qos > 0) done(null);
      },
      (error: unknown) => {
        tools.settled('not_stored');
        if (packet.qos > 0) done(toGatewayError(error));
      },
    );
  };
}

/** Why a message is larger than may be received; without `length` nobody waited to count it. */
export function tooLarge(maxPayload: number, length?: number): Rejection {
  const counted = length === undefined ? '' : `${length} bytes; `;
  return {
    code: 'PAYLOAD_TOO_LARGE',
    detail: `${counted}at most ${maxPayload} are taken: send smaller batches`,
  };
}
