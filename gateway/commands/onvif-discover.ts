import type { Command } from 'commander';
import { realClock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import { describeOnvif, discoverOnvif } from '../transport/onvif-discovery.ts';
import { type Access, passwordOption } from './onvif-access.ts';
import { printable } from './printable.ts';
import { table } from './table.ts';

/** `onvif discover`: what answers on the local network. */
export function registerDiscover(onvif: Command): void {
  onvif
    .command('discover')
    .description(
      'probe the local network (WS-Discovery) and list what answers; answers are hints, nothing is connected',
    )
    .option('--seconds <n>', 'how long to listen', '3')
    .option('--address <address>', 'multicast group, or one host to ask directly')
    .option('--json', 'print one JSON object per device')
    .addHelpText('after', '\nExit codes: 0 also when nothing answers. Next: gridwarden onvif probe <address> -u … -p …')
    .action(async (options: { seconds: string; address?: string; json?: boolean }) => {
      const seconds = Number(options.seconds);
      if (!(seconds > 0 && seconds <= 60)) throw new GatewayError('CONFIG_INVALID', '--seconds: use 1 to 60');
      const found = await discoverOnvif({
        timeoutMs: seconds * 1000,
        clock: realClock(),
        ...(options.address ? { multicastAddress: options.address } : {}),
      });
      if (options.json) for (const device of found) process.stdout.write(`${JSON.stringify(device)}\n`);
      else if (found.length > 0) {
        const rows = found.map(({ xaddrs, name, hardware, urn }) =>
          [xaddrs[0] ?? '', name, hardware, urn].map(printable),
        );
        process.stdout.write(table(['ADDRESS', 'NAME', 'HARDWARE', 'ID'], rows));
      }
      if (found.length === 0)
        process.stderr.write('nothing answered; devices behind a router must be added by address\n');
    });
}

/** `onvif describe`: what the node-onvif library makes of a device. */
export function registerDescribe(onvif: Command): void {
  onvif
    .command('describe')
    .description(
      'ask a device at a plain-HTTP address what it is, through the node-onvif library: a second opinion to probe',
    )
    .argument('<address>', 'e.g. http://192.0.2.7/onvif/device_service')
    .option('-u, --username <name>', 'ONVIF user', '')
    .addOption(passwordOption())
    .action(async (address: string, { username, password }: Access) => {
      const described = await describeOnvif({ address, username, password, clock: realClock() });
      process.stdout.write(`${JSON.stringify(described, null, 2)}\n`);
    });
}
