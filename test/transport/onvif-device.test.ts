import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { onvif } from '../../adapters/onvif.ts';
import { realClock } from '../../gateway/clock.ts';
import { GatewayError } from '../../gateway/errors.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import type { Arrival } from '../../gateway/model/message.ts';
import type { Happening } from '../../gateway/model/observation.ts';
import { createOnvifDevice, type OnvifDeviceOptions } from '../../gateway/transport/onvif-device.ts';
import { openPullPoint, type SubscriptionReference } from '../../gateway/transport/onvif-pull-point.ts';
import { createSoapClient } from '../../gateway/transport/onvif-soap.ts';
import { createTurns } from '../../gateway/transport/onvif-turns.ts';
import { createDoorControllerSimulator } from '../../simulators/door-controller.ts';
import type { LoginMode } from '../../simulators/onvif/login.ts';
import { createCameraSimulator } from '../../simulators/onvif-camera.ts';

const LOGIN = { username: 'gateway', password: 'correct horse' };
const FAST = { pullTimeoutMs: 2_000, fastRetryMs: 20, minBackoffMs: 20, maxBackoffMs: 40 };
const clock = realClock();
const EVENT_SERVICE = { address: 'http://cam/onvif/event_service', path: '/onvif/event_service' };

/** An actor that stores what it hears in `arrivals`, and what its adapter makes of it. */
function watch(address: string, more: Partial<OnvifDeviceOptions> = {}) {
  const arrivals: Arrival[] = [];
  const presence: boolean[] = [];
  const device = createOnvifDevice({
    deviceId: 'acme/one',
    vendor: 'acme',
    device: 'one',
    address,
    ...LOGIN,
    clock,
    log: silentLog(),
    metrics: createMetrics(),
    append: async (arrival) => arrivals.push(arrival),
    onPresence: (online) => presence.push(online),
    timing: FAST,
    ...more,
  });
  onTestFinished(() => device.stop());
  device.start();
  const events = () =>
    arrivals
      .flatMap((arrival) =>
        onvif.decode(
          { ...arrival, position: { commit: 1, frame: 0 } },
          {
            deviceId: 'acme/one',
            vendor: 'acme',
            device: 'one',
            typeId: 'camera',
            mobility: 'FIXED',
            siteClass: 'ORDINARY',
            simulated: false,
          },
        ),
      )
      .filter(({ kind }) => kind === 'event') as Happening[];
  /** Codes with + or -, `=` in front of a baseline. */
  const told = () => events().map(({ code, active, baseline }) => `${baseline ? '=' : ''}${code}${active ? '+' : '-'}`);
  return { device, arrivals, presence, events, told };
}

async function camera(login: LoginMode = 'either', now = () => clock.now()) {
  const simulator = createCameraSimulator({ name: 'cam', ...LOGIN, now, login, zones: ['Yard', 'Gate'] });
  await simulator.start();
  onTestFinished(() => simulator.stop());
  return simulator;
}

const until = (reached: () => unknown, timeout = 8_000) => vi.waitUntil(reached, { timeout, interval: 5 });
const pulls = (simulator: { received: readonly { operation: string; status: number }[] }) =>
  simulator.received.filter(({ operation, status }) => operation === 'PullMessages' && status === 200).length;
const BASELINE = ['=motion-', '=tamper-', '=signal_loss-'];

describe('a camera', () => {
  it.each(['digest', 'token'] as const)('tells its states first and then what happens, with %s', async (login) => {
    const cam = await camera(login);
    const { device, arrivals, events, told, presence } = watch(cam.address);
    await until(() => arrivals.length === 3);
    cam.motion(true);
    cam.intrusion(true, 'Gate', '7');
    cam.lineCrossed();
    await until(() => told().includes('line_crossed+'));
    expect(told().slice(0, 3)).toEqual(BASELINE);
    expect(told().filter((event) => !event.startsWith('='))).toEqual(['motion+', 'intrusion+', 'line_crossed+']);
    expect(events().find(({ code, active }) => code === 'intrusion' && active)).toMatchObject({
      source: 'VideoSourceConfig_1/Gate',
      key: '7',
      quality: 'GOOD',
    });
    expect(arrivals[0]).toMatchObject({
      transport: 'onvif-pull',
      vendor: 'acme',
      device: 'one',
      retain: true,
      skewMs: 0,
    });
    expect(arrivals.at(-1)?.topic).toBe('onvif/RuleEngine/LineDetector/Crossed');
    expect(device.status()).toMatchObject({ state: 'live', online: true, login, subscriptions: 1, skewMs: 0 });
    expect(presence).toEqual([true]);
  });

  it('with a clock a day behind is corrected by what was measured', async () => {
    const DAY = 86_400_000;
    const cam = await camera('token', () => clock.now() - DAY);
    const { device, arrivals, events } = watch(cam.address);
    await until(() => arrivals.length === 3);
    expect(Math.abs((device.status().skewMs ?? 0) + DAY)).toBeLessThan(2_000);
    for (const event of events()) {
      expect(Math.abs(event.time - clock.now())).toBeLessThan(5_000);
      expect(event.quality).toBe('GOOD');
    }
  });

  it('with a wrong password is left alone after two refusals, until somebody says to try', async () => {
    const cam = await camera('digest');
    const { device, presence } = watch(cam.address, { password: 'wrong', timing: { ...FAST, offlineAfterMs: 50 } });
    await until(() => device.status().state === 'refused');
    expect(device.status().lastError).toMatchObject({ code: 'ONVIF_AUTH' });
    await until(() => presence.length > 0);
    expect(presence).toEqual([false]);
    const wrong = () => cam.received.filter(({ login }) => login === 'wrong').length;
    expect(wrong()).toBe(2);
    await clock.wait(150);
    expect(wrong()).toBe(2);
    device.retry();
    await until(() => wrong() === 4);
    await until(() => device.status().state === 'refused');
  });

  it('that restarts is subscribed anew: its states come as a baseline, later events as news', async () => {
    const cam = await camera();
    const { device, told } = watch(cam.address);
    await until(() => told().length === 3);
    cam.intrusion(true, 'Yard');
    await until(() => told().includes('intrusion+'));
    const before = told().length;
    await cam.stop();
    await cam.start();
    await until(() => device.status().subscriptions === 2);
    await until(() => told().length >= before + 4);
    expect(told().slice(before)).toEqual([...BASELINE, '=intrusion+']);
    cam.intrusion(false, 'Yard');
    await until(() => told().at(-1) === 'intrusion-');
    expect(told().slice(before + 4)).toEqual(['intrusion-', 'intrusion-']);
  });

  it('is kept subscribed by pulling alone, one pull point at a time', async () => {
    const cam = await camera();
    watch(cam.address, { timing: { ...FAST, pullTimeoutMs: 1_000 } });
    await until(() => pulls(cam) >= 4);
    const operations = cam.received.map(({ operation }) => operation);
    expect(operations.filter((operation) => operation === 'CreatePullPointSubscription')).toHaveLength(2);
    expect(operations).not.toContain('Renew');
  });

  it('is left without a subscription after a stop', async () => {
    const cam = await camera();
    const { device, arrivals } = watch(cam.address);
    await until(() => arrivals.length === 3);
    await clock.wait(30);
    await Promise.all([device.stop(), device.stop()]);
    await until(() => cam.received.some(({ operation, status }) => operation === 'Unsubscribe' && status === 200));
    expect(device.status().state).toBe('stopped');
    device.start();
    await clock.wait(50);
    expect(cam.received.filter(({ operation }) => operation === 'CreatePullPointSubscription')).toHaveLength(2);
  });

  it('that is away is reported offline and found when it comes', async () => {
    const cam = await camera();
    const { address } = cam;
    await cam.stop();
    const { device, presence, arrivals } = watch(address, { timing: { ...FAST, offlineAfterMs: 60 } });
    await until(() => presence.length === 1);
    expect(device.status().lastError?.code).toBe('ONVIF_UNREACHABLE');
    await cam.start();
    await until(() => arrivals.length === 3);
    expect(presence).toEqual([false, true]);
  });
});

describe('a subscription', () => {
  /** Keeps what an actor wants kept, as the records do. */
  const memory = () => {
    let kept: SubscriptionReference | undefined;
    return {
      load: () => kept,
      save: (subscription: SubscriptionReference | undefined) => {
        kept = subscription;
      },
    };
  };
  const operations = (simulator: { received: readonly { operation: string; status: number }[] }) =>
    simulator.received.filter(({ status }) => status === 200).map(({ operation }) => operation);

  it('that a killed gateway left is gone on with, and what the device queued for it arrives', async () => {
    const cam = await camera();
    const client = createSoapClient({ address: cam.address, ...LOGIN, clock, skewMs: () => 0 });
    onTestFinished(() => client.close());
    const left = await openPullPoint({ client, clock, devicePath: '' }, EVENT_SERVICE, 1_000);
    cam.motion(true);
    const subscription = memory();
    subscription.save(left.subscription);
    const { device, arrivals, told } = watch(cam.address, { subscription });
    await until(() => arrivals.length === 4);
    expect(told().at(-1)).toBe('motion+');
    expect(device.status()).toMatchObject({ state: 'live', subscriptions: 0 });
    await device.stop();
    await until(() => cam.received.some(({ operation, status }) => operation === 'Unsubscribe' && status === 200));
    expect(subscription.load()).toBeUndefined();
    expect(operations(cam).filter((operation) => operation === 'CreatePullPointSubscription')).toHaveLength(1);
  });

  it('that the device forgot is made anew', async () => {
    const cam = await camera();
    const subscription = memory();
    subscription.save({ path: '/onvif/subscription?Idx=99', address: 'http://x/?Idx=99', referenceParameters: '' });
    const { device, arrivals } = watch(cam.address, { subscription });
    await until(() => arrivals.length === 3);
    expect(device.status().subscriptions).toBe(1);
    expect(subscription.load()?.path).not.toContain('99');
  });

  it('waits for its turn where many devices come at once', async () => {
    const cam = await camera();
    const turns = createTurns(1, clock);
    const release = await turns.take(new AbortController().signal);
    const { device, arrivals } = watch(cam.address, { turns });
    await clock.wait(100);
    expect(device.status()).toMatchObject({ state: 'connecting', subscriptions: 0 });
    release();
    await until(() => arrivals.length === 3);
  });
});

describe('the inbox', () => {
  it('is waited for: no pull leaves before every notification is durable', async () => {
    const cam = await camera();
    const waiting: (() => void)[] = [];
    const append = () => new Promise<void>((resolve) => waiting.push(resolve));
    watch(cam.address, { append });
    await until(() => waiting.length === 3);
    waiting.splice(0, 2).forEach((done) => {
      done();
    });
    await clock.wait(100);
    expect(pulls(cam)).toBe(1);
    cam.motion(true);
    waiting.shift()?.();
    await until(() => pulls(cam) === 2);
    await until(() => waiting.length === 1);
    waiting.shift()?.();
  });

  it('that refuses gets the same notification again until it takes it', async () => {
    const cam = await camera();
    const stored: string[] = [];
    let full = true;
    const append = async ({ topic }: Arrival) => {
      if (full) throw new GatewayError('INBOX_FULL', 'full');
      stored.push(topic);
    };
    const { device } = watch(cam.address, { append });
    await until(() => pulls(cam) === 1);
    await clock.wait(50);
    full = false;
    await until(() => stored.length === 3);
    expect(device.status()).toMatchObject({ state: 'live', messages: 3 });
  });
});

describe('a door controller', () => {
  it('tells of every door by its token, and of no person', async () => {
    const doors = createDoorControllerSimulator({
      name: 'ctl',
      ...LOGIN,
      now: () => clock.now(),
      doors: ['Door1', 'Door2'],
    });
    await doors.start();
    onTestFinished(() => doors.stop());
    const { events } = watch(doors.address);
    await until(() => events().length === 10);
    expect(events().every(({ baseline, active }) => baseline && !active)).toBe(true);
    doors.forceOpen('Door2');
    doors.close('Door2');
    doors.holdOpen('Door1');
    doors.deny('Door1', 'CredentialNotEnabled');
    doors.grant('Door2');
    doors.tamper('Door1', true);
    doors.duress('Door2');
    await until(() => events().some(({ code }) => code === 'duress'));
    const news = events().slice(10);
    const told = news.filter(({ active }) => active).map(({ code, source }) => `${code} ${source}`);
    expect(told).toEqual([
      'door_forced_open Door2',
      'door_open_too_long Door1',
      'access_denied Door1-Reader',
      'access_granted Door2-Reader',
      'door_tamper Door1',
      'duress Door2-Reader',
    ]);
    expect(news.find(({ code }) => code === 'access_denied')?.data).toMatchObject({ reason: 'CredentialNotEnabled' });
    expect(JSON.stringify(events())).not.toMatch(/Holder|Credential-/);
  });
});

describe('a hostile device', () => {
  it('loses one notification to the quarantine, and the neighbours arrive', async () => {
    const notification = (inside: string) => `<w:NotificationMessage>${inside}</w:NotificationMessage>`;
    const good = (source: string) =>
      notification(
        `<w:Topic>tns1:VideoSource/SignalLoss</w:Topic><w:Message><t:Message UtcTime="2026-03-01T08:00:00Z" PropertyOperation="Changed">` +
          `<t:Source><t:SimpleItem Name="Source" Value="${source}"/></t:Source><t:Data><t:SimpleItem Name="State" Value="true"/></t:Data></t:Message></w:Message>`,
      );
    const broken = notification('<w:Topic>tns1:VideoSource/SignalLoss</w:Topic><w:Message></w:Wrong <&');
    let pulled = 0;
    const server = createServer(async (req, res) => {
      let body = '';
      for await (const chunk of req) body += String(chunk);
      const answer = body.includes('<CreatePullPoint')
        ? '<CreatePullPointSubscriptionResponse><SubscriptionReference><Address>http://192.0.2.1:9/sub?Idx=1</Address></SubscriptionReference></CreatePullPointSubscriptionResponse>'
        : body.includes('<PullMessages')
          ? `<PullMessagesResponse>${pulled++ === 0 ? good('a') + broken + good('b') : ''}</PullMessagesResponse>`
          : '<R/>';
      res.end(`<s:Envelope xmlns:w="urn:w"><s:Body>${answer}</s:Body></s:Envelope>`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { arrivals } = watch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await until(() => arrivals.length === 3);
    const decode = (index: number) => {
      const arrival = arrivals[index];
      if (!arrival) throw new Error('missing');
      const device = { deviceId: 'acme/one', vendor: 'acme', device: 'one', typeId: 'camera' };
      return onvif.decode(
        { ...arrival, position: { commit: 1, frame: index } },
        { ...device, mobility: 'FIXED', siteClass: 'ORDINARY', simulated: false },
      );
    };
    expect(decode(0)).toMatchObject([{ code: 'signal_loss', source: 'a' }]);
    expect(() => decode(1)).toThrow(GatewayError);
    expect(Buffer.from(arrivals[1]?.payload ?? []).toString()).toContain(broken);
    expect(decode(2)).toMatchObject([{ code: 'signal_loss', source: 'b' }]);
    // Answers at once with nothing are not answered with a storm of pulls.
    await clock.wait(500);
    expect(pulled).toBeLessThanOrEqual(3);
  });

  it('is not one of another protocol', () => {
    expect(() => createOnvifDevice({ ...watchOptions, address: 'ftp://x/' })).toThrow(GatewayError);
    expect(() => createOnvifDevice({ ...watchOptions, address: 'not an address' })).toThrow(GatewayError);
  });
});

const watchOptions: OnvifDeviceOptions = {
  deviceId: 'acme/one',
  vendor: 'acme',
  device: 'one',
  address: 'http://127.0.0.1:1/',
  ...LOGIN,
  clock,
  log: silentLog(),
  metrics: createMetrics(),
  append: async () => {},
};
