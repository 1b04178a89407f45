import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Login, parseDeviceId } from '../../gateway/model/login.ts';
import { publishRight, subscribeRight } from '../../gateway/transport/mqtt-access.ts';

const device: Login = { kind: 'device', vendor: 'acme', device: 's1' };
const org: Login = { kind: 'org', orgCode: '610104001' };

describe('publish rights', () => {
  it.each([
    ['v1/acme/s1/telemetry', 'v1/acme/s1/telemetry'],
    ['v1/me/telemetry', 'v1/acme/s1/telemetry'],
    ['v1/me/event/pb', 'v1/acme/s1/event/pb'],
    ['v1/acme/s1/raw/hj212', 'v1/acme/s1/raw/hj212'],
    ['v1/acme/s1/status', 'v1/acme/s1/status'],
    ['v1/me/onvif-ej/Device/Trigger/DigitalInput/&1', 'v1/acme/s1/onvif-ej/Device/Trigger/DigitalInput/&1'],
  ])('a device publishes %s', (topic, taken) => {
    expect(publishRight(device, topic)).toEqual({ to: 'ingest', vendor: 'acme', device: 's1', topic: taken });
  });

  it.each([
    ['v1/acme/s2/telemetry', 'TOPIC_FORBIDDEN'],
    ['v1/other/s1/telemetry', 'TOPIC_FORBIDDEN'],
    ['$SYS/x/new/clients', 'TOPIC_FORBIDDEN'],
    ['$TopicA/B', 'TOPIC_FORBIDDEN'],
    ['$share/g/v1/acme/s1/telemetry', 'TOPIC_FORBIDDEN'],
    ['v1/feedback/610104001', 'TOPIC_FORBIDDEN'],
    ['v1/cases/610104001/raised', 'TOPIC_FORBIDDEN'],
    ['v1/acme/s1', 'TOPIC_UNKNOWN'],
    ['v1/acme/s1/telemetri', 'TOPIC_UNKNOWN'],
    ['v1/acme/s1/down/rejected', 'TOPIC_UNKNOWN'],
    ['v1/acme/s2/onvif-ej/Device/Trigger/DigitalInput/&1', 'TOPIC_FORBIDDEN'],
    ['MyDevice/onvif-ej/Device/Trigger/DigitalInput/&1', 'TOPIC_FORBIDDEN'],
    ['v1/acme/s1/onvif-mj/SensorData/Temperature', 'TOPIC_FORBIDDEN'],
    ['v1/me/../s2/telemetry', 'TOPIC_UNKNOWN'],
  ])('a device does not publish %s', (topic, code) => {
    expect(publishRight(device, topic)).toMatchObject({ to: 'nowhere', code });
  });

  it('an organisation publishes its own feedback and nothing else', () => {
    expect(publishRight(org, 'v1/feedback/610104001')).toMatchObject({ to: 'feedback', orgCode: '610104001' });
    expect(publishRight(org, 'v1/feedback/610104002')).toMatchObject({ to: 'nowhere' });
    expect(publishRight(org, 'v1/acme/s1/telemetry')).toMatchObject({ to: 'nowhere' });
  });

  it('open mode ingests device topics and leaves the others to the broker, but not where it speaks itself', () => {
    expect(publishRight({ kind: 'open' }, 'v1/acme/s1/telemetry')).toMatchObject({ to: 'ingest' });
    expect(publishRight({ kind: 'open' }, 'TopicA/B')).toEqual({ to: 'broker' });
    expect(publishRight({ kind: 'open' }, '$TopicA/B')).toEqual({ to: 'broker' });
    for (const topic of ['$SYS/x', '$SYS', '$share/g/x'])
      expect(publishRight({ kind: 'open' }, topic)).toMatchObject({ to: 'nowhere', code: 'TOPIC_FORBIDDEN' });
  });

  it('whatever the topic, a device reaches no name but its own', () => {
    const word = fc.oneof(
      fc.constantFrom('v1', 'me', 'acme', 's1', 's2', 'telemetry', 'down', '..', '', '#', '+', '$SYS'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), (words) => {
        const right = publishRight(device, words.join('/'));
        if (right.to === 'ingest') expect(right.topic.startsWith('v1/acme/s1/')).toBe(true);
        else expect(right.to).toBe('nowhere');
      }),
      { numRuns: 5000 },
    );
  });
});

describe('subscribe rights', () => {
  it.each([
    [device, 'v1/acme/s1/down/#', 'v1/acme/s1/down/#'],
    [device, 'v1/me/down/rejected', 'v1/acme/s1/down/rejected'],
    [org, 'v1/cases/610104001/#', 'v1/cases/610104001/#'],
    [org, 'v1/cases/610104001/+', 'v1/cases/610104001/+'],
    [org, 'v1/feedback/610104001/rejected', 'v1/feedback/610104001/rejected'],
  ] as const)('%o gets %s', (login, filter, granted) => {
    expect(subscribeRight(login, filter)).toBe(granted);
  });

  it.each([
    [device, '#'],
    [device, 'v1/#'],
    [device, 'v1/acme/+/down/#'],
    [device, 'v1/acme/s1/#'],
    [device, 'v1/acme/s2/down/#'],
    [device, '$SYS/#'],
    [device, '$share/g/v1/acme/s1/down/#'],
    [device, 'v1/me/#'],
    [org, 'v1/cases/#'],
    [org, 'v1/cases/+/raised'],
    [org, 'v1/restricted-cases/610104001/#'],
    [{ kind: 'operator' }, '$SYS/#'],
    [{ kind: 'open' }, 'test/nosubscribe'],
    [{ kind: 'open' }, 'nosubscribe'],
  ] as const)('%o does not get %s', (login, filter) => {
    expect(subscribeRight(login, filter)).toBeUndefined();
  });
});

describe('device ids', () => {
  it.each(['acme/s1', 'a.b-c_d/9'])('%s is one', (text) => expect(parseDeviceId(text)).toBeDefined());
  it.each(['acme', 'acme/', '/s1', 'a/b/c', 'me/s1', 'org/x', 'feedback/x', 'a b/c', 'a/#', `a/${'x'.repeat(65)}`])(
    '%s is none',
    (text) => expect(parseDeviceId(text)).toBeUndefined(),
  );
});
