import type { Clock } from '../../gateway/clock.ts';
import type { Tap } from './tcp-proxy.ts';

/** How long the impostor keeps acknowledged messages in memory before it passes them on, ms. */
const HELD_MS = 50;
const PUBLISH = 3;
const PUBACK = 4;

/** Cuts a byte stream into MQTT packets (3.1.1 §2.2); whole packets only, the rest waits. */
function packets(onPacket: (packet: Buffer, body: number) => void): (bytes: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      let length = 0;
      let at = 1;
      for (let shift = 0; at < rest.length; shift += 7) {
        const byte = rest[at++] ?? 0;
        length |= (byte & 0x7f) << shift;
        if (byte < 0x80) break;
      }
      const complete = at > 1 && ((rest[at - 1] ?? 0x80) & 0x80) === 0 && rest.length >= at + length;
      if (!complete) return;
      onPacket(rest.subarray(0, at + length), at);
      rest = rest.subarray(at + length);
    }
  };
}

/**
 * A negative control: a broker that acknowledges on receive and stores later, as most do. It answers QoS 1 publishes itself,
 * keeps them 50 ms in memory, and hides the gateway's own acknowledgements. A harness that finds nothing lost behind it
 * could not see loss at all.
 */
export function ackFirst(clock: Clock): () => Tap {
  return () => {
    let forward: (bytes: Buffer) => void = () => undefined;
    let answer: (bytes: Buffer) => void = () => undefined;
    const up = packets((packet, body) => {
      const first = packet[0] ?? 0;
      if (first >> 4 === PUBLISH && ((first >> 1) & 3) === 1) {
        const id = body + 2 + packet.readUInt16BE(body);
        answer(Buffer.from([PUBACK << 4, 2, packet[id] ?? 0, packet[id + 1] ?? 0]));
      }
      void clock.wait(HELD_MS).then(() => forward(packet));
    });
    let pass: (bytes: Buffer) => void = () => undefined;
    const down = packets((packet) => {
      if ((packet[0] ?? 0) >> 4 !== PUBACK) pass(packet);
    });
    return {
      up(bytes, toServer, toClient) {
        forward = toServer;
        answer = toClient;
        up(bytes);
      },
      down(bytes, toClient) {
        pass = toClient;
        down(bytes);
      },
      // What it holds of a device that has left is still passed on.
      left: (end) => void clock.wait(2 * HELD_MS).then(end),
    };
  };
}
