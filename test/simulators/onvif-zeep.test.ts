import { describe, expect, it, onTestFinished } from 'vitest';
import { findProgram } from '../../gateway/program.ts';
import { createDoorControllerSimulator } from '../../simulators/door-controller.ts';
import type { SimulatedDevice } from '../../simulators/onvif/simulated-device.ts';
import { createCameraSimulator } from '../../simulators/onvif-camera.ts';
import { lab } from './onvif-soap-call.ts';
import { run } from './run-program.ts';

const NOW = Date.UTC(2026, 2, 28, 4);
const OPTIONS = { username: 'user', password: 'pass', now: () => NOW };
/** Where the WSDL files of python-onvif-zeep lie; its installer puts them where nobody can guess. */
const WSDL = process.env['ONVIF_WSDL'] ?? '';

/** Whether python-onvif-zeep can be run here; says why not. */
async function canRunZeep(): Promise<boolean> {
  if (WSDL === '') console.warn('ONVIF_WSDL does not name the WSDL folder of python-onvif-zeep: it is left out');
  if (WSDL === '' || !findProgram('python3')) return false;
  const there = (await run('python3', ['-c', 'import zeep, onvif; print("yes")'])).trim() === 'yes';
  if (!there) console.warn('python3 has no zeep and onvif: they are left out');
  return there;
}

/** What the client said of a device; `happen` once it waits for events. */
async function said<S extends SimulatedDevice>(device: S, happen: (device: S) => void): Promise<string[]> {
  await device.start();
  onTestFinished(() => device.stop());
  const { hostname, port } = new URL(device.address);
  const script = run('python3', ['test/simulators/onvif-zeep.py', hostname, port, 'user', 'pass', WSDL]);
  await lab.until(() => device.isPulled);
  happen(device);
  return (await script).trim().split('\n');
}

describe.runIf(await canRunZeep())('ONVIFCamera of python-onvif-zeep', () => {
  it('knows a camera, sees its picture and hears an intrusion', async () => {
    const camera = createCameraSimulator({ ...OPTIONS, name: 'cam', zones: ['Yard'] });
    const lines = await said(camera, (device) => device.intrusion(true, 'Yard', '7'));
    for (const line of [
      'a token of our own time refused: Sender not Authorized',
      'GetDeviceInformation gridwarden simulator | simulated camera | SIM-cam',
      'GetProfiles Profile_1 H264',
      'GetSnapshotUri 200 image/jpeg JPEG',
      'SetSynchronizationPoint the same states',
      'PullMessages tns1:RuleEngine/FieldDetector/ObjectsInside Changed IsInside=true',
      'PullMessages after Unsubscribe refused: the subscription does not exist',
      'a filter tns1:RuleEngine/FieldDetector/ObjectsInside',
    ])
      expect(lines).toContain(line);
    expect(lines.at(-1)).toMatch(/^checked \d\d$/);
    expect(lines.filter((line) => line.startsWith('BROKEN'))).toEqual([]);
    expect(new Set(camera.received.map(({ login }) => login))).toContain('token');
  });

  it('knows a door controller and hears that a door is forced', async () => {
    const doors = createDoorControllerSimulator({ ...OPTIONS, name: 'doors', doors: ['Door1'], login: 'token' });
    const lines = await said(doors, (device) => device.forceOpen('Door1'));
    for (const line of [
      'GetAccessPointInfoList Door1-Reader Door1',
      'GetDoorState Closed Locked Normal Locked',
      'GetDoorState of no door refused: no such token',
      'PullMessages tns1:Door/State/DoorAlarm Changed State=DoorForcedOpen',
      'a filter tns1:Door/State/DoorAlarm',
    ])
      expect(lines).toContain(line);
    expect(lines.at(-1)).toMatch(/^checked \d\d$/);
    expect(lines.filter((line) => line.startsWith('BROKEN'))).toEqual([]);
  });
});
