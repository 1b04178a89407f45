/** F21: the gateway is killed while dead letters are put into the inbox again. None is lost, none is put in twice. */
import { expect, it } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { nightly } from '../chaos/row.ts';
import { siteUnderFault } from '../support/site-under-fault.ts';
import { testDir } from '../support/test-dir.ts';

const clock = realClock();
const LETTERS = 40;
/** Machine ms from the request to the kill, one round each: before, within and behind the commit of the inbox. */
const KILLS = nightly ? Array.from({ length: 40 }, (_, round) => round) : [2, 8, 20];

it('replays each dead letter exactly once, whenever it is killed', async () => {
  const dataDir = testDir();
  let site = await siteUnderFault({ dataDir });
  const letters = async () =>
    (await site.ask<{ items: { deadLetterId: string }[] }>('/v1/dead-letters?limit=500')).items.map(
      ({ deadLetterId }) => deadLetterId,
    );
  const device = await site.device('lab/s1');
  for (let n = 0; n < LETTERS; n++) await device.publishAsync('v1/me/telemetry', `{"no json ${n}`, { qos: 1 });
  await site.settled();
  expect(await letters()).toHaveLength(LETTERS);

  for (const delay of KILLS) {
    const replay = site.ask('/v1/dead-letters/replay', 'POST', { ids: await letters() }).catch(() => undefined);
    await clock.wait(delay);
    await site.gateway.end('SIGKILL');
    await replay;
    site = await siteUnderFault({ dataDir });
    const { messages } = (await site.settled()) as {
      messages: { received: number; replayed?: number; balanced: boolean };
    };
    // No better understood than before, each of them is a letter again, under the number of its new place.
    expect(await letters(), `killed after ${delay} ms`).toHaveLength(LETTERS);
    expect(messages).toMatchObject({ balanced: true, received: LETTERS + (messages.replayed ?? 0) });
  }
  const { replayed } = await site.ask<{ replayed: number }>('/v1/dead-letters/replay', 'POST', {
    ids: await letters(),
  });
  expect(replayed).toBe(LETTERS);
  await site.settled();
  expect(await letters()).toHaveLength(LETTERS);
});
