import { packet, text, u16 } from '../support/mqtt-raw.ts';

const TS_MARK = '1764720000000';
const SEQ_MARK = '1000000000';

/** A PUBLISH rendered once; `patch` writes time (epoch ms), sequence number and packet id into it. */
export interface Frame {
  readonly bytes: Buffer;
  patch(ts: number, seq: number, id: number): void;
}

function digits(into: Buffer, at: number, count: number, value: number): void {
  let left = value;
  for (let index = at + count - 1; index >= at; index--) {
    const rest = Math.floor(left / 10);
    into[index] = 48 + left - rest * 10;
    left = rest;
  }
}

export function renderFrame(device: number, kind: string, payload: string, qos: 0 | 1): Frame {
  const topic = text(`v1/lab/d${device}/${kind}`);
  const bytes = packet(0x30 | (qos << 1), topic, ...(qos ? [u16(0)] : []), Buffer.from(payload));
  const [tsAt, seqAt] = [bytes.indexOf(TS_MARK), bytes.indexOf(SEQ_MARK)];
  const idAt = bytes.length - Buffer.byteLength(payload) - 2;
  return {
    bytes,
    patch(ts, seq, id) {
      digits(bytes, tsAt, TS_MARK.length, ts);
      digits(bytes, seqAt, SEQ_MARK.length, seq);
      if (qos) bytes.writeUInt16BE(id, idAt);
    },
  };
}

/** CONNECT of a lab device: clean session, keep alive 600 s. */
export function loginPacket(device: number): Buffer {
  const name = `lab/d${device}`;
  return packet(0x10, text('MQTT'), Buffer.from([4, 0xc2]), u16(600), text(name), text(name), text('lab'));
}
