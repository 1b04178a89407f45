import type { Socket } from 'node:net';
import type { Metrics } from '../metrics.ts';
import { isLoopback, networkOf } from '../model/network.ts';

/** Lets connections in before anything is read from them, so that one address cannot use up what all need. */
export interface Door {
  /** Counts the socket until it closes; false when its address has too many, or opens them too fast: close it at once. */
  admit(socket: Pick<Socket, 'remoteAddress' | 'once'>): boolean;
}

export interface DoorLimits {
  /** Sockets one address may have at a time; 0: no limit. */
  readonly sockets: number;
  /** Sockets/s one address may open on average, after a burst of five seconds of it; 0: no limit. */
  readonly perSecond: number;
}

const BURST_SECONDS = 5;
/** Addresses remembered; at the bound those without a socket are forgotten, and if all have one, newcomers are refused. */
const MAX_ADDRESSES = 50_000;

interface Guest {
  open: number;
  /** Machine ms at which the address will have made up for what it opened. */
  due: number;
}

/** Loopback is exempt: proxies, simulators and benchmarks. IPv6 is counted by /64, which is what one site is given. */
export function createDoor(
  limits: DoorLimits,
  tools: { monotonic(): number; metrics: Metrics; maxAddresses?: number },
): Door {
  const { monotonic, metrics, maxAddresses = MAX_ADDRESSES } = tools;
  const refused = metrics.counter('mqtt_sockets_refused_total', 'MQTT connections closed at the door', ['reason']);
  const guests = new Map<string, Guest>();
  const interval = limits.perSecond > 0 ? 1000 / limits.perSecond : 0;

  const forget = (now: number): void => {
    for (const [network, guest] of guests) if (guest.open === 0 && guest.due <= now) guests.delete(network);
  };
  const guestOf = (network: string, now: number): Guest | undefined => {
    const known = guests.get(network);
    if (known) return known;
    if (guests.size >= maxAddresses) forget(now);
    if (guests.size >= maxAddresses) return undefined;
    const made = { open: 0, due: 0 };
    guests.set(network, made);
    return made;
  };
  const reasonAgainst = (guest: Guest | undefined, now: number): string | undefined => {
    if (!guest) return 'addresses';
    if (limits.sockets > 0 && guest.open >= limits.sockets) return 'sockets';
    return guest.due - now > BURST_SECONDS * 1000 ? 'rate' : undefined;
  };

  return {
    admit(socket) {
      const { remoteAddress: address } = socket;
      // Without an address it is closed already.
      if (address === undefined) return false;
      if (isLoopback(address)) return true;
      const now = monotonic();
      const guest = guestOf(networkOf(address), now);
      const reason = reasonAgainst(guest, now);
      if (!guest || reason) {
        refused.inc({ reason: reason ?? 'addresses' });
        return false;
      }
      guest.open++;
      guest.due = Math.max(guest.due, now) + interval;
      socket.once('close', () => {
        guest.open--;
      });
      return true;
    },
  };
}
