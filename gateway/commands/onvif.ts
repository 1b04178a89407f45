import type { Command } from 'commander';
import { realClock } from '../clock.ts';
import { describeOnvif, discoverOnvif } from '../transport/onvif-discovery.ts';

export function registerOnvif(program: Command): void {
  const onvif = program.command('onvif').description('find ONVIF cameras and door controllers on the network');

  onvif
    .command('discover')
    .description(
      'probe the local network (WS-Discovery) and list what answers; answers are hints, nothing is connected',
    )
    .option('--seconds <n>', 'how long to listen', '3')
    .option('--address <address>', 'multicast group, or one host to ask directly')
    .option('--json', 'print one JSON object per device')
    .addHelpText(
      'after',
      `
To connect a device, register it with its address:
  curl -X PUT http://127.0.0.1:8080/v1/devices/acme/cam1 -H 'content-type: application/json' \\
    -d '{"typeId":"camera","onvif":{"address":"http://192.0.2.7/onvif/device_service","username":"…","password":"…"}}'`,
    )
    .action(async (options: { seconds: string; address?: string; json?: boolean }) => {
      const found = await discoverOnvif({
        timeoutMs: Number(options.seconds) * 1000,
        clock: realClock(),
        ...(options.address ? { multicastAddress: options.address } : {}),
      });
      for (const device of found)
        process.stdout.write(
          options.json
            ? `${JSON.stringify(device)}\n`
            : `${device.xaddrs[0]}  ${printable(device.name)}  ${printable(device.hardware)}  ${device.urn}\n`,
        );
      if (found.length === 0)
        process.stderr.write('nothing answered; devices behind a router must be added by address\n');
    });

  onvif
    .command('describe')
    .description('ask a device at a plain-HTTP address what it is')
    .argument('<address>', 'e.g. http://192.0.2.7/onvif/device_service')
    .option('-u, --username <name>', 'ONVIF user', '')
    .option(
      '-p, --password <password>',
      'its password (or GRIDWARDEN_ONVIF_PASSWORD)',
      process.env['GRIDWARDEN_ONVIF_PASSWORD'] ?? '',
    )
    .action(async (address: string, options: { username: string; password: string }) => {
      const described = await describeOnvif({ address, ...options, clock: realClock() });
      process.stdout.write(`${JSON.stringify(described, null, 2)}\n`);
    });
}

/** Text of a stranger on a terminal: control characters escaped. */
function printable(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
