/** F19: memory under a steady load. In the night ten minutes and a slope; else a few seconds against a leak anybody would see. */
import { expect, it } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { nightly } from '../chaos/row.ts';
import { canary, siteUnderFault } from '../support/site-under-fault.ts';

const clock = realClock();
const DEVICES = 20;
/** ms */
const WARM_UP = nightly ? 120_000 : 2_000;
const SOAK = nightly ? 480_000 : 4_500;
const LOOK_EVERY = nightly ? 5_000 : 500;
/** MiB the lowest memory of the last third may lie above that of the first. */
const GROWTH = nightly ? 12 : 60;

it('does not grow under a steady load', { timeout: 900_000 }, async () => {
  const site = await siteUnderFault();
  const names = Array.from({ length: DEVICES }, (_, index) => `lab/s${index}`);
  const clients = await Promise.all(names.map((name) => site.device(name)));
  const busy = clients.map((client) => canary(client, 15));
  await clock.wait(WARM_UP);
  const seen: number[] = [];
  for (let passed = 0; passed < SOAK; passed += LOOK_EVERY) {
    await clock.wait(LOOK_EVERY);
    seen.push(site.memory());
  }
  const sent = (await Promise.all(busy.map((one) => one.stop()))).flat().length;
  // Lows, since what the garbage collector has not come to yet is no leak.
  const third = Math.floor(seen.length / 3);
  const [early, late] = [Math.min(...seen.slice(0, third)), Math.min(...seen.slice(-third))];
  console.info(`${sent} messages; lowest memory ${early.toFixed(1)}, then ${late.toFixed(1)} MiB`);
  expect(sent).toBeGreaterThan(DEVICES * 10);
  expect(late - early).toBeLessThan(GROWTH);
  expect((await site.settled()).messages).toMatchObject({ received: sent, balanced: true });
});
