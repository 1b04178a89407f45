import { scryptSync } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPasswords } from '../../gateway/ingest/passwords.ts';

const salt = Buffer.alloc(16, 1);
const password = Buffer.from('correct horse');

describe('the password thread', () => {
  it('derives scrypt keys, and refuses when too many wait', async () => {
    const passwords = createPasswords({ maxWaiting: 2 });
    onTestFinished(() => passwords.stop());
    const first = [passwords.derive(password, salt), passwords.derive(password, salt)];
    await expect(passwords.derive(password, salt)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    const expected = scryptSync(password, salt, 32, { N: 2 ** 14, r: 8, p: 1 });
    expect(await Promise.all(first)).toEqual([expected, expected]);
    expect(await passwords.derive(password, salt)).toEqual(expected);
  });

  it('lets nobody wait for ever when it is stopped', async () => {
    const passwords = createPasswords();
    const waiting = passwords.derive(password, salt);
    const outcome = expect(waiting).rejects.toMatchObject({ code: 'INTERNAL' });
    await passwords.stop();
    await outcome;
    await expect(passwords.derive(password, salt)).rejects.toMatchObject({ code: 'INTERNAL' });
    await passwords.stop();
  });
});
