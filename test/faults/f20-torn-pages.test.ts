/** F20: pages of the LMDB files are overwritten or cut off. A start refuses what it cannot read, and says what to do. */
import { copyFileSync, cpSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { GatewayError } from '../../gateway/errors.ts';
import { openInbox } from '../../gateway/inbox/inbox.ts';
import { openSeal } from '../../gateway/inbox/seal.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import { checkStores } from '../../gateway/store-check.ts';
import { nightly } from '../chaos/row.ts';
import { runCli } from '../support/gateway.ts';
import { siteUnderFault } from '../support/site-under-fault.ts';
import { testDir } from '../support/test-dir.ts';

const PAGE = 4_096;
const COMMITS = 120;
const RUNS = nightly ? 400 : 15;

const text = (commit: number) => `message ${commit} `.padEnd(commit % 10 === 0 ? 3 * PAGE : 200, 'x');

function inboxIn(dir: string) {
  return openInbox({
    ...{ path: join(dir, 'inbox'), seal: openSeal(join(dir, 'keys')), quota: 2 ** 30 },
    ...{ clock: realClock(), log: silentLog(), metrics: createMetrics() },
  });
}

/** Small numbers in an order that is the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state >>> 8;
  }
}

it('passes over no message in silence, whichever page is hurt', async () => {
  const whole = testDir();
  const first = inboxIn(whole);
  for (let commit = 1; commit <= COMMITS; commit++)
    await first.append({
      ...({ receivedAt: 1_772_323_201_000, transport: 'mqtt', vendor: 'acme', device: 's1', topic: 't' } as const),
      ...({ qos: 1, retain: false, dup: false, payload: Buffer.from(text(commit)) } as const),
    });
  await first.close();
  const pages = statSync(join(whole, 'inbox', 'data.mdb')).size / PAGE;
  const random = numbers(20);
  const next = (below: number) => random.next().value % below;
  const seen = { refused: 0, read: 0, named: 0 };

  for (let run = 0; run < RUNS; run++) {
    const dir = testDir();
    cpSync(whole, dir, { recursive: true });
    const file = join(dir, 'inbox', 'data.mdb');
    const bytes = readFileSync(file);
    // Page 1 holds the older or the newer of two heads: with the older one the last commit never was.
    const page = run === 0 ? 0 : 2 + next(pages - 2);
    const at = page * PAGE;
    if (run % 3 === 0) bytes.fill(0, at, at + PAGE);
    else if (run % 3 === 1) for (let place = at; place < at + PAGE; place++) bytes[place] = next(256);
    else bytes[at + next(64)] = next(256);
    writeFileSync(file, bytes);
    rmSync(join(dir, 'rules'), { recursive: true, force: true });
    cpSync(join(whole, 'inbox'), join(dir, 'rules'), { recursive: true });
    let inbox: ReturnType<typeof inboxIn>;
    try {
      await checkStores({ inbox: join(dir, 'inbox'), rules: join(dir, 'rules') });
      inbox = inboxIn(dir);
    } catch (error) {
      expect(error).toMatchObject({ exitCode: 4, detail: expect.stringMatching(/restore the newest backup/) });
      seen.refused++;
      continue;
    }
    expect(inbox.head(), `page ${page}`).toBe(COMMITS);
    for (let after = 0; after < COMMITS; after++)
      try {
        const [commit] = inbox.read(after, 1);
        const payload = Buffer.from(commit?.messages[0]?.payload ?? []).toString();
        expect([commit?.commit, payload], `page ${page}`).toEqual([after + 1, text(after + 1)]);
        seen.read++;
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error;
        expect(error.code).toBe('INBOX_CORRUPT');
        seen.named++;
      }
    await inbox.close();
  }
  // All three ends were met, or the damage was none.
  expect(
    Object.values(seen).every((count) => count > 0),
    JSON.stringify(seen),
  ).toBe(true);
});

it('refuses to start on a store that is cut short, emptied or gone, and starts once it is back', async () => {
  const dataDir = testDir();
  const site = await siteUnderFault({ dataDir });
  const device = await site.device('lab/s1');
  for (let seq = 1; seq <= 20; seq++)
    await device.publishAsync('v1/me/telemetry', JSON.stringify({ seq, values: { smoke: 0.01 } }), { qos: 1 });
  await site.settled();
  expect(await site.gateway.end('SIGKILL')).toBe(null);

  const refusal = async () => {
    const { code, err } = await runCli(['start'], {
      ...{ GRIDWARDEN_DATA_DIR: dataDir, GRIDWARDEN_MQTT_PORT: '0', GRIDWARDEN_HTTP_PORT: '0' },
    });
    return { code, line: err.split('\n').at(-2) };
  };
  const damages = [
    ['inbox', 'cut short', (file: string) => truncateSync(file, 3 * PAGE)],
    ['inbox', 'gone', (file: string) => rmSync(file)],
    ['rules', 'emptied', (file: string) => truncateSync(file, 0)],
  ] as const;
  for (const [store, how, damage] of damages) {
    const file = join(dataDir, store, 'data.mdb');
    const kept = join(dataDir, `${store}.kept`);
    copyFileSync(file, kept);
    damage(file);
    expect(await refusal(), `${store} ${how}`).toEqual({
      code: 4,
      line: expect.stringMatching(/^gridwarden: DATA_DIR_DAMAGED: .*data\.mdb.*restore the newest backup/),
    });
    renameSync(kept, file);
  }
  const again = await siteUnderFault({ dataDir });
  expect((await again.settled()).messages).toMatchObject({ received: 20, decoded: 20, balanced: true });
});
