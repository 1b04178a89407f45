import { realClock } from '../../gateway/clock.ts';
import { createCameraSimulator } from '../../simulators/onvif-camera.ts';

// A simulated camera on the address given, which answers multicast probes; ends with its standard input.
const camera = createCameraSimulator({
  ...{ name: 'cam', username: 'admin', password: 'secret', now: () => realClock().now(), zones: ['Yard'] },
  ...{ host: process.argv[2] ?? '127.0.0.1', discovery: { address: '239.255.255.250', port: 3702 } },
});
await camera.start();
process.stdout.write(`${camera.address}\n`);
process.stdin.resume();
process.stdin.on('end', async () => {
  for (const { operation, login, status } of camera.received) process.stdout.write(`${operation} ${login} ${status}\n`);
  await camera.stop();
  process.exit(0);
});
