import { expect, it } from 'vitest';
import { encodeCandidate } from '../gateway/candidate-codec.ts';
import { type ExplainParts, explainDevice } from '../gateway/explain.ts';
import type { DeviceType } from '../gateway/model/device.ts';
import type { RawMessage } from '../gateway/model/message.ts';
import type { Sight } from '../gateway/sight.ts';
import { sampleCase } from './support/case-log.ts';

const CASE = sampleCase({ caseNo: '2512S0000001', restricted: true });
const AT = 1_764_720_000_000;
const body = encodeCandidate({
  ...{ candidateId: 'c1', type: 'raise', deviceId: 'acme/door-1', source: 'duress', part: '', category: 'E0492' },
  ...{ certainty: 1, at: AT, since: AT, simulated: false, commit: 1, frame: 0, severity: 1 },
  verdict: { ruleId: 'duress', ruleVersion: 'v', episode: 1, inputs: {} },
});
const row = { candidateId: 'c1', type: 'raise', outcome: 'opened', reason: null, caseNo: CASE.caseNo, at: AT };
const device = {
  ...{ deviceId: 'acme/door-1', vendor: 'acme', device: 'door-1', typeId: 'door' },
  ...{ siteClass: 'ORDINARY', mobility: 'FIXED', simulated: false },
};
const base = { certainty: 1, dwell: 0, quiet: 0 };
const DOOR: DeviceType = {
  ...{ typeId: 'door', name: { zh: '门', en: 'door' }, heartbeat: 60_000 },
  channels: { battery: { unit: '%', kind: 'number', min: 0, max: 100 } },
  events: { duress: { stateful: false }, forced: { stateful: true } },
  rules: [
    { ...base, id: 'duress', kind: 'event', category: 'E0492', code: 'duress' },
    { ...base, id: 'forced', kind: 'event', category: 'E0495', code: 'forced', where: { reason: 'axe' } },
  ],
};

const event = (frame: number, body: string): RawMessage => ({
  ...{ position: { commit: 1, frame }, receivedAt: AT + frame, transport: 'mqtt', vendor: 'acme', device: 'door-1' },
  ...{ topic: 'v1/acme/door-1/event', payload: Buffer.from(body), qos: 1, retain: false, dup: false },
});

const partsWith = (messages: readonly RawMessage[], candidates: readonly object[]): ExplainParts => {
  const commits = messages.length > 0 ? [{ commit: 1, messages }] : [];
  return {
    inbox: { read: (after: number) => (after === 0 ? commits : []), head: () => commits.length },
    records: { read: { all: (sql: string) => (sql.includes('FROM candidate') ? candidates : []) } },
    rules: {
      device: () => ({
        ...{ online: true, typeId: 'door', channels: [] },
        episodes: [{ ruleId: 'duress' }, { ruleId: 'forced' }],
        states: [{ source: 'duress' }, { source: 'forced|Door1' }],
      }),
      outbox: { keys: () => ['acme/door-1#|E0492'] },
      why: () => [{ ruleId: 'duress' }, { ruleId: 'forced' }],
    },
    cases: { get: (caseNo: string) => (caseNo === CASE.caseNo ? CASE : undefined) },
    directory: { get: () => device },
    deviceTypes: new Map([['door', DOOR]]),
    city: { category: (code: string) => ({ restricted: code === 'E0492' }) },
  } as unknown as ExplainParts;
};

const VIEWER: Sight = { sees: ({ restricted }) => !restricted, restricted: false };
const TRUSTED: Sight = { sees: () => true, restricted: true };

interface Told {
  readonly conclusion: { readonly stage: string; readonly reason: string };
  readonly packets: readonly Record<string, unknown>[];
  readonly decisions: readonly Record<string, unknown>[];
  readonly waiting: readonly string[];
}
const told = (parts: ExplainParts, sight: Sight) => explainDevice(parts, device.deviceId, AT, sight) as Told;

it('names the case a device raised, and not to a caller who may not see it', () => {
  const parts = partsWith([], [{ ...row, decidedAt: AT, restricted: 1, body }]);
  expect(JSON.stringify(told(parts, TRUSTED))).toContain(CASE.caseNo);
  const hidden = JSON.stringify(told(parts, VIEWER));
  expect(hidden).not.toMatch(new RegExp(`${CASE.caseNo}|duress`));
  expect(hidden).toContain('something was decided that this caller may not see');
});

it('says no more of a restricted candidate without a case, nor of one that waits, than that something was decided', () => {
  const dropped = { ...row, outcome: 'suppressed', reason: 'MAINTENANCE', caseNo: null };
  const parts = partsWith([], [{ ...dropped, decidedAt: AT, restricted: 1, body }]);
  expect(told(parts, VIEWER).decisions).toEqual([{ type: 'raise', at: AT, decidedAt: AT, outcome: 'hidden' }]);
  expect(told(parts, VIEWER).waiting).toEqual([]);
  expect(told(parts, TRUSTED).decisions).toMatchObject([{ outcome: 'suppressed', source: 'duress' }]);
  expect(told(parts, TRUSTED).waiting).toHaveLength(1);
});

it('holds messages to the device type as they were held when they came', () => {
  const telemetry = (frame: number, body: string): RawMessage => ({
    ...event(frame, body),
    topic: 'v1/acme/door-1/telemetry',
  });
  const messages = [telemetry(0, '{"battery":300}'), telemetry(1, '{"batery":30}'), event(2, '{"code":"forcd"}')];
  const { packets } = told(partsWith(messages, []), TRUSTED);
  expect(packets).toMatchObject([
    { observations: [{ quality: 'SUSPECT' }], doubt: { code: 'VALUE_IMPLAUSIBLE', path: 'values.battery' } },
    { refused: { code: 'CHANNEL_UNKNOWN' } },
    { doubt: { code: 'EVENT_UNKNOWN', path: 'code' } },
  ]);
  const parts = partsWith(messages.slice(0, 1), []);
  const rules = { ...parts.rules, outbox: { keys: () => [] } } as unknown as ExplainParts['rules'];
  expect(told({ ...parts, rules }, TRUSTED).conclusion.reason).toMatch(
    /no rule decided .*; a message was not believed: VALUE_IMPLAUSIBLE at values\.battery$/,
  );
});

it('shows of messages, rules and states of restricted categories that there was a message', () => {
  const messages = [
    event(0, '{"code":"duress","active":true,"data":{"zone":7}}'),
    event(1, '{"code":"forced","active":true,"data":{"reason":"axe"}}'),
    event(2, '{"code":'),
  ];
  const parts = partsWith(messages, []);
  const seen = told(parts, VIEWER);
  expect(JSON.stringify(seen)).not.toContain('duress');
  expect(seen.packets).toMatchObject([
    { position: { frame: 0 }, hidden: 'may be of a restricted category' },
    { observations: [{ code: 'forced' }] },
    { position: { frame: 2 }, hidden: 'may be of a restricted category' },
  ]);
  expect(Object.keys(seen.packets[0] ?? {})).toEqual(['position', 'transport', 'receivedAt', 'hidden']);
  const all = told(parts, TRUSTED);
  expect(all.packets).toMatchObject([{ observations: [{ code: 'duress' }] }, {}, { refused: {} }]);
  expect(JSON.stringify(all)).toContain('{"ruleId":"duress"}');
});
