import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Device } from '../../gateway/model/device.ts';
import type { RawMessage } from '../../gateway/model/message.ts';

const FOLDER = fileURLToPath(new URL('../fixtures/adapters/', import.meta.url));

/** `message.json`: a raw message with its payload as text, JSON or hex, and what differs from the usual device. */
interface StoredMessage extends Partial<Omit<RawMessage, 'payload'>> {
  readonly text?: string;
  readonly json?: unknown;
  readonly hex?: string;
  readonly registered?: Partial<Device>;
}

/** `expected.json`: what the adapter makes of it, or the error it throws. A bare array is compared by the adapter's own test. */
interface Expected {
  readonly observations?: readonly unknown[];
  readonly error?: { readonly code: string; readonly detail: string; readonly path?: string };
}

export interface AdapterFixture {
  readonly adapter: string;
  readonly name: string;
  readonly message: RawMessage;
  readonly device: Device;
  readonly expected: Expected | undefined;
}

/** 2026-03-01T00:00:01Z, one second after the device times in the fixtures. */
const RECEIVED_AT = 1_772_323_201_000;

export function rawMessage({ text, json, hex, registered: _, ...given }: StoredMessage): RawMessage {
  return {
    ...{ position: { commit: 1, frame: 0 }, receivedAt: RECEIVED_AT, transport: 'mqtt', vendor: 'acme', device: 'd1' },
    ...{ topic: 'v1/acme/d1/telemetry', qos: 1, retain: false, dup: false },
    ...given,
    payload: hex === undefined ? Buffer.from(text ?? JSON.stringify(json)) : Buffer.from(hex, 'hex'),
  };
}

export function fixtureDevice(more: Partial<Device> = {}): Device {
  return {
    ...{ deviceId: 'acme/d1', vendor: 'acme', device: 'd1', typeId: 'smoke', mobility: 'FIXED', siteClass: 'ORDINARY' },
    simulated: false,
    ...more,
  };
}

/** Every fixture: `<adapter>/<case>/message.json` (or `message.xml`, with what is unusual about it beside) and `expected.json`. */
export function adapterFixtures(): AdapterFixture[] {
  return folders(FOLDER).flatMap((adapter) =>
    folders(`${FOLDER}${adapter}`).map((name) => {
      const folder = `${FOLDER}${adapter}/${name}`;
      const json = (file: string) => JSON.parse(readFileSync(`${folder}/${file}.json`, 'utf8'));
      const stored: StoredMessage = existsSync(`${folder}/message.json`) ? json('message') : {};
      const xml = existsSync(`${folder}/message.xml`)
        ? ({ transport: 'onvif-pull', text: readFileSync(`${folder}/message.xml`, 'utf8') } as const)
        : {};
      const expected = json('expected') as Expected | unknown[];
      return {
        ...{ adapter, name, message: rawMessage({ ...xml, ...stored }), device: fixtureDevice(stored.registered) },
        expected: Array.isArray(expected) ? undefined : expected,
      };
    }),
  );
}

function folders(path: string): string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
