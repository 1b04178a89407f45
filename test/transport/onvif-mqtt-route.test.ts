import { describe, expect, it } from 'vitest';
import { onvifMqttRoute } from '../../gateway/transport/onvif-mqtt-route.ts';

const CAM = { vendor: 'acme', device: 'cam1' };
const prefixes = new Map([
  ['yard/cam1', CAM],
  ['gate', { vendor: 'acme', device: 'gate1' }],
]);
const route = (topic: string) => onvifMqttRoute(CAM, topic, (prefix) => prefixes.get(prefix));
const EVENT = 'onvif-ej/RuleEngine/LineDetector/Crossed/&1/Fence 1';

describe('a topic of Profile M', () => {
  it.each([
    [`yard/cam1/${EVENT}`, `yard/cam1/${EVENT}`],
    [`v1/acme/cam1/${EVENT}`, `v1/acme/cam1/${EVENT}`],
    [`v1/me/${EVENT}`, `v1/acme/cam1/${EVENT}`],
  ])('%s leads into the inbox of its device', (topic, stored) => {
    expect(route(topic)).toEqual({ to: 'ingest', ...CAM, topic: stored });
  });

  it.each([`gate/${EVENT}`, `v1/acme/gate1/${EVENT}`, `nobody/${EVENT}`, EVENT])(
    '%s leads nowhere: the prefix is not the publisher’s',
    (topic) => {
      expect(route(topic)).toMatchObject({
        to: 'nowhere',
        detail: expect.stringContaining('use v1/acme/cam1 as TopicPrefix'),
      });
    },
  );

  it('of a metadata frame leads nowhere', () => {
    expect(route('yard/cam1/onvif-mj/VideoAnalytics/1')).toMatchObject({ to: 'nowhere' });
  });

  it('is none of ours without the word', () => {
    expect(route('v1/acme/cam1/telemetry')).toBeUndefined();
    expect(route('x/onvif-ejx/y')).toBeUndefined();
  });
});
