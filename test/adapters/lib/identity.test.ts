import { describe, expect, it } from 'vitest';
import { nativeJson } from '../../../adapters/native-json.ts';
import { identityOf } from '../../../adapters/registry.ts';
import type { RawMessage } from '../../../gateway/model/message.ts';
import type { Observation } from '../../../gateway/model/observation.ts';
import { fixtureDevice, rawMessage } from '../../support/adapter-fixtures.ts';

const TS = 1_772_323_200_000;

function identify(json: unknown, more: Partial<RawMessage> = {}) {
  const message = { ...rawMessage({ json }), ...more };
  return identityOf(message, nativeJson.decode(message, fixtureDevice()));
}

describe('identity of a message', () => {
  it('is kind, time and seq where there is a seq, whatever else differs', () => {
    const first = identify({ ts: TS, seq: 17, values: { smoke: 1 } });
    expect(first).toEqual({
      identity: { kind: 'telemetry', time: TS, mark: 17, by: 'seq' },
      identityNeedsDup: false,
    });
    expect(identify({ ts: TS, seq: 17, values: { smoke: 2 } }, { dup: true, receivedAt: TS + 99 })).toEqual(first);
    expect(identify({ ts: TS, seq: 18, values: { smoke: 1 } })).not.toEqual(first);
    expect(identify({ ts: TS + 1, seq: 17, values: { smoke: 1 } })).not.toEqual(first);
    expect(identify({ ts: TS, seq: 17, code: 'x' }, { topic: 'v1/acme/d1/event' })).not.toEqual(first);
  });

  it('is the content where there is no seq', () => {
    const first = identify({ ts: TS, values: { smoke: 1 } });
    expect(first.identityNeedsDup).toBe(false);
    expect(identify({ ts: TS, values: { smoke: 1 } })).toEqual(first);
    expect(identify({ ts: TS, values: { smoke: 2 } })).not.toEqual(first);
  });

  it('tells contents apart by every byte, whatever their length', () => {
    const marks = new Set<number>();
    const payload = Buffer.from('{"ts":1772323200000,"values":{"smoke":0.25,"door":true}}');
    for (let length = 0; length <= payload.length; length++)
      marks.add(identityOf({ ...rawMessage({ text: '' }), payload: payload.subarray(0, length) }, []).identity.mark);
    for (let at = 0; at < payload.length; at++)
      for (const bit of [1, 2, 128]) {
        const changed = Buffer.from(payload);
        changed[at] = (changed[at] ?? 0) ^ bit;
        marks.add(identityOf({ ...rawMessage({ text: '' }), payload: changed }, []).identity.mark);
      }
    expect(marks.size).toBe(payload.length + 1 + payload.length * 3);
    for (const mark of marks) expect(Number.isSafeInteger(mark) && mark >= 0).toBe(true);
  });

  it('is the content of a backfill, which may grow', () => {
    const reading = (n: number) => ({ ts: TS + n, seq: n, values: { smoke: 1 } });
    expect(identify([reading(1), reading(2)]).identity).not.toEqual(
      identify([reading(1), reading(2), reading(3)]).identity,
    );
  });

  it('needs the DUP flag without a time', () => {
    expect(identify({ smoke: 1 }).identityNeedsDup).toBe(true);
    expect(identify({ seq: 4, values: { smoke: 1 } }).identityNeedsDup).toBe(true);
    expect(identify({}).identityNeedsDup).toBe(true);
  });

  it('leaves ONVIF states to the state table, but not ONVIF occurrences', () => {
    const shared = {
      deviceId: 'acme/d1',
      time: TS,
      deviceTime: TS,
      receivedAt: TS,
      reading: 0,
      quality: 'GOOD',
    } as const;
    const state: Observation = {
      ...{ ...shared, simulated: false, kind: 'event', code: 'motion', active: true, stateful: true, source: 'v' },
      ...{ baseline: false, data: {} },
    };
    const message: RawMessage = { ...rawMessage({ text: '<x/>' }), transport: 'onvif-pull' };
    expect(identityOf(message, [state]).identityNeedsDup).toBe(true);
    expect(identityOf(message, [{ ...state, stateful: false }]).identityNeedsDup).toBe(false);
    expect(identityOf({ ...message, transport: 'mqtt' }, [state]).identityNeedsDup).toBe(false);
  });
});
