import { describe, expect, it } from 'vitest';
import { silentLog } from '../gateway/log.ts';
import { createLife } from '../gateway/wiring.ts';

describe('the life of a gateway', () => {
  it('stops the newest part first, one after the other, and each of them once', async () => {
    const life = createLife(silentLog());
    const told: string[] = [];
    life.onStop(() => told.push('store'));
    life.onStop(async () => {
      await undefined;
      told.push('reader');
    });
    await life.stop();
    await life.stop();
    expect(told).toEqual(['reader', 'store']);
  });

  it('goes on with the others when a part does not stop cleanly, and says so', async () => {
    const errors: unknown[] = [];
    const log = { ...silentLog(), error: (fields: unknown) => errors.push(fields) } as ReturnType<typeof silentLog>;
    const life = createLife(log);
    const told: string[] = [];
    life.onStop(() => told.push('store'));
    life.onStop(() => Promise.reject(new Error('the disk is full')));
    await life.stop();
    expect(told).toEqual(['store']);
    expect(errors).toEqual([{ err: new Error('the disk is full') }]);
  });

  it('reads files again in the order in which they were read, and stops at the first that is wrong', async () => {
    const life = createLife(silentLog());
    const told: string[] = [];
    life.onReload(() => told.push('city'));
    life.onReload(() => Promise.reject(new Error('no certificate')));
    life.onReload(() => told.push('never'));
    await expect(life.reload()).rejects.toThrow('no certificate');
    expect(told).toEqual(['city']);
  });
});
