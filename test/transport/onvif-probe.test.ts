import { describe, expect, it, onTestFinished } from 'vitest';
import { realClock } from '../../gateway/clock.ts';
import { probeOnvif } from '../../gateway/transport/onvif-probe.ts';
import { createDoorControllerSimulator } from '../../simulators/door-controller.ts';

const LOGIN = { username: 'gateway', password: 'correct horse' };
const clock = realClock();

async function controller() {
  const doors = createDoorControllerSimulator({
    name: 'ctl',
    ...LOGIN,
    now: () => clock.now() + 3_600_000,
    doors: ['D1'],
  });
  await doors.start();
  onTestFinished(() => doors.stop());
  return doors;
}

describe('a probed device', () => {
  it('tells who it is, how its clock stands and what it can send', async () => {
    const doors = await controller();
    const probed = await probeOnvif({ address: doors.address, ...LOGIN, clock });
    expect(probed.troubles).toEqual([]);
    expect(probed.topics).toEqual(expect.arrayContaining(['Door/State/DoorAlarm', 'AccessControl/Duress']));
    expect(probed.topics).not.toContain('Door');
    expect(probed.services).toContain('http://www.onvif.org/ver10/events/wsdl');
    expect(probed.eventCapabilities).toMatchObject({ MaxPullPoints: expect.any(String) });
    expect(Math.abs((probed.skewMs ?? 0) - 3_600_000)).toBeLessThan(2_000);
    expect(['digest', 'token']).toContain(probed.login);
    expect(probed.serialNumber).not.toBe('');
    expect(doors.received.map(({ operation }) => operation)).not.toContain('CreatePullPointSubscription');
  });

  it('that refuses the login, or is away, is an error', async () => {
    const doors = await controller();
    const code = (work: Promise<unknown>) =>
      work.then(
        () => 'answered',
        (error: { code: string }) => error.code,
      );
    expect(await code(probeOnvif({ address: doors.address, ...LOGIN, password: 'wrong', clock }))).toBe('ONVIF_AUTH');
    expect(await code(probeOnvif({ address: 'http://127.0.0.1:1/', ...LOGIN, clock }))).toBe('ONVIF_UNREACHABLE');
  });
});
