/**
 * Cameras for `onvif.ts`, in a process of their own: so many of them on loopback, each telling of a crossed line so many times a
 * second, with the millisecond at which it happened as the ObjectId. Says its addresses to the parent, starts and ends on its word.
 */
import { realClock } from '../../gateway/clock.ts';
import { createCameraSimulator } from '../../simulators/onvif-camera.ts';
import { LOGIN } from './onvif-login.ts';

const [devices = 500, rate = 2] = process.argv.slice(2).map(Number);
const clock = realClock();
const cameras = Array.from({ length: devices }, (_, index) =>
  createCameraSimulator({ name: `cam-${index}`, ...LOGIN, now: clock.now, zones: [] }),
);
await Promise.all(cameras.map((camera) => camera.start()));
let sent = 0;
const period = 1_000 / rate;

/** Each camera on its own beat, spread over the period. */
function begin(): () => void {
  const startedAt = clock.monotonic();
  const told = new Array<number>(devices).fill(0);
  return clock.every(5, () => {
    const passed = clock.monotonic() - startedAt;
    for (const [index, camera] of cameras.entries()) {
      const due = Math.floor((passed + (period * index) / devices) / period);
      for (; (told[index] ?? 0) < due; told[index] = (told[index] ?? 0) + 1) {
        camera.publish({
          topic: 'RuleEngine/LineDetector/Crossed',
          source: { VideoSourceConfigurationToken: '1', Rule: 'Line' },
          data: { ObjectId: String(clock.now()) },
          property: false,
        });
        sent += 1;
      }
    }
  });
}

let end = () => {};
let cpuBefore = 0;
process.on('message', async (word) => {
  if (word === 'begin') {
    const { user, system } = process.cpuUsage();
    cpuBefore = user + system;
    end = begin();
  }
  if (word === 'end') {
    end();
    const { user, system } = process.cpuUsage();
    process.send?.({ sent, cpu: user + system - cpuBefore });
  }
  if (word === 'leave') {
    await Promise.all(cameras.map((camera) => camera.stop()));
    process.exit(0);
  }
});
process.send?.({ addresses: cameras.map(({ address }) => address) });
