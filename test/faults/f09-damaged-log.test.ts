/** F9: bytes of the log change on disk: cut, flipped, records gone. Nothing that was never written is ever read. */
import { join } from 'node:path';
import fc from 'fast-check';
import { open } from 'lmdb';
import { expect, it } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { GatewayError } from '../../gateway/errors.ts';
import { openInbox } from '../../gateway/inbox/inbox.ts';
import { openSeal } from '../../gateway/inbox/seal.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import { nightly } from '../chaos/row.ts';
import { testDir } from '../support/test-dir.ts';

const COMMITS = 12;
const RUNS = nightly ? 1_000 : 60;
const CURSOR = 'reader';

const text = (commit: number) => `message ${commit}`;

type Damage = { readonly commit: number; readonly at: number } & (
  | { readonly kind: 'flip'; readonly bit: number }
  | { readonly kind: 'cut' }
  | { readonly kind: 'gone' }
);

const damage: fc.Arbitrary<Damage> = fc.record({
  commit: fc.integer({ min: 1, max: COMMITS }),
  // The header of a record as often as its body.
  at: fc.oneof(fc.integer({ min: 12, max: 45 }), fc.integer({ min: 12, max: 200 })),
  bit: fc.integer({ min: 0, max: 7 }),
  kind: fc.constantFrom('flip', 'cut', 'gone'),
}) as fc.Arbitrary<Damage>;

it('reads what it wrote or says that it cannot, whatever happened to its records', async () => {
  const dir = testDir();
  const path = join(dir, 'inbox');
  const seal = openSeal(join(dir, 'keys'));
  const start = () =>
    openInbox({
      ...{ path, seal, quota: 2 ** 30, clock: realClock(), log: silentLog(), metrics: createMetrics() },
    });
  const arrival = (commit: number) => ({
    ...({ receivedAt: 1_772_323_201_000, transport: 'mqtt', vendor: 'acme', device: 's1', topic: 't' } as const),
    ...({ qos: 1, retain: false, dup: false, payload: Buffer.from(text(commit)) } as const),
  });
  const first = start();
  for (let commit = 1; commit <= COMMITS; commit++) await first.append(arrival(commit));
  await first.setCursor(CURSOR, 3);
  await first.close();
  const raw = () => open<Buffer, number>({ path, maxDbs: 4, noSubdir: false });
  const reading = raw();
  const frames = reading.openDB<Buffer, number>({ name: 'frames', encoding: 'binary' });
  const whole = new Map([...frames.getRange()].map(({ key, value }) => [key, Buffer.from(value)]));
  await reading.close();
  expect(whole.size).toBe(COMMITS);

  await fc.assert(
    fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
      const hurt = new Set(damages.map(({ commit }) => commit));
      const disk = raw();
      const records = disk.openDB<Buffer, number>({ name: 'frames', encoding: 'binary' });
      for (const [commit, record] of whole) await records.put(commit, record);
      for (const { commit, at, ...how } of damages) {
        const record = Buffer.from(whole.get(commit) ?? []);
        const place = Math.min(at, record.length - 1);
        if (how.kind === 'gone') await records.remove(commit);
        else if (how.kind === 'cut') await records.put(commit, record.subarray(0, place));
        else {
          record[place] = (record[place] ?? 0) ^ (1 << how.bit);
          await records.put(commit, record);
        }
      }
      await disk.close();

      let inbox: ReturnType<typeof start>;
      try {
        inbox = start();
      } catch (error) {
        // The newest record tells where the log goes on: without it the start is refused, in words.
        expect((error as GatewayError).code).toBe('INBOX_CORRUPT');
        return;
      }
      for (let after = 0; after < COMMITS; after++) {
        try {
          for (const { commit, messages } of inbox.read(after, 1)) {
            expect(messages.map(({ payload }) => Buffer.from(payload).toString())).toEqual([text(commit)]);
            expect(hurt.has(commit), `commit ${commit} was damaged and read`).toBe(false);
          }
        } catch (error) {
          if (!(error instanceof GatewayError)) throw error;
          expect(error.code).toBe('INBOX_CORRUPT');
        }
      }
      await inbox.close();
    }),
    { numRuns: RUNS, seed: 9 },
  );
});
