import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { GatewayError } from '../../gateway/errors.ts';
import { openSeal } from '../../gateway/inbox/seal.ts';
import { openCredentials } from '../../gateway/ingest/credentials.ts';
import { openDeadLetters } from '../../gateway/ingest/dead-letters.ts';
import { openDeviceDirectory, unknownDevice } from '../../gateway/ingest/device-directory.ts';
import { createLockout } from '../../gateway/ingest/lockout.ts';
import { createLogins } from '../../gateway/ingest/logins.ts';
import { createPasswords } from '../../gateway/ingest/passwords.ts';
import type { Refusal } from '../../gateway/ingest/refusals.ts';
import { createRejections, seqOf } from '../../gateway/ingest/rejections.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import type { Decoded } from '../../gateway/model/decoded.ts';
import { openDatabase } from '../../gateway/records/connection.ts';
import { openRecords } from '../../gateway/records/records.ts';
import { DeviceEvent, Telemetry } from '../../proto/index.ts';
import { identity } from '../support/identity.ts';
import { testDir } from '../support/test-dir.ts';

function store(folder = testDir()) {
  const clock = realClock();
  const records = openRecords(openDatabase(join(folder, 'records.sqlite')), clock);
  onTestFinished(() => records.close());
  return { records, clock, folder };
}

describe('device directory', () => {
  it('keeps devices over a restart, pages through them, forgets them', async () => {
    const folder = testDir();
    const first = store(folder);
    const directory = openDeviceDirectory(first);
    for (const name of ['c', 'a', 'b']) await directory.put({ ...unknownDevice('acme', name), typeId: 'smoke' });
    await first.records.close();

    const again = openDeviceDirectory(store(folder));
    expect(again.list({ limit: 2 }).map((device) => device.deviceId)).toEqual(['acme/a', 'acme/b']);
    expect(again.list({ cursor: 'acme/b', limit: 2 }).map((device) => device.deviceId)).toEqual(['acme/c']);
    expect([await again.remove('acme/a'), await again.remove('acme/a'), again.size]).toEqual([true, false, 2]);
  });

  it('keeps what it saw and learnt once it is saved', async () => {
    const folder = testDir();
    const first = store(folder);
    const directory = openDeviceDirectory(first);
    directory.firstSight('lab', 'x');
    directory.learnType('lab/x', 'smoke');
    directory.learnType('lab/x', 'gas');
    await directory.save();
    await first.records.close();
    expect(openDeviceDirectory(store(folder)).get('lab/x')?.typeId).toBe('smoke');
  });

  it('registers on first sight, once', () => {
    const directory = openDeviceDirectory(store());
    expect(directory.firstSight('lab', 'x')).toBe(directory.firstSight('lab', 'x'));
    expect(directory.get('lab/x')?.typeId).toBe('generic');
  });
});

describe('credentials and logins', () => {
  async function setUp(access: 'registered' | 'lab') {
    const { records, clock } = store();
    const directory = openDeviceDirectory({ records, clock });
    const passwords = createPasswords();
    onTestFinished(() => passwords.stop());
    const credentials = openCredentials({ records, clock, pepper: Buffer.alloc(32, 7), passwords });
    await directory.put(unknownDevice('acme', 's1'));
    const now = { ms: 0 };
    const refused: Refusal[] = [];
    let verifyDevice = credentials.verify;
    const login = createLogins({
      access,
      orgs: [{ orgCode: '610104001', password: 'dispatch-secret' }],
      adminToken: 'the-admin-token',
      firstSight: directory.firstSight,
      verifyDevice: (...given) => verifyDevice(...given),
      knows: (deviceId) => directory.get(deviceId) !== undefined,
      lockout: createLockout({ monotonic: () => now.ms }),
      refused: (refusal) => void refused.push(refusal),
      log: silentLog(),
    });
    const ask = (username: string, password: string, clientId = username, verify = credentials.verify) => {
      verifyDevice = verify;
      return login({ username, password: Buffer.from(password), clientId });
    };
    const from = (address: string, username: string, password: string) =>
      login({ username, password: Buffer.from(password), clientId: username, address });
    const withCertificate = (certificate: string, username: string, password = '', clientId = certificate) =>
      login({ username, password: Buffer.from(password), clientId, certificate });
    return { directory, credentials, ask, from, withCertificate, now, refused, records };
  }

  it('takes a gateway-made token, and only the newest', async () => {
    const { credentials, ask, records } = await setUp('registered');
    const { token: old } = await credentials.issueToken('acme/s1');
    expect(await ask('acme/s1', old)).toEqual({ kind: 'device', vendor: 'acme', device: 's1' });
    const { token } = await credentials.issueToken('acme/s1', { overlap: 0 });
    expect([await ask('acme/s1', old), await ask('acme/s1', token)]).toEqual([
      4,
      { kind: 'device', vendor: 'acme', device: 's1' },
    ]);
    expect(JSON.stringify(records.read.all('SELECT * FROM credential'))).not.toContain(token);
  });

  it('says "later" while too many passwords wait', async () => {
    const { credentials, ask } = await setUp('registered');
    const full = () => Promise.reject(new GatewayError('RATE_LIMITED', 'full'));
    for (let n = 0; n < 9; n++) expect(await ask('acme/s1', 'guess', 'acme/s1', full)).toBe(3);
    const broken = () => Promise.reject(new Error('broken'));
    await expect(ask('acme/s1', 'guess', 'acme/s1', broken)).rejects.toThrow('broken');
    expect(await ask('acme/s1', 'guess', 'acme/s1', credentials.verify)).toBe(4);
  });

  it('takes a vendor-chosen password', async () => {
    const { credentials, ask } = await setUp('registered');
    await credentials.setPassword('acme/s1', 'correct horse');
    expect(await ask('acme/s1', 'correct horse')).toMatchObject({ kind: 'device' });
    expect(await ask('acme/s1', 'correct horse')).toMatchObject({ kind: 'device' });
    expect(await ask('acme/s1', 'wrong')).toBe(4);
  });

  it.each([
    ['acme/unknown', 'x', 'acme/unknown', 4],
    ['lab/s1', 'lab', 'lab/s1', 4],
    ['org/610104001', 'lab', 'any', 4],
    ['org/610104001', 'dispatch-secret', 'any', { kind: 'org', orgCode: '610104001' }],
    ['operator', 'the-admin-token', 'any', { kind: 'operator' }],
    ['operator', 'lab', 'any', 4],
    ['', '', 'any', 4],
    ['__proto__/constructor', 'x', 'y', 4],
  ])('registered mode decides %s with %s', async (username, password, clientId, expected) => {
    const { ask } = await setUp('registered');
    expect(await ask(username, password, clientId)).toEqual(expected);
  });

  it.each([
    ['operator', 'lab', { kind: 'operator' }],
    ['operator', 'the-admin-token', { kind: 'operator' }],
    ['operator', 'guess', 4],
  ])('lab mode, on loopback only, lets %s in with %s: %j', async (username, password, expected) => {
    const { ask } = await setUp('lab');
    expect(await ask(username, password, 'any')).toEqual(expected);
  });

  it('locks a user out from where it is guessed at, and nowhere else', async () => {
    const { credentials, from, now, refused } = await setUp('registered');
    const { token } = await credentials.issueToken('acme/s1');
    const wrong = `gwt_${'A'.repeat(43)}`;
    for (const user of ['acme/s1', 'acme/nobody', 'operator', 'org/610104001'])
      for (let n = 0; n < 5; n++) expect(await from('10.0.0.9', user, wrong)).toBe(4);
    expect(await from('10.0.0.9', 'acme/s1', token)).toBe(4);
    expect(await from('10.0.0.9', 'operator', 'the-admin-token')).toBe(4);
    expect(await from('10.0.0.7', 'acme/s1', token)).toMatchObject({ kind: 'device' });
    expect(await from('10.0.0.7', 'operator', 'the-admin-token')).toEqual({ kind: 'operator' });
    const of = (kind: string) => refused.filter((each) => each.kind === kind && each.user === 'acme/s1');
    expect([of('login.refused').length, of('login.locked').length]).toEqual([6, 1]);
    now.ms += 1_000;
    expect(await from('10.0.0.9', 'acme/s1', token)).toMatchObject({ kind: 'device' });
  });

  it.each([
    ['registered', 'acme/s1', '', '', 'acme/s1', { kind: 'device', vendor: 'acme', device: 's1' }],
    ['registered', 'acme/s1', 'acme/s1', 'anything', 'acme/s1/b', { kind: 'device', vendor: 'acme', device: 's1' }],
    ['registered', 'acme/s1', '', '', 'acme/s2', 2],
    ['registered', 'acme/s1', 'acme/s2', '', 'acme/s2', 4],
    ['registered', 'acme/s1', 'operator', 'the-admin-token', 'x', { kind: 'operator' }],
    ['registered', 'acme/unknown', '', '', 'acme/unknown', 4],
    ['registered', 'a site gateway', '', '', 'acme/s1', 4],
    ['lab', 'lab/s7', '', '', 'mosq-1', { kind: 'device', vendor: 'lab', device: 's7' }],
  ] as const)('in %s mode a certificate of %s is its login: user "%s", password "%s", id %s', async (...given) => {
    const [access, certificate, username, password, clientId, expected] = given;
    const { withCertificate } = await setUp(access);
    expect(await withCertificate(certificate, username, password, clientId)).toEqual(expected);
  });

  it('ties the client id to the device', async () => {
    const { credentials, ask } = await setUp('registered');
    const { token } = await credentials.issueToken('acme/s1');
    for (const id of ['acme/s1', 'acme/s1/second'])
      expect(await ask('acme/s1', token, id)).toMatchObject({ kind: 'device' });
    for (const id of ['acme/s2', 'acme/s1/', 'acme/s1/a/b', 'mosq-123', ''])
      expect(await ask('acme/s1', token, id)).toBe(2);
  });

  it('lab mode registers lab devices on first sight and takes made-up client ids', async () => {
    const { ask, directory } = await setUp('lab');
    expect(await ask('lab/s9', 'lab', 'mosq-abc')).toEqual({ kind: 'device', vendor: 'lab', device: 's9' });
    expect(directory.get('lab/s9')).toBeDefined();
    expect([await ask('lab/s9', 'bal'), await ask('lab/s9', 'lab', 'lab/other'), await ask('acme/s1', 'lab')]).toEqual([
      4, 2, 4,
    ]);
    expect(await ask('org/any', 'lab', 'x')).toEqual({ kind: 'org', orgCode: 'any' });
  });
});

describe('dead letters', () => {
  const decoded = (frame: number): Decoded => ({
    message: {
      position: { commit: 3, frame },
      receivedAt: 1_764_720_000_000,
      transport: 'mqtt',
      vendor: 'acme',
      device: 's1',
      topic: 'v1/acme/s1/telemetry',
      payload: Buffer.from(`{oops ${frame} card 7352`),
      qos: 1,
      retain: false,
      dup: false,
    },
    device: unknownDevice('acme', 's1'),
    observations: [],
    rejection: { code: 'PAYLOAD_NOT_JSON', detail: 'not JSON' },
    identity: identity(),
    identityNeedsDup: true,
  });

  it('are kept once per frame, sealed, listed without payload, and come back as they were', async () => {
    const { records, folder } = store();
    const letters = openDeadLetters({ records, seal: openSeal(join(folder, 'keys')) });
    await letters.keep([decoded(0), decoded(1)]);
    await letters.keep([decoded(1), decoded(2)]);
    const listed = letters.list({ limit: 10 });
    expect(listed.map((letter) => [letter.deviceId, letter.code])).toEqual(
      Array(3).fill(['acme/s1', 'PAYLOAD_NOT_JSON']),
    );
    expect(JSON.stringify(listed)).not.toContain('7352');
    expect(
      Buffer.from(records.read.get<{ sealed: Uint8Array }>('SELECT sealed FROM dead_letter')?.sealed ?? []).includes(
        '7352',
      ),
    ).toBe(false);
    const { position: _position, ...arrival } = decoded(1).message;
    expect(letters.arrival(listed[1]?.deadLetterId ?? '')).toEqual(arrival);
    expect([await letters.remove([listed[0]?.deadLetterId ?? '']), letters.count()]).toEqual([1, 2]);
    expect(letters.list({ limit: 10, code: 'OTHER' })).toEqual([]);
  });
});

describe('rejections', () => {
  it('tells a device at once, then at most once a second with a count', () => {
    const sent: { topic: string; document: Record<string, unknown> }[] = [];
    let tick = () => {};
    const rejections = createRejections({
      publish: async (topic, payload) => void sent.push({ topic, document: JSON.parse(payload) }),
      clock: {
        ...realClock(),
        every: (_ms, call) => {
          tick = call;
          return () => undefined;
        },
      },
      metrics: createMetrics(),
    });
    const notice = {
      deviceId: 'acme/s1',
      topic: 'v1/acme/s1/telemetry',
      receivedAt: 0,
      code: 'PAYLOAD_NOT_JSON',
      detail: 'why',
    };
    for (let i = 0; i < 4; i++) rejections.notify(notice);
    expect(sent).toEqual([
      {
        topic: 'v1/acme/s1/down/rejected',
        document: {
          code: 'PAYLOAD_NOT_JSON',
          title: 'The payload is not JSON',
          detail: 'why',
          topic: 'v1/acme/s1/telemetry',
          receivedAt: '1970-01-01T00:00:00.000Z',
        },
      },
    ]);
    tick();
    expect(sent[1]?.document['count']).toBe(3);
    tick();
    tick();
    expect(sent).toHaveLength(2);
    rejections.notify({ ...notice, deviceId: 'open' });
    rejections.notify({ ...notice, path: 'values.smoke', seq: 9 });
    expect(sent[2]?.document).toMatchObject({ path: 'values.smoke', seq: 9 });
    rejections.stop();
  });

  it('quote the number of a JSON object, and of nothing else', () => {
    const seq = (text: string) => seqOf({ topic: 'v1/acme/s1/telemetry', payload: Buffer.from(text) });
    expect([seq('{"seq":17,"values":{"x":1}}'), seq('{"values":{}}'), seq('{"seq":"17"}'), seq('{"seq":1.5}')]).toEqual(
      [17, undefined, undefined, undefined],
    );
    expect([seq('[{"seq":1}]'), seq('{"seq":17'), seq(''), seq(`{"seq":1,"x":"${'x'.repeat(5_000)}"}`)]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('quote the number of a protobuf message, also in front of the place that is wrong', () => {
    const seq = (payload: Uint8Array) => seqOf({ topic: 'v1/acme/s1/telemetry/pb', payload });
    const values = { smoke: { number: 0.02 } };
    const whole = Telemetry.encode({ ts: 1_764_720_000_000, seq: 2 ** 40 + 17, values }).finish();
    expect(seq(whole)).toBe(2 ** 40 + 17);
    expect(seq(whole.subarray(0, whole.length - 3))).toBe(2 ** 40 + 17);
    expect(seq(DeviceEvent.encode({ seq: 0, code: 'smoke_alarm' }).finish())).toBe(0);
    expect(seq(Telemetry.encode({ values }).finish())).toBe(undefined);
    // Field 2 as text, a varint that never ends, a number too large to be exact, JSON, nothing.
    for (const hex of ['120131', '10ffffffffffffffffffff01', '10ffffffffffffffff7f', '7b22736571223a317d', ''])
      expect(seq(Buffer.from(hex, 'hex')), hex).toBe(undefined);
    expect(seq(Buffer.concat([whole, Buffer.alloc(5_000)]))).toBe(undefined);
  });
});
