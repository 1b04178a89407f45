import { readFileSync, statSync } from 'node:fs';
import { capturedPublishes } from '../../adapters/lib/mqtt-capture.ts';
import { MAX_FILE, readCapture } from '../../adapters/lib/onvif-capture.ts';
import { readEventJson } from '../../adapters/lib/onvif-json.ts';
import { notificationLine } from '../../adapters/lib/onvif-line.ts';
import { readNotification } from '../../adapters/lib/onvif-notification.ts';
import { type Interpretation, interpret } from '../../adapters/lib/onvif-signal.ts';
import { toGatewayError } from '../errors.ts';
import type { Device } from '../model/device.ts';
import type { RawMessage } from '../model/message.ts';
import type { Observation } from '../model/observation.ts';

/** What one captured file came to: the lines to print, whether all of it could be used, and whether all that could is believed. */
export interface DecodedCapture {
  readonly lines: readonly object[];
  readonly understood: boolean;
  readonly believed: boolean;
}

export interface CaptureContext extends Interpretation {
  readonly device: Device;
  readonly receivedAt: number;
}

/** The bytes of a capture. A file that is too long to be read is told from its length alone. */
export function readCaptureFile(file: string): Uint8Array {
  // One byte too many is enough for the reader to refuse it.
  return file !== '-' && statSync(file).size > MAX_FILE
    ? new Uint8Array(MAX_FILE + 1)
    : readFileSync(file === '-' ? 0 : file);
}

/**
 * Decodes captured SOAP traffic as the gateway would: a line for each notification, `{"fault":…}` for each fault and for an
 * answer that is no SOAP, `{"quarantined":…}` for each notification that cannot be used. A document that ends in the middle is not
 * understood, whatever stood before. Never throws for what is in the bytes.
 */
export function decodeSoapCapture(bytes: Uint8Array, context: CaptureContext): DecodedCapture {
  const lines: object[] = [];
  let understood = true;
  let believed = true;
  for (const found of readCapture(bytes)) {
    if (found.kind === 'cut-off') {
      if (lines.length === 0) lines.push({ fault: { code: 'ONVIF_XML', reason: 'the document ends in the middle' } });
      understood = false;
      continue;
    }
    if (found.kind !== 'notification') {
      const { code, reason } = found;
      lines.push({ fault: { code, reason } });
      if (found.kind === 'refused' || code === 'ONVIF_XML') understood = false;
      continue;
    }
    try {
      const message = messageOf(found.payload, context);
      for (const [reading, notification] of readNotification(found.payload).entries()) {
        const interpreted = interpret(notification, message, context.device, context, reading);
        lines.push(notificationLine(notification, interpreted, found.quirks));
        believed &&= interpreted.observations.every(isBelieved);
      }
    } catch (error) {
      const { code, detail } = toGatewayError(error);
      lines.push({ quarantined: { code, reason: detail } });
      understood = false;
    }
  }
  return { lines, understood, believed };
}

/**
 * Decodes captured MQTT messages of Profile M, or of Axis before it, as the gateway would: the same lines. A message of
 * another topic is told as quarantined. Never throws for what is in the bytes.
 */
export function decodeMqttCapture(bytes: Uint8Array, context: CaptureContext): DecodedCapture {
  if (bytes.byteLength > MAX_FILE)
    return {
      lines: [{ fault: { code: 'PAYLOAD_TOO_LARGE', reason: `longer than ${MAX_FILE} bytes` } }],
      understood: false,
      believed: true,
    };
  const lines: object[] = [];
  let understood = true;
  let believed = true;
  const quarantine = (code: string, reason: string, topic?: string) => {
    lines.push({ quarantined: { code, reason, ...(topic === undefined ? undefined : { topic }) } });
    understood = false;
  };
  for (const found of capturedPublishes(bytes)) {
    if ('bad' in found) {
      quarantine('PAYLOAD_NOT_JSON', found.bad);
      continue;
    }
    const { topic, payload, retain } = found;
    const message: RawMessage = { ...messageOf(payload, context), transport: 'mqtt', topic, retain };
    try {
      for (const [reading, notification] of readEventJson(topic, payload).entries()) {
        const interpreted = interpret(notification, message, context.device, context, reading);
        lines.push(notificationLine(notification, interpreted));
        believed &&= interpreted.observations.every(isBelieved);
      }
    } catch (error) {
      const { code, detail } = toGatewayError(error);
      quarantine(code, detail, topic);
    }
  }
  return { lines, understood, believed };
}

const isBelieved = ({ quality }: Pick<Observation, 'quality'>) => quality !== 'SUSPECT';

function messageOf(payload: Uint8Array, { device, receivedAt }: CaptureContext): RawMessage {
  return {
    position: { commit: 0, frame: 0 },
    ...{ receivedAt, transport: 'onvif-pull', vendor: device.vendor, device: device.device, topic: 'onvif', payload },
    ...{ qos: 1, retain: false, dup: false },
  };
}
