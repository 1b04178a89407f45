import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../gateway/errors.ts';
import { createRetry, ONVIF_TIMING } from '../../gateway/transport/onvif-retry.ts';

const away = new GatewayError('ONVIF_UNREACHABLE', 'away');
const refused = new GatewayError('ONVIF_AUTH', 'refused');

describe('retries', () => {
  it('are fast twice, then double from 5 s to 15 min, and never end', () => {
    const retry = createRetry(ONVIF_TIMING, () => 1);
    const waits = Array.from({ length: 14 }, () => retry.after(away).ms);
    expect(waits.slice(0, 5)).toEqual([1_000, 1_000, 5_000, 10_000, 20_000]);
    expect(waits.at(-1)).toBe(900_000);
    for (let i = 0; i < 5_000; i += 1) expect(retry.after(away)).toEqual({ ms: 900_000, refused: false });
  });

  it('are spread over half of the wait', () => {
    const lowest = createRetry(ONVIF_TIMING, () => 0);
    for (let i = 0; i < 2; i += 1) lowest.after(away);
    expect(lowest.after(away).ms).toBe(2_500);
  });

  it('begin anew after a reset', () => {
    const retry = createRetry(ONVIF_TIMING, () => 1);
    for (let i = 0; i < 10; i += 1) retry.after(away);
    retry.reset();
    expect(retry.after(away).ms).toBe(1_000);
  });

  it('leave the login alone after two refusals in a row', () => {
    const retry = createRetry(ONVIF_TIMING, () => 1);
    expect(retry.after(refused)).toEqual({ ms: 1_000, refused: false });
    expect(retry.after(refused)).toEqual({ ms: 1_800_000, refused: true });
    expect(retry.after(refused)).toEqual({ ms: 1_800_000, refused: true });
  });

  it('forget refusals once the login was accepted', () => {
    const retry = createRetry(ONVIF_TIMING, () => 1);
    retry.after(refused);
    retry.accepted();
    expect(retry.after(refused).refused).toBe(false);
  });
});
