import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import { createOnvifDevice, type OnvifDeviceOptions } from '../../gateway/transport/onvif-device.ts';
import { allNamed, readXml, textAt } from '../../gateway/xml.ts';
import { soapPeer } from '../support/soap-peer.ts';

const clock = realClock();
const until = (reached: () => unknown) => vi.waitUntil(reached, { timeout: 8_000, interval: 5 });
const fault = (code: string) => ({ fault: code });
const FAST = { pullTimeoutMs: 2_000, fastRetryMs: 20, minBackoffMs: 20, maxBackoffMs: 40 };

/** A device whose brokers are kept as it is told of them; `refuses` are operations it does not know, `takes` protocols it does. */
async function publisher({ refuses = [] as readonly string[], takes = /^mqtts?:/, status = 'Connected' } = {}) {
  const brokers = new Map<string, { prefix: string; user: string; password: string }>();
  const peer = await soapPeer((operation, body) => {
    if (refuses.includes(operation)) return fault('ter:ActionNotSupported');
    const address = textAt([...allNamed(readXml(body), operation)][0], 'Address');
    if (operation === 'AddEventBroker') {
      const [config] = allNamed(readXml(body), 'EventBroker');
      const own = textAt(config, 'Address');
      if (!takes.test(own)) return fault('ter:InvalidProtocol');
      const [prefix, user, password] = ['TopicPrefix', 'UserName', 'Password'].map((name) => textAt(config, name));
      brokers.set(own, { prefix: prefix ?? '', user: user ?? '', password: password ?? '' });
    }
    if (operation === 'DeleteEventBroker' && !brokers.delete(address)) return fault('ter:NotFound');
    if (operation === 'CreatePullPointSubscription')
      return '<SubscriptionReference><Address>http://192.0.2.1/sub</Address></SubscriptionReference>';
    if (operation !== 'GetEventBrokers') return undefined;
    return [...brokers]
      .map(
        ([own, { prefix, user }]) =>
          `<EventBroker><Address>${own}</Address><TopicPrefix>${prefix}</TopicPrefix><UserName>${user}</UserName><Status>${status}</Status></EventBroker>`,
      )
      .join('');
  });
  return { ...peer, brokers };
}

function watch(address: string, more: Partial<OnvifDeviceOptions> = {}) {
  const issued: string[] = [];
  const device = createOnvifDevice({
    ...{ deviceId: 'acme/one', vendor: 'acme', device: 'one', address, username: 'a', password: 'b' },
    ...{ clock, log: silentLog(), metrics: createMetrics(), timing: FAST, append: async () => undefined },
    broker: {
      addresses: () => ['mqtts://10.0.0.5:8883', 'mqtt://10.0.0.5:1883'],
      async issue() {
        issued.push(`secret-${issued.length + 1}`);
        return issued.at(-1) ?? '';
      },
    },
    ...more,
  });
  onTestFinished(() => device.stop());
  device.start();
  return { device, issued };
}

describe('a device that can publish by itself', () => {
  it('is given the broker, a login of its own and the prefix it may use, and loses them when it is removed', async () => {
    const cam = await publisher();
    const { device, issued } = watch(cam.address, { preferBroker: true });
    await until(() => device.status().state === 'live');
    expect(device.status().channel).toBe('mqtt');
    expect([...cam.brokers]).toEqual([
      ['mqtts://10.0.0.5:8883', { prefix: 'v1/acme/one', user: 'acme/one', password: 'secret-1' }],
    ]);
    expect(issued).toHaveLength(1);
    expect(cam.asked.some((operation) => operation === 'CreatePullPointSubscription')).toBe(false);
    await device.leave();
    expect(cam.brokers.size).toBe(0);
  });

  it('keeps its login over a restart of the gateway', async () => {
    const cam = await publisher();
    const first = watch(cam.address, { preferBroker: true });
    await until(() => first.device.status().state === 'live');
    await first.device.stop();
    expect(cam.brokers.size).toBe(1);
    const second = watch(cam.address, { preferBroker: true });
    await until(() => second.device.status().state === 'live');
    expect(second.issued).toEqual([]);
  });

  it('that is on its way to the broker keeps its password, and gets a new one when it does not come through', async () => {
    const cam = await publisher({ status: 'Offline' });
    cam.brokers.set('mqtts://10.0.0.5:8883', { prefix: 'v1/acme/one', user: 'acme/one', password: 'old' });
    const checks = {
      ...clock,
      wait: (ms: number, signal?: AbortSignal) => clock.wait(ms === 30_000 ? 20 : ms, signal),
    };
    const { device, issued } = watch(cam.address, { preferBroker: true, clock: checks });
    await until(() => device.status().state === 'live');
    expect(issued).toEqual([]);
    await until(() => issued.length > 0);
    expect(device.status().lastError).toMatchObject({ code: 'ONVIF_UNREACHABLE' });
    await until(() => cam.brokers.get('mqtts://10.0.0.5:8883')?.password !== 'old');
  });

  it('that forgets the broker is given it again', async () => {
    const cam = await publisher();
    const checks = {
      ...clock,
      wait: (ms: number, signal?: AbortSignal) => clock.wait(ms === 30_000 ? 20 : ms, signal),
    };
    const { device, issued } = watch(cam.address, { preferBroker: true, clock: checks });
    await until(() => device.status().state === 'live');
    cam.brokers.clear();
    await until(() => cam.brokers.size === 1);
    expect(issued).toHaveLength(2);
  });

  it('is given the address whose protocol it takes', async () => {
    const cam = await publisher({ takes: /^mqtt:/ });
    const { device } = watch(cam.address, { preferBroker: true });
    await until(() => device.status().state === 'live');
    expect([...cam.brokers.keys()]).toEqual(['mqtt://10.0.0.5:1883']);
  });

  it('is asked to only when it makes no pull point', async () => {
    const cam = await publisher({ refuses: ['CreatePullPointSubscription', 'Subscribe'] });
    const { device } = watch(cam.address);
    await until(() => device.status().state === 'live');
    expect(device.status().channel).toBe('mqtt');
    const order = new Set(cam.asked.filter((operation) => /Create|EventBroker/.test(operation)));
    expect([...order]).toEqual(['CreatePullPointSubscription', 'GetEventBrokers', 'AddEventBroker']);
  });

  it('and knows nothing of brokers tells what it said of a pull point', async () => {
    const refuses = ['CreatePullPointSubscription', 'Subscribe', 'GetEventBrokers', 'AddEventBroker'];
    const cam = await publisher({ refuses });
    const { device, issued } = watch(cam.address);
    await until(() => device.status().lastError !== undefined);
    expect(device.status().lastError).toMatchObject({ code: 'ONVIF_FAULT' });
    expect(device.status().lastError?.detail).toContain('ActionNotSupported');
    expect(issued).toEqual([]);
  });

  it('is left alone by a gateway that pulls from it', async () => {
    const cam = await publisher();
    const { device } = watch(cam.address, { broker: { addresses: () => ['mqtt://x:1'], issue: async () => 'x' } });
    await until(() => device.status().channel === 'pull');
    await device.leave();
    expect(cam.asked.some((operation) => operation.endsWith('EventBroker'))).toBe(false);
  });
});
