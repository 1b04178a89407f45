import { describe, expect, it } from 'vitest';
import { openLiveCity } from '../gateway/city/live-city.ts';
import type { NewSilence } from '../gateway/model/silence.ts';
import { checkSilence, type Nameable } from '../gateway/silence-check.ts';

const devices = ['acme/smoke-1', 'acme/smoke-2', 'hik/door-1'];
const known = {
  directory: {
    get: (deviceId: string) => (devices.includes(deviceId) ? { deviceId } : undefined),
    ids: () => devices,
  },
  deviceTypes: new Map([['smoke', {}]]),
  city: openLiveCity({ profilesDir: 'deploy/profiles', profile: 'lianhu', now: () => 0, warn: () => undefined }),
} as unknown as Nameable;

const check = (match: NewSilence['match']) => () => checkSilence(match, known);

describe('a silence names what there is', () => {
  it.each<NewSilence['match']>([
    { device: 'acme/smoke-1', category: 'E0498' },
    { vendor: 'hik' },
    { typeId: 'smoke' },
    { grid: '610104' },
  ])('%j', (match) => expect(check(match)).not.toThrow());

  it.each<[NewSilence['match'], string, string]>([
    [{ device: 'acme/smoke-9' }, 'match.device', 'acme has: acme/smoke-1, acme/smoke-2'],
    [{ device: 'nobody/x' }, 'match.device', 'GET /v1/devices lists'],
    [{ vendor: 'acne' }, 'match.vendor', 'devices are registered of: acme, hik'],
    [{ typeId: 'smoek' }, 'match.typeId', 'there are: smoke'],
    [{ category: 'E0499x' }, 'match.category', 'catalogue lianhu has: E0401'],
    [{ category: 'nonsense' }, 'match.category', 'has: '],
    [{ grid: '6101049' }, 'match.grid', '610104'],
  ])('%j is refused with what is allowed', (match, path, allowed) => {
    expect(check(match)).toThrow(
      expect.objectContaining({ code: 'REQUEST_INVALID', path, detail: expect.stringContaining(allowed) }),
    );
  });
});
