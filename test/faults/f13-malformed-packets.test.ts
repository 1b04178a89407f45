/** F13: malformed packets, before and after a login, end their own connection and nothing else. */
import { expect, it } from 'vitest';
import { ACKNOWLEDGEMENTS } from '../conformance/acknowledgements.ts';
import { CONNECTS } from '../conformance/connect.ts';
import { OTHERS } from '../conformance/others.ts';
import { PUBLISHES } from '../conformance/publish.ts';
import { SUBSCRIBES } from '../conformance/subscribe.ts';
import { login, publish, text } from '../support/mqtt-raw.ts';
import { canary, quantile, type Site, siteUnderFault } from '../support/site-under-fault.ts';

const PACKETS = 10_000;
const PER_CONNECTION = 25;
const AT_ONCE = 16;
const GOOD = [...CONNECTS, ...PUBLISHES, ...ACKNOWLEDGEMENTS, ...SUBSCRIBES, ...OTHERS]
  .flatMap(({ steps }) => steps.flatMap((step) => ('send' in step ? [step.send] : [])))
  .concat(publish('v1/me/telemetry', '{"smoke":0.01}', 3), publish('v1/me/event', '{"code":"x","active":true}', 4, 4))
  .filter(({ length }) => length < 400);

/** Numbers below a bound, the same for the same seed (a linear congruence of 32 bits). */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A packet with some bytes changed, inserted or cut away, mostly those that mean something. */
function malformed(roll: (below: number) => number): Buffer {
  let bytes = Buffer.from(GOOD[roll(GOOD.length)] ?? '');
  for (let changes = 1 + roll(3); changes > 0 && bytes.length > 0; changes--) {
    const at = roll(3) > 0 ? roll(Math.min(bytes.length, 12)) : roll(bytes.length);
    const kind = roll(8);
    if (kind === 0) bytes = bytes.subarray(0, at);
    else if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from([roll(256)]), bytes.subarray(at)]);
    else bytes[at] = kind === 2 ? (bytes[at] ?? 0) ^ (1 << roll(8)) : ([0, 0xff, 0x7f, 0x80, roll(256)][roll(5)] ?? 0);
  }
  return bytes;
}

async function assault(site: Site, seed: number): Promise<void> {
  const roll = dice(seed);
  let left = PACKETS / PER_CONNECTION;
  const work = async () => {
    while (left-- > 0) {
      const attacker = await site.raw();
      const user = `lab/fuzz-${seed}-${left}`;
      if (roll(4) > 0) attacker.send(login(user, { rest: [text(user), text('lab')] }));
      for (let count = 0; count < PER_CONNECTION; count++) attacker.send(malformed(roll));
      attacker.socket.end();
      await attacker.closed;
      attacker.socket.destroy();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

it('survives 10,000 malformed packets of three seeds each, and serves those beside them', {
  timeout: 60_000,
}, async () => {
  const site = await siteUnderFault({ env: { GRIDWARDEN_DEVICE_RATE: '0' } });
  const { pid } = site.gateway.process;
  const devices = await Promise.all(['one', 'two'].map((name) => site.device(`lab/canary-${name}`)));
  const heard: string[] = [];
  devices[1]?.on('message', (topic) => heard.push(topic));
  await devices[1]?.subscribeAsync('v1/me/down/rejected');
  const canaries = devices.map((device) => canary(device));
  await assault(site, 1);
  const before = site.memory();
  for (const seed of [2, 3]) await assault(site, seed);
  const took = (await Promise.all(canaries.map(({ stop }) => stop()))).flat().sort((a, b) => a - b);
  expect(took.length).toBeGreaterThan(50);
  expect(quantile(took, 0.99)).toBeLessThan(1_000);
  expect([devices.map(({ connected }) => connected), heard]).toEqual([[true, true], []]);
  expect([site.gateway.process.exitCode, site.gateway.process.pid]).toEqual([null, pid]);
  expect(site.memory() - before).toBeLessThan(128);
  const { messages } = await site.settled();
  expect(messages.balanced).toBe(true);
  expect(messages.decoded + messages.duplicate).toBeGreaterThanOrEqual(took.length);
  expect(await site.metric('gridwarden_mqtt_store_bytes{what="retained"}')).toBeLessThan(1 << 20);
});
