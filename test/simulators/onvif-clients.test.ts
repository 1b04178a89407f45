import { decode } from 'jpeg-js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findProgram } from '../../gateway/program.ts';
import { createDoorControllerSimulator } from '../../simulators/door-controller.ts';
import type { LoginMode } from '../../simulators/onvif/login.ts';
import type { SimulatedDevice } from '../../simulators/onvif/simulated-device.ts';
import { createCameraSimulator } from '../../simulators/onvif-camera.ts';
import { lab } from './onvif-soap-call.ts';
import { run } from './run-program.ts';

const LOGIN = { username: 'user', password: 'pass' };
const NOW = Date.UTC(2026, 2, 28, 4);

async function started<S extends SimulatedDevice>(device: S): Promise<S> {
  await device.start();
  onTestFinished(() => device.stop());
  return device;
}
const camera = (login: LoginMode, now = NOW) =>
  started(createCameraSimulator({ name: 'cam', ...LOGIN, now: () => now, login, zones: ['Yard'] }));
const doors = (login: LoginMode) =>
  started(createDoorControllerSimulator({ name: 'doors', ...LOGIN, now: () => NOW, login, doors: ['Door1'] }));

/** A script in the language of the client libraries; its arguments begin at `process.argv[1]`. */
const script = (text: string, ...args: string[]) => run(process.execPath, ['-e', text, ...args]);

const logins = ({ received }: SimulatedDevice) => new Set(received.map(({ login }) => login));

describe('onvif of npm', () => {
  const CAM = `
    const { Cam } = require('onvif');
    const [, address] = process.argv;
    const { hostname, port } = new URL(address);
    const fail = (error) => { console.log('ERROR ' + error.message); process.exit(1); };
    const hear = (cam, last) => cam.on('event', (message) => {
      const data = [message.message.message.data?.simpleItem ?? []].flat().map(({ $ }) => $.Name + '=' + $.Value).join(' ');
      console.log(message.topic._ + ' ' + data);
      if (message.topic._.includes(last)) process.exit(0);
    });
    const options = { hostname, port: Number(port), username: 'user', password: 'pass', timeout: 5000 };`;

  it('connects to a camera with digest, gets its picture and hears its events', async () => {
    const cam = await camera('digest', Date.UTC(2026, 2, 31));
    const heard = script(
      `${CAM}
      const cam = new Cam(options, (error) => {
        if (error) fail(error);
        cam.getDeviceInformation((error, information) => {
          if (error) fail(error);
          console.log('model ' + information.model);
          cam.getSnapshotUri((error, { uri }) => {
            if (error) fail(error);
            console.log('snapshot ' + uri);
            hear(cam, 'Crossed');
          });
        });
      });`,
      cam.address,
    );
    await lab.until(() => cam.received.some(({ operation }) => operation === 'PullMessages'));
    cam.intrusion(true, 'Yard', '4');
    cam.lineCrossed('4');
    const lines = (await heard).trim().split('\n');
    expect(lines.slice(0, 2)).toEqual([
      'model simulated camera',
      `snapshot ${cam.address.replace('device_service', 'snapshot')}`,
    ]);
    expect(lines).toContain('tns1:RuleEngine/CellMotionDetector/Motion IsMotion=false');
    expect(lines).toContain('tns1:RuleEngine/FieldDetector/ObjectsInside IsInside=true');
    expect(lines.at(-1)).toBe('tns1:RuleEngine/LineDetector/Crossed ObjectId=4');
    expect(logins(cam)).toContain('digest');
  });

  it('hears a door controller, which has no media', async () => {
    const controller = await doors('either');
    const heard = script(
      `${CAM}
      const cam = new Cam({ ...options, autoconnect: false });
      cam.getSystemDateAndTime((error) => error ? fail(error) : cam.getServices(false, (error) => {
        if (error) fail(error);
        cam.getEventProperties((error, data) => {
          if (error) fail(error);
          console.log('topics ' + Object.keys(data.topicSet).filter((name) => name !== '$').join(' '));
          hear(cam, 'AccessGranted');
        });
      }));`,
      controller.address,
    );
    await lab.until(() => controller.received.some(({ operation }) => operation === 'PullMessages'));
    controller.forceOpen('Door1');
    controller.close('Door1');
    controller.grant('Door1');
    const lines = (await heard).trim().split('\n');
    expect(lines[0]).toBe('topics door accessControl accessPoint credential');
    expect(lines).toContain('tns1:Door/State/DoorAlarm State=DoorForcedOpen');
    expect(lines.at(-1)).toMatch(/AccessGranted\/Credential External=false CredentialToken=/);
  });
});

describe('node-onvif', () => {
  it('initialises with a camera by UsernameToken, knows its topics and gets its picture', async () => {
    const cam = await camera('either');
    const result = JSON.parse(
      await script(
        `const { OnvifDevice } = require('node-onvif');
        const device = new OnvifDevice({ xaddr: process.argv[1] });
        (async () => {
          await device.services.device.getSystemDateAndTime();
          device.setAuth('user', 'pass');
          const info = await device.init();
          const { data } = await device.services.events.getEventProperties();
          const { body } = await device.fetchSnapshot();
          console.log(JSON.stringify({ info, profile: device.getCurrentProfile(), data, picture: body.toString('base64') }));
          // It never reads the refusal before the picture, and keeps that connection.
          process.exit(0);
        })().catch((error) => console.log(JSON.stringify({ error: error.message })));`,
        cam.address,
      ),
    );
    expect(result.error).toBeUndefined();
    expect(result.info).toMatchObject({ Manufacturer: 'gridwarden simulator' });
    expect(result.profile).toMatchObject({
      token: 'Profile_1',
      snapshot: cam.address.replace('device_service', 'snapshot'),
      video: { encoder: { encoding: 'H264', resolution: { width: 1920, height: 1080 } } },
    });
    expect(JSON.stringify(result.data)).toContain('CellMotionDetector');
    expect(decode(Buffer.from(result.picture, 'base64')).width).toBe(640);
    expect(logins(cam)).toContain('token');
  });

  it('asks a door controller what it is and what it tells of', async () => {
    const controller = await doors('token');
    const result = JSON.parse(
      await script(
        `const { OnvifDevice } = require('node-onvif');
        const device = new OnvifDevice({ xaddr: process.argv[1] });
        (async () => {
          await device.services.device.getSystemDateAndTime();
          device.setAuth('user', 'pass');
          const information = (await device.services.device.getDeviceInformation()).data;
          const capabilities = (await device.services.device.getCapabilities()).data;
          const Events = require('node-onvif/lib/modules/service-events.js');
          const events = new Events({
            xaddr: capabilities.GetCapabilitiesResponse.Capabilities.Events.XAddr,
            user: 'user', pass: 'pass', time_diff: device.services.device.getTimeDiff(),
          });
          console.log(JSON.stringify({ information, topics: (await events.getEventProperties()).data }));
        })().catch((error) => console.log(JSON.stringify({ error: error.message })));`,
        controller.address,
      ),
    );
    expect(result.error).toBeUndefined();
    expect(JSON.stringify(result.information)).toContain('simulated door controller');
    expect(JSON.stringify(result.topics)).toContain('DoorAlarm');
    expect(JSON.stringify(result.topics)).toContain('Duress');
  });
});

/** Whether libonvif's client can be run here; says why not. */
async function canRunOnvifUtil(): Promise<boolean> {
  if (!findProgram('onvif-util') || !findProgram('unshare')) {
    console.warn('no onvif-util or unshare on PATH: libonvif is left out');
    return false;
  }
  const allowed = (await run('sh', ['-c', 'unshare --net true 2>/dev/null && echo yes'])).trim() === 'yes';
  if (!allowed) console.warn('no network namespace may be made here: libonvif is left out');
  return allowed;
}

describe.runIf(await canRunOnvifUtil())('onvif-util of libonvif', () => {
  it('finds a camera by multicast and logs in by UsernameToken', async () => {
    const printed = await run('sh', [
      '-c',
      'PATH="$0:$PATH" unshare --net sh test/simulators/onvif-util.sh 2>&1',
      process.execPath.replace(/\/[^/]*$/, ''),
    ]);
    for (const line of [
      'Found 1 cameras',
      'serial: SIM-cam',
      'Time Offset: 0 seconds',
      'Token 0: Profile_1',
      'rtsp://10.99.0.1/simulated',
      'GetDeviceInformation token 200',
      'GetStreamUri token 200',
      'heard Hello',
      'heard Bye',
    ])
      expect(printed).toContain(line);
  });
});
