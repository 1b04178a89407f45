import { z } from 'zod';
import { crashMoment } from '../kill-moment.ts';
import { disturbanceKind, someOf } from './disturbance.ts';

/** The device is cut off without a word and comes back on a new connection; the old one stays half open at the broker. */
export const halfOpen = disturbanceKind(
  'half-open',
  {},
  ({ share }, tools) => ({ strike: () => ({ strands: [...someOf(tools, share)] }) }),
  { once: true },
);

/** The gateway, and with it the broker, is told to stop and starts again on the same data. */
export const brokerRestart = disturbanceKind('broker-restart', {}, () => ({ strike: () => ({ kills: ['restart'] }) }), {
  once: true,
});

/** `kill -9` of the gateway and a restart on the same data. */
export const gatewayKill = disturbanceKind(
  'gateway-kill',
  { moment: crashMoment.default('unacknowledged') },
  ({ moment }) => ({ strike: () => ({ kills: [moment] }) }),
  { once: true },
);

/** A camera or door controller behaves like a real one with this oddity, by its number in the table of quirks. */
export const onvifQuirk = disturbanceKind('onvif-quirk', { quirk: z.int().min(1) }, ({ share, quirk }, tools) => {
  const devices = [...someOf(tools, share)].filter((name) => tools.struck.get(name)?.kind !== 'sensor');
  const quirks = (on: boolean) => devices.map((device) => ({ device, quirk, on }));
  return { strike: () => ({ quirks: quirks(true) }), end: () => ({ quirks: quirks(false) }) };
});
