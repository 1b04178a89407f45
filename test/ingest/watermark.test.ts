import { describe, expect, it } from 'vitest';
import { stepClock } from '../../gateway/clock.ts';
import { createWatermark } from '../../gateway/ingest/watermark.ts';
import { silentLog } from '../../gateway/log.ts';

function setUp() {
  const clock = stepClock(0);
  const due = [10, 20];
  const advanced: number[] = [];
  const state = { level: true, fail: false };
  const rules = {
    nextDue: () => due[0],
    async advance(now: number) {
      if (state.fail) throw new Error('disk away');
      advanced.push(now);
      while ((due[0] ?? Number.POSITIVE_INFINITY) <= now) due.shift();
    },
  };
  const watermark = createWatermark({ rules, level: () => state.level, clock, log: silentLog() });
  return { clock, advanced, state, watermark, rules };
}

describe('watermark', () => {
  it('fires timers one by one while the reader is level', async () => {
    const { clock, advanced, watermark } = setUp();
    watermark.rearm();
    clock.advance(12);
    await watermark.idle();
    clock.advance(25);
    await watermark.idle();
    expect(advanced).toEqual([10, 20]);
  });

  it('leaves time to the messages while the reader is behind', async () => {
    const { clock, advanced, watermark, state } = setUp();
    state.level = false;
    watermark.rearm();
    clock.advance(30);
    await watermark.idle();
    expect(advanced).toEqual([]);
    state.level = true;
    watermark.rearm();
    clock.advance(31);
    await watermark.idle();
    expect(advanced).toEqual([30]);
  });

  it('fires again after a failure and not at all after stop', async () => {
    const { clock, advanced, watermark, state } = setUp();
    state.fail = true;
    watermark.rearm();
    clock.advance(15);
    await watermark.idle();
    state.fail = false;
    clock.advance(16);
    await watermark.idle();
    expect(advanced).toEqual([15]);
    await watermark.stop();
    clock.advance(100);
    expect(advanced).toEqual([15]);
  });
});
