import { describe, expect, it } from 'vitest';
import type { OnvifDeviceOptions } from '../../gateway/transport/onvif-device.ts';
import { createNotifyListener } from '../../gateway/transport/onvif-listener.ts';
import type { SubscriptionReference } from '../../gateway/transport/onvif-pull-point.ts';
import { QUIRKS } from '../../simulators/onvif/quirks.ts';
import type { CameraSimulator, CameraSimulatorOptions } from '../../simulators/onvif-camera.ts';
import { creations, LOGIN, town, type Watched } from './quirk-rig.ts';

const MINUTE = 60_000;

/** A town with a healthy camera that is watched, too. */
async function withNeighbour() {
  const place = town();
  const { time, verdicts } = place;
  const healthy = await place.camera({ name: 'healthy' });
  const next = place.watch(healthy.address, { device: 'next' });
  await time.until(() => next.events().length === 3, MINUTE);
  let moves = 0;

  return {
    ...place,
    /** A camera with a quirk, and the actor that watches it. */
    async quirky(
      number: number,
      form?: string,
      more: { camera?: Partial<CameraSimulatorOptions>; watch?: Partial<OnvifDeviceOptions> } = {},
    ) {
      const device = form === undefined ? 'one' : form;
      const cam = await place.camera({ name: device, ...more.camera });
      cam.setQuirk(number, true, form);
      await cam.stop();
      await cam.start();
      const one = place.watch(cam.address, { device, ...more.watch });
      return { cam, one, device };
    },
    /** The neighbour is heard within a second, and was never subscribed to anew. */
    async unaffected() {
      moves += 1;
      const on = moves % 2 === 1;
      healthy.motion(on);
      await time.until(() => next.events().at(-1)?.active === on, 1_000);
      const all = ['+motion', '-motion', '+motion', '-motion', '+motion', '-motion'];
      expect(await verdicts('next')).toEqual(all.slice(0, moves));
      expect(creations(healthy)).toHaveLength(1);
    },
  };
}

const live = ({ device }: Watched) => device.status().state === 'live';

/** News of a code that arrived, baselines left out. */
const news = (one: Watched, code: string, active: boolean) =>
  one.events().filter((event) => event.code === code && event.active === active && !event.baseline).length;

/** One create at first, and one more at most after each step of the back-off. */
function expectOneCreatePerStep(cam: CameraSimulator, one: Watched, first = 1) {
  const times = creations(cam).slice(first - 1);
  expect(times.length).toBeLessThanOrEqual(1 + one.failures());
  for (const [index, at] of times.entries())
    if (index > 0) expect(at - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(1_000);
}

type Town = Awaited<ReturnType<typeof withNeighbour>>;

/** Something moves for five seconds, and both its begin and its end are heard. */
async function move({ time }: Town, cam: CameraSimulator, one: Watched, limit = 2 * MINUTE) {
  for (const active of [true, false]) {
    const before = one.events().length;
    cam.motion(active);
    await time.until(
      () =>
        one
          .events()
          .slice(before)
          .findLast(({ code }) => code === 'motion')?.active === active,
      limit,
    );
    await time.pass(5_000);
  }
}

const formsOf = (number: number): readonly string[] => QUIRKS.get(number)?.forms ?? [];

/** The plain story: the gateway learns the states, movement begins and ends once, nobody else notices. */
async function survives(
  number: number,
  form?: string,
  more: Parameters<Town['quirky']>[2] & { creates?: number } = {},
) {
  const place = await withNeighbour();
  const { cam, one, device } = await place.quirky(number, form, more);
  await place.time.until(() => live(one), 5 * MINUTE);
  // Round trips take no time here: nothing should happen in the very moment of the begin.
  await place.time.pass(1_000);
  await move(place, cam, one, 5 * MINUTE);
  expect(await place.verdicts(device)).toEqual(['+motion', '-motion']);
  expectOneCreatePerStep(cam, one, more.creates);
  await place.unaffected();
  return { place, cam, one, device };
}

// Their time is not the machine's, but a busy machine may take its time.
describe('a peer whose quirk is', { timeout: 60_000 }, () => {
  it('1: the address of a subscription leads nowhere', async () => {
    for (const form of formsOf(1)) await survives(1, form);
  });

  it('2: the subscription is told by more than its path', async () => {
    for (const form of formsOf(2)) {
      const { cam } = await survives(2, form);
      expect(cam.received.filter(({ operation, status }) => operation === 'PullMessages' && status !== 200)).toEqual(
        [],
      );
    }
  });

  it('3: it restarts by itself', async () => {
    const { place, cam, one } = await survives(3);
    await place.time.pass(20 * MINUTE);
    expect(creations(cam).length).toBeGreaterThan(2);
    await move(place, cam, one);
    expect(await place.verdicts()).toEqual(['+motion', '-motion', '+motion', '-motion']);
    expectOneCreatePerStep(cam, one);
  });

  it('4: Renew is broken', async () => {
    for (const form of formsOf(4)) {
      // A lease of exactly four pulls would end in the very moment of the fourth.
      const timing = { pullTimeoutMs: 29_000 };
      const { place, cam, one, device } = await survives(4, form, { watch: { timing } });
      await place.time.pass(8 * MINUTE);
      const renewals = cam.received.filter(({ operation }) => operation === 'Renew').map(({ at }) => at);
      // Never more often than every half lease, whatever form the renewals take.
      if (form === 'absolute-only') expect(creations(cam)).toHaveLength(1);
      expect(renewals.length).toBeLessThanOrEqual(2 * 8 * 2);
      await move(place, cam, one);
      expect((await place.verdicts(device)).length).toBe(4);
      expectOneCreatePerStep(cam, one);
    }
  });

  it('5: Unsubscribe ends everybody’s subscription', async () => {
    const { place, cam, one } = await survives(5);
    const others = ['second', 'third'].map((device, index) =>
      place.watch(cam.address, { device, timing: { pullTimeoutMs: 40_000 + 7_000 * index } }),
    );
    await place.time.until(() => others.every(live), MINUTE);
    await place.time.pass(MINUTE);
    const stopped = others[1]?.device.stop();
    await place.time.pass(5 * MINUTE);
    await stopped;
    await move(place, cam, one);
    expect(await place.verdicts()).toEqual(['+motion', '-motion', '+motion', '-motion']);
    // Those that are left subscribe anew, and do not end each other's subscriptions by taking leave of one that is gone.
    expect(creations(cam).length).toBeLessThanOrEqual(3 + 2);
  });

  it('6: few places, and they are not given back', async () => {
    let kept: SubscriptionReference | undefined;
    const subscription = {
      load: () => kept,
      save(reference: SubscriptionReference | undefined) {
        kept = reference;
      },
    };
    const { place, cam, one } = await survives(6, undefined, { watch: { subscription } });
    expect(kept).toBeDefined();
    // Two gateways that were killed and left theirs behind: their places come free with their leases.
    for (const device of ['killed', 'killed-again']) void place.watch(cam.address, { device });
    await place.time.pass(3 * MINUTE);
    expect(creations(cam).length).toBeLessThanOrEqual(2 + 2 * 12);
    await move(place, cam, one);
    expect(await place.verdicts()).toEqual(['+motion', '-motion', '+motion', '-motion']);
    expect(one.failures()).toBe(0);
    expect(kept).toBeDefined();
  });

  it('7: a pull ends otherwise than it should', async () => {
    for (const form of formsOf(7)) {
      const { place, cam, one, device } = await survives(7, form);
      const pulls = () => cam.received.filter(({ operation }) => operation === 'PullMessages').length;
      const before = pulls();
      await place.time.pass(2 * MINUTE);
      // One a second at most, however early they end.
      expect(pulls() - before).toBeLessThanOrEqual(125);
      await move(place, cam, one);
      expect(await place.verdicts(device)).toEqual(['+motion', '-motion', '+motion', '-motion']);
      expectOneCreatePerStep(cam, one);
    }
  });

  it('8: a second pull at a time is one too many', async () => {
    const { place, cam, one } = await survives(8);
    one.device.retry();
    await place.time.pass(10 * MINUTE);
    await move(place, cam, one);
    expect(cam.received.filter(({ operation, status }) => operation === 'PullMessages' && status === 500)).toEqual([]);
    expect(creations(cam)).toHaveLength(1);
  });

  it('9: what it says of pull points is not true', async () => {
    const { cam } = await survives(9, 'denied-but-there');
    expect(cam.received.some(({ operation }) => operation === 'Subscribe')).toBe(false);
    const place = await withNeighbour();
    const pushing = await pushListener();
    const {
      cam: missing,
      one,
      device,
    } = await place.quirky(9, 'promised-but-missing', {
      watch: { listener: pushing.listener },
    });
    await place.time.until(() => live(one), MINUTE);
    await move(place, missing, one);
    expect(one.arrivals.every(({ transport }) => transport === 'onvif-push')).toBe(true);
    expect(await place.verdicts(device)).toEqual(['+motion', '-motion']);
    await missing.stop();
    await missing.start();
    // Pushes that stay away are noticed when the subscription cannot be renewed.
    await place.time.pass(15 * MINUTE);
    await move(place, missing, one);
    expect(await place.verdicts(device)).toEqual(['+motion', '-motion', '+motion', '-motion']);
    await place.unaffected();
  });

  it('10: filters are refused or ignored', async () => {
    for (const form of formsOf(10)) await survives(10, form);
  });

  it('11: WS-Addressing headers are needed, or are too much', async () => {
    await survives(11, 'needed');
    // What it chokes on is learned from the first refusal.
    await survives(11, 'too-much', { creates: 2 });
  });

  it('12: the envelope must be just so', async () => {
    for (const form of formsOf(12)) await survives(12, form);
  });

  it('13: bursts of Initialized', async () => {
    const { place, cam, one } = await survives(13);
    for (let restart = 0; restart < 3; restart += 1) {
      await cam.stop();
      await cam.start();
      await place.time.pass(MINUTE);
    }
    expect(one.arrivals.length).toBeGreaterThan(4 * 203);
    expect(await place.verdicts()).toEqual(['+motion', '-motion']);
    expectOneCreatePerStep(cam, one);
  });

  it('14: everything is labelled Initialized', async () => {
    const place = await withNeighbour();
    const { cam, one } = await place.quirky(14);
    await place.time.pass(MINUTE);
    await move(place, cam, one);
    cam.lineCrossed('3');
    await place.time.pass(MINUTE);
    expect(one.events().some(({ code, baseline }) => code === 'line_crossed' && baseline)).toBe(true);
    // A movement is told by its change; an occurrence that calls itself old is none.
    expect(await place.verdicts()).toEqual(['+motion', '-motion']);
    expectOneCreatePerStep(cam, one);
    await place.unaffected();
  });

  it('15: one movement on two topics', async () => {
    const { place } = await survives(15);
    expect(await place.verdicts()).toEqual(['+motion', '-motion']);
  });

  it('16: off never comes', async () => {
    const place = await withNeighbour();
    const { cam, one } = await place.quirky(16);
    await place.time.until(() => live(one), MINUTE);
    for (const moves of [1, 2]) {
      cam.motion(true);
      await place.time.until(() => news(one, 'motion', true) === moves, MINUTE);
      cam.motion(false);
      await place.time.pass(6 * MINUTE);
      expect(await place.verdicts()).toEqual(['+motion', '-motion', '+motion', '-motion'].slice(0, 2 * moves));
    }
    expect(news(one, 'motion', false)).toBe(0);
    await place.unaffected();
  });

  it('17: no Initialized at all', async () => {
    const { one } = await survives(17);
    expect(one.events().every(({ baseline }) => !baseline)).toBe(true);
  });

  it('18: old messages come again', async () => {
    for (const form of formsOf(18)) {
      const { place, cam, one, device } = await survives(18, form);
      await cam.stop();
      await cam.start();
      await place.time.pass(MINUTE);
      expect(one.arrivals.length).toBeGreaterThan(10);
      expect(await place.verdicts(device)).toEqual(['+motion', '-motion']);
      expectOneCreatePerStep(cam, one);
    }
  });

  it('19: objects vanish without a word of their state', async () => {
    const place = await withNeighbour();
    const { cam, one } = await place.quirky(19);
    await place.time.until(() => live(one), MINUTE);
    await place.time.pass(MINUTE);
    const expected: string[] = [];
    for (const object of ['1', '2', '1']) {
      cam.intrusion(true, 'Yard', object);
      await place.time.pass(10_000);
      cam.intrusion(false, 'Yard', object);
      await place.time.pass(10_000);
      expected.push('+intrusion', '-intrusion');
    }
    expect(await place.verdicts()).toEqual(expected);
    expect(new Set(one.events().map(({ key }) => key)).size).toBe(4);
    await place.unaffected();
  });

  it('20: a backlog comes after an outage', async () => {
    const { place, cam, one } = await survives(20);
    await cam.stop();
    await place.time.pass(2 * MINUTE);
    const happened = place.time.clock.now();
    cam.motion(true);
    cam.motion(false);
    cam.lineCrossed('8');
    await place.time.pass(10 * MINUTE);
    await cam.start();
    await place.time.until(() => news(one, 'line_crossed', true) === 1, 30 * MINUTE);
    expect(
      one
        .events()
        .filter(({ baseline }) => !baseline)
        .slice(-3)
        .map(({ time }) => time),
    ).toEqual([happened, happened, happened]);
    // What is over is no alarm any more; an occurrence is one also late.
    expect(await place.verdicts()).toEqual(['+motion', '-motion', '+line_crossed']);
    expectOneCreatePerStep(cam, one);
    await place.unaffected();
  });

  it('21: topics in every spelling', async () => {
    const { place, cam, one } = await survives(21);
    const rounds = formsOf(21).length;
    for (let round = 1; round < rounds; round += 1) await move(place, cam, one);
    const expected = Array.from({ length: rounds }, () => ['+motion', '-motion']).flat();
    expect(await place.verdicts()).toEqual(expected);
    const topics = new Set(one.arrivals.map(({ topic }) => topic));
    expect(topics.has('onvif/SimulatedVendor/NobodyKnows')).toBe(true);
  });

  it('22: values in every spelling', async () => {
    const { place, cam, one } = await survives(22);
    for (let round = 1; round < 6; round += 1) await move(place, cam, one);
    expect(await place.verdicts()).toEqual(Array.from({ length: 6 }, () => ['+motion', '-motion']).flat());
    // What says nothing is no happening.
    expect(one.events().filter(({ baseline }) => !baseline)).toHaveLength(12);
  });

  it('23: times in every spelling', async () => {
    const { place, cam, one } = await survives(23);
    const rounds = formsOf(23).length;
    for (let round = 1; round < rounds; round += 1) await move(place, cam, one);
    expect(await place.verdicts()).toEqual(Array.from({ length: rounds }, () => ['+motion', '-motion']).flat());
    const now = place.time.clock.now();
    for (const { time, quality } of one.events())
      if (quality === 'GOOD') expect(time).toBeLessThanOrEqual(now + 5 * MINUTE);
    expect(creations(cam)).toHaveLength(1);
  });

  it('24: answers that are none', async () => {
    const { place, cam, one } = await survives(24);
    for (let round = 1; round < 8; round += 1) {
      await move(place, cam, one, 30 * MINUTE);
      await place.time.pass(5 * MINUTE);
    }
    expect(await place.verdicts()).toEqual(Array.from({ length: 8 }, () => ['+motion', '-motion']).flat());
    expectOneCreatePerStep(cam, one);
  });

  it('25: a login of its own kind', async () => {
    const password = 'pä:ß"&<\\ =,端';
    for (const form of formsOf(25)) {
      const { place } = await survives(25, form, { camera: { password }, watch: { password } });
      const { cam, one } = await place.quirky(25, form, { camera: { password }, watch: { device: 'mistaken' } });
      await place.time.until(() => one.device.status().state === 'refused', MINUTE);
      await place.time.pass(20 * MINUTE);
      // Five would lock the account.
      expect(cam.received.filter(({ login }) => login === 'wrong').length).toBeLessThanOrEqual(2);
      expect(creations(cam).length).toBeLessThanOrEqual(2);
    }
  });

  it('26: a clock that is hours off, and checked', async () => {
    const { one, place } = await survives(26);
    expect(one.device.status()).toMatchObject({ login: 'token', skewMs: 8 * 60 * MINUTE });
    for (const { time } of one.events()) expect(Math.abs(time - place.time.clock.now())).toBeLessThan(10 * MINUTE);
  });

  it('27: a certificate that it signed itself', async () => {
    const place = await withNeighbour();
    const { cam, one } = await place.quirky(27);
    await place.time.pass(MINUTE);
    expect(one.device.status().lastError).toMatchObject({ code: 'ONVIF_UNREACHABLE' });
    expect(cam.received).toEqual([]);
    const pinned = place.watch(cam.address, { device: 'pinned', pin: cam.fingerprint ?? '' });
    await place.time.until(() => live(pinned), MINUTE);
    await move(place, cam, pinned);
    expect(await place.verdicts('pinned')).toEqual(['+motion', '-motion']);
    await place.unaffected();
  });

  it('28: probes do not reach it', async () => {
    await survives(28, undefined, { camera: { discovery: { address: '127.0.0.1', port: 0 } } });
  });

  it('29: one connection at a time', async () => {
    for (const form of formsOf(29)) {
      const { place, cam, one, device } = await survives(29, form);
      await place.time.pass(10 * MINUTE);
      await move(place, cam, one, 5 * MINUTE);
      expect(await place.verdicts(device)).toEqual(['+motion', '-motion', '+motion', '-motion']);
      expectOneCreatePerStep(cam, one);
    }
  });

  it('30: slow', async () => {
    const place = await withNeighbour();
    const { cam, one } = await place.quirky(30);
    await place.time.until(() => cam.received.length > 0, MINUTE);
    await place.unaffected();
    await place.time.until(() => live(one), 5 * MINUTE);
    await move(place, cam, one, 5 * MINUTE);
    await place.unaffected();
    expect(await place.verdicts()).toEqual(['+motion', '-motion']);
    const before = place.time.clock.now();
    let stopped = false;
    void one.device.stop().then(() => {
      stopped = true;
    });
    await place.time.until(() => stopped, 20_000);
    expect(place.time.clock.now() - before).toBeLessThanOrEqual(15_000);
  });
});

describe('the list', () => {
  it('has every number once, with what it does', () => {
    expect([...QUIRKS.keys()]).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    for (const { title, does } of QUIRKS.values()) expect(title.length * does.length).toBeGreaterThan(100);
  });
});

/** A listener on a port of its own, as the gateway's HTTP face has it. */
async function pushListener() {
  const { createServer } = await import('node:http');
  const { onTestFinished } = await import('vitest');
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
    const status = await listener.receive({
      token: req.url?.split('/').at(-1) ?? '',
      remoteAddress: req.socket.remoteAddress ?? '',
      contentType: req.headers['content-type'] ?? '',
      body: Buffer.concat(chunks),
    });
    res.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const listener = createNotifyListener(() => `http://127.0.0.1:${port}`);
  return { listener, LOGIN };
}
