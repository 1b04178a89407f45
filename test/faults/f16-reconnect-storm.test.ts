/** F16: everybody comes back at once, with tokens and with passwords that are slow to check. */
import { expect, it } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { CONNACK, login, rawClient, text } from '../support/mqtt-raw.ts';
import { canary, quantile, type Site, siteUnderFault } from '../support/site-under-fault.ts';

const clock = realClock();
const DEVICES = 2_000;
const WITH_PASSWORD = 60;
/** Requests and sockets opened side by side, so that the test is no slower than the gateway. */
const AT_ONCE = 100;

async function each<T, R>(items: readonly T[], atOnce: number, act: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const work = async () => {
    for (let index = next++; index < items.length; index = next++) results[index] = await act(items[index] as T);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

interface Login {
  readonly user: string;
  readonly secret: string;
}

/** Machine ms until all are in; fails when one is refused. */
async function storm(site: Site, logins: readonly Login[]): Promise<number> {
  const began = clock.monotonic();
  const clients = await each(logins, logins.length, async ({ user, secret }) => {
    const client = await rawClient(site.port);
    client.send(login(user, { rest: [text(user), text(secret)] }));
    expect(await client.gets(CONNACK), `${user}: ${client.received().toString('hex')}`).toBe(true);
    return client;
  });
  const took = clock.monotonic() - began;
  for (const { socket } of clients) socket.destroy();
  return took;
}

// Making 2,000 tokens first may take a loaded machine a minute; what is measured is only the storm.
it('lets 2,000 devices in within ten seconds, and those who publish do not notice', { timeout: 180_000 }, async () => {
  const site = await siteUnderFault();
  const names = Array.from({ length: DEVICES }, (_, index) => `s${index}`);
  const lines = names.map((name) => JSON.stringify({ deviceId: `acme/${name}`, typeId: 'smoke' }));
  await site.ask('/v1/devices/import', 'POST', lines.join('\n'));
  const tokens = await each(names, AT_ONCE, async (name): Promise<Login> => {
    const { token } = await site.ask<{ token: string }>(`/v1/devices/acme/${name}/token`, 'POST');
    return { user: `acme/${name}`, secret: token };
  });
  const passwords = Array.from(
    { length: WITH_PASSWORD },
    (_, index): Login => ({ user: `acme/p${index}`, secret: `chosen by its vendor ${index}` }),
  );
  await each(passwords, AT_ONCE, ({ user, secret }) =>
    site.ask(`/v1/devices/${user}`, 'PUT', { typeId: 'smoke', password: secret }),
  );

  const honest = await site.device('lab/honest');
  const busy = canary(honest, 10);
  expect(await storm(site, tokens)).toBeLessThan(10_000);
  // Each of these costs a slow hash the first time, on a thread of its own; from then on it is remembered.
  const first = await storm(site, passwords);
  const second = await storm(site, passwords);
  expect(second).toBeLessThan(Math.max(1_000, first));
  const took = await busy.stop();
  expect(took.length).toBeGreaterThan(50);
  expect(quantile(took, 0.99)).toBeLessThan(1_000);
  const [slow, all] = [
    await site.metric('gridwarden_inbox_commit_seconds_bucket{le="0.05"}'),
    await site.metric('gridwarden_inbox_commit_seconds_count'),
  ];
  expect(slow / all).toBeGreaterThan(0.97);
  expect(await site.metric('gridwarden_mqtt_logins_total{result="accepted"}')).toBeGreaterThanOrEqual(
    DEVICES + 2 * WITH_PASSWORD,
  );
});
