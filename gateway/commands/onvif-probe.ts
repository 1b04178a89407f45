import type { Command } from 'commander';
import { onvifTopics } from '../../adapters/onvif.ts';
import { realClock } from '../clock.ts';
import { type ProbedDevice, probeOnvif } from '../transport/onvif-probe.ts';
import { type Access, accessOf, withAccess } from './onvif-access.ts';
import { printable } from './printable.ts';

/** `onvif probe`: what a device is, and what it sends. */
export function registerProbe(onvif: Command): void {
  withAccess(
    onvif
      .command('probe')
      .description(
        'ask a device what it is, how it wants to be logged in to, how its clock stands and which topics it sends',
      )
      .argument('<address>', 'e.g. http://192.0.2.7/onvif/device_service'),
  )
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nThe device is sent the login. Exit codes: 0 it answered, 1 it does not answer or refuses the login.',
    )
    .action(async (address: string, options: Access & { json?: boolean }) => {
      const probed = await probeOnvif({ address, ...accessOf(options), clock: realClock() });
      process.stdout.write(options.json ? `${JSON.stringify(probed)}\n` : reportOf(probed));
    });
}

function reportOf(probed: ProbedDevice): string {
  const map = onvifTopics();
  const signals = (topic: string) =>
    [...new Set(map.matches(topic).map(({ meaning }) => meaning.signal))].join(', ') || '(not in the map)';
  const width = Math.max(0, ...probed.topics.map((topic) => topic.length));
  const lines = [
    `${printable(probed.manufacturer)} ${printable(probed.model)}, firmware ${printable(probed.firmware)}, serial ${printable(probed.serialNumber)}`,
    `login     ${probed.login === 'none' ? 'none needed' : probed.login}`,
    `clock     ${probed.skewMs === undefined ? 'not told' : probed.skewMs === 0 ? 'right' : `${probed.skewMs > 0 ? 'ahead' : 'behind'} by ${Math.abs(probed.skewMs) / 1000} s`}`,
    `services  ${probed.services.map((namespace) => printable(namespace.replace(/^http:\/\/www\.onvif\.org\//, ''))).join(' ')}`,
    `events    ${Object.entries(probed.eventCapabilities)
      .map((pair) => printable(pair.join('=')))
      .join(' ')}`,
    ...probed.topics.map((topic) => `topic     ${printable(topic).padEnd(width)}  ${signals(topic)}`),
    ...probed.troubles.map((trouble) => `trouble   ${printable(trouble)}`),
  ];
  return `${lines.join('\n')}\n`;
}
