import type { Command } from 'commander';
import { notificationLine } from '../../adapters/lib/onvif-line.ts';
import { readNotification } from '../../adapters/lib/onvif-notification.ts';
import { interpret } from '../../adapters/lib/onvif-signal.ts';
import { onvifTopics } from '../../adapters/onvif.ts';
import { realClock } from '../clock.ts';
import { toGatewayError } from '../errors.ts';
import { unknownDevice } from '../ingest/device-directory.ts';
import { silentLog } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import type { Arrival } from '../model/message.ts';
import { createOnvifDevice } from '../transport/onvif-device.ts';
import { type Access, accessOf, withAccess } from './onvif-access.ts';
import { printable } from './printable.ts';

/** `onvif watch`: subscribes to a device and prints what it says. */
export function registerWatch(onvif: Command): void {
  withAccess(
    onvif
      .command('watch')
      .description(
        'subscribe to a device and print what it says as JSON lines, until interrupted; no gateway is needed',
      )
      .argument('<address>', 'e.g. http://192.0.2.7/onvif/device_service'),
  )
    .option('--map <file...>', 'topic maps of your own, beside those that come with the gateway', [])
    .option('--seconds <n>', 'stop by itself')
    .addHelpText(
      'after',
      `
The lines are those of gridwarden decode --adapter onvif-soap: what the device sent, personal items included.
It takes one of the device's few places for subscriptions and gives it back at the end.`,
    )
    .action(async (address: string, options: Access & { map: readonly string[]; seconds?: string }) => {
      const clock = realClock();
      const map = onvifTopics(options.map);
      const own = unknownDevice('unknown', 'unknown');
      const print = async (arrival: Arrival) => {
        try {
          for (const [reading, notification] of readNotification(arrival.payload).entries()) {
            const message = { ...arrival, position: { commit: 0, frame: 0 } };
            const line = notificationLine(notification, interpret(notification, message, own, { map }, reading));
            process.stdout.write(`${JSON.stringify(line)}\n`);
          }
        } catch (error) {
          const { code, detail } = toGatewayError(error);
          process.stdout.write(`${JSON.stringify({ quarantined: { code, reason: detail } })}\n`);
        }
      };
      const device = createOnvifDevice({
        ...{ deviceId: 'unknown/unknown', vendor: 'unknown', device: 'unknown', address, ...accessOf(options) },
        ...{ clock, log: silentLog(), metrics: createMetrics(), append: print },
      });
      const stopped = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());
      device.start();
      const until =
        clock.monotonic() +
        (options.seconds === undefined ? Number.POSITIVE_INFINITY : Number(options.seconds) * 1_000);
      let told = '';
      while (!stopped.signal.aborted && clock.monotonic() < until) {
        const { state, lastError } = device.status();
        const line =
          state === 'live' ? 'subscribed' : lastError ? `${state}: ${lastError.code}: ${lastError.detail}` : state;
        if (line !== told) process.stderr.write(`${printable(line)}\n`);
        told = line;
        await clock.wait(Math.min(200, until - clock.monotonic()), stopped.signal);
      }
      await device.stop();
    });
}
