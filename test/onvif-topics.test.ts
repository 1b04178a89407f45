import { describe, expect, it } from 'vitest';
import { createTopicCensus } from '../gateway/onvif-topics.ts';

describe('topics that were heard', () => {
  it('are counted, the unknown ones first', () => {
    let now = 0;
    const census = createTopicCensus(
      (topic) => (topic === 'VideoSource/MotionAlarm' ? ['motion'] : []),
      () => ++now,
    );
    for (const device of ['a/1', 'a/2', 'a/1']) census.heard(device, 'VideoSource/MotionAlarm');
    census.heard('a/1', 'Weather/Rain');
    expect(census.list()).toEqual([
      { topic: 'Weather/Rain', signals: [], count: 1, devices: ['a/1'], firstAt: 4, lastAt: 4 },
      {
        topic: 'VideoSource/MotionAlarm',
        signals: ['motion'],
        count: 3,
        devices: ['a/1', 'a/2'],
        firstAt: 1,
        lastAt: 3,
      },
    ]);
  });

  it('are bounded, and so are the devices named with each', () => {
    const census = createTopicCensus(
      () => [],
      () => 0,
    );
    for (let i = 0; i < 2_500; i += 1) census.heard(`a/${i}`, `T${i}`);
    for (let i = 0; i < 50; i += 1) census.heard(`a/${i}`, 'T2499');
    expect(census.list()).toHaveLength(2_000);
    expect(census.list()[0]).toMatchObject({ topic: 'T2499', count: 51 });
    expect(census.list()[0]?.devices).toHaveLength(10);
  });
});
