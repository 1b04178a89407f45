import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { stepClock } from '../../gateway/clock.ts';
import { openCredentials } from '../../gateway/ingest/credentials.ts';
import { openDeviceDirectory, unknownDevice } from '../../gateway/ingest/device-directory.ts';
import type { Passwords } from '../../gateway/ingest/passwords.ts';
import { openDatabase } from '../../gateway/records/connection.ts';
import { openRecords } from '../../gateway/records/records.ts';
import { testDir } from '../support/test-dir.ts';

const HOUR = 3_600_000;

/** Credentials of `acme/s1` whose hash is quick and counted. */
async function setUp() {
  const clock = stepClock(1_764_720_000_000);
  const records = openRecords(openDatabase(join(testDir(), 'records.sqlite')), clock);
  onTestFinished(() => records.close());
  await openDeviceDirectory({ records, clock }).put(unknownDevice('acme', 's1'));
  const hashed: string[] = [];
  let hold: Promise<unknown> = Promise.resolve();
  const passwords: Passwords = {
    async derive(password, salt) {
      hashed.push(Buffer.from(password).toString());
      await hold;
      return Buffer.alloc(
        32,
        Buffer.concat([password, salt]).reduce((sum, byte) => (sum * 31 + byte) % 251, 7),
      );
    },
    stop: async () => undefined,
  };
  const credentials = openCredentials({ records, clock, pepper: Buffer.alloc(32, 7), passwords });
  return {
    ...{ clock, records, credentials, hashed },
    verify: (secret: string, device = 'acme/s1') => credentials.verify(device, Buffer.from(secret)),
    holdHashes(until: Promise<unknown>) {
      hold = until;
    },
  };
}

describe('a new token', () => {
  it('leaves the old one valid for a day, then it dies', async () => {
    const { credentials, verify, clock } = await setUp();
    const first = await credentials.issueToken('acme/s1');
    expect(first).not.toHaveProperty('oldUntil');
    const second = await credentials.issueToken('acme/s1');
    expect(second.oldUntil).toBe(clock.now() + 24 * HOUR);
    expect([await verify(first.token), await verify(second.token)]).toEqual([true, true]);
    clock.advance(clock.now() + 24 * HOUR - 1);
    expect(await verify(first.token)).toBe(true);
    clock.advance(clock.now() + 1);
    expect([await verify(first.token), await verify(second.token)]).toEqual([false, true]);
  });

  it('ends the sessions of those that still use the old one when it dies', async () => {
    const { credentials, verify, clock } = await setUp();
    const { token: old } = await credentials.issueToken('acme/s1');
    const { token } = await credentials.issueToken('acme/s1', { overlap: HOUR });
    await verify(token);
    clock.advance(clock.now() + HOUR - 1);
    await verify(old);
    expect(credentials.expired()).toEqual([]);
    clock.advance(clock.now() + 1);
    expect([credentials.expired(), credentials.expired()]).toEqual([['acme/s1'], []]);
  });

  it('replaces the old one at once with overlap 0, and the oldest when there are two', async () => {
    const { credentials, verify } = await setUp();
    const tokens = [];
    for (let n = 0; n < 3; n++) tokens.push((await credentials.issueToken('acme/s1', { overlap: HOUR })).token);
    expect(await Promise.all(tokens.map((token) => verify(token)))).toEqual([false, true, true]);
    const last = await credentials.issueToken('acme/s1', { overlap: 0 });
    expect(last).not.toHaveProperty('oldUntil');
    expect(await Promise.all([...tokens, last.token].map((token) => verify(token)))).toEqual([
      ...[false, false, false],
      true,
    ]);
  });

  it('lets a password overlap as well, and is no password itself', async () => {
    const { credentials, verify, clock } = await setUp();
    await credentials.setPassword('acme/s1', 'correct horse');
    const { token } = await credentials.issueToken('acme/s1', { overlap: HOUR });
    expect([await verify('correct horse'), await verify(token)]).toEqual([true, true]);
    clock.advance(clock.now() + HOUR);
    expect([await verify('correct horse'), await verify(token)]).toEqual([false, true]);
    await expect(credentials.setPassword('acme/s1', token)).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
  });

  it('is stored as a verifier only, like the one before', async () => {
    const { credentials, records } = await setUp();
    const secrets = [(await credentials.issueToken('acme/s1')).token, (await credentials.issueToken('acme/s1')).token];
    await credentials.setPassword('acme/s1', 'correct horse');
    secrets.push((await credentials.issueToken('acme/s1')).token, 'correct horse');
    const stored = JSON.stringify(records.read.all('SELECT * FROM credential'));
    for (const secret of secrets) {
      expect(stored).not.toContain(secret);
      expect(stored).not.toContain(Buffer.from(secret).toString('hex'));
    }
  });
});

describe('a secret', () => {
  it('costs by its shape alone, whoever it is for', async () => {
    const { credentials, verify, hashed } = await setUp();
    const { token } = await credentials.issueToken('acme/s1');
    const wrong = `gwt_${'A'.repeat(43)}`;
    expect([await verify(wrong), await verify(wrong, 'acme/nobody'), await verify(token)]).toEqual([
      false,
      false,
      true,
    ]);
    expect(hashed).toEqual([]);
    expect([await verify('guess'), await verify('guess', 'acme/nobody')]).toEqual([false, false]);
    expect(hashed).toEqual(['guess', 'guess']);
  });

  it('is hashed once while it stays the same', async () => {
    const { credentials, verify, hashed } = await setUp();
    expect(await credentials.setPassword('acme/s1', 'correct horse')).toBe(true);
    expect([await verify('correct horse'), await verify('correct horse')]).toEqual([true, true]);
    expect(hashed).toHaveLength(2);
    expect(await credentials.setPassword('acme/s1', 'correct horse')).toBe(false);
    expect(await verify('correct horsf')).toBe(false);
  });

  it('that is replaced while it is hashed is not remembered', async () => {
    const { credentials, verify, holdHashes } = await setUp();
    await credentials.setPassword('acme/s1', 'the old one');
    let go = () => {};
    holdHashes(new Promise<void>((resolve) => (go = resolve)));
    const running = verify('the old one');
    holdHashes(Promise.resolve());
    await credentials.setPassword('acme/s1', 'the new one');
    go();
    await running;
    expect([await verify('the old one'), await verify('the new one')]).toEqual([false, true]);
  });
});
