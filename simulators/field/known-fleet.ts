import type { LabDevice } from '../fleet.ts';
import { createGatewayHttp, type GatewayHttp, GatewayRefusal } from '../gateway-http.ts';
import { epochOf, type LabClock } from '../lab-clock.ts';
import { type Peers, startPeers } from '../peers.ts';
import { isThisMachine } from '../recording/loopback.ts';
import type { Scenario } from '../scenario.ts';
import { UsageError } from '../usage-error.ts';

/** Registrations at a time. */
const REGISTERING = 16;

/** What a gateway answers to a token that is missing, unknown or of too small a role. */
const NO_RIGHT = new Set([401, 403]);

function gatewayAt(url: string, token: string | undefined): GatewayHttp {
  const { hostname, port, protocol } = new URL(url);
  if (protocol !== 'http:') throw new UsageError(`"${url}" is no address; write http://127.0.0.1:8080`);
  return createGatewayHttp({ host: hostname, port: Number(port || 80), token });
}

/** Whether it speaks ONVIF instead of MQTT. */
export const isPeer = ({ kind }: LabDevice) => kind !== 'sensor';

/** Makes the fleet known at a gateway, cameras and doors with their addresses. */
async function register(
  http: GatewayHttp,
  fleet: readonly LabDevice[],
  { list }: Pick<Peers, 'list'>,
  signal: AbortSignal,
): Promise<void> {
  const logins = new Map(list.map(({ device, login }) => [device.name, login]));
  const known = fleet.filter((device) => !isPeer(device) || logins.has(device.name));
  for (let from = 0; from < known.length && !signal.aborted; from += REGISTERING)
    await Promise.all(
      known.slice(from, from + REGISTERING).map((device) => http.register(device, logins.get(device.name))),
    );
}

/** The time the peers tell: the one at which sensors are said to report, too. */
function peerClock(clock: LabClock, { keepTime, speed, start }: { keepTime: boolean; speed: number; start: number }) {
  const began = clock.machine();
  const from = keepTime ? start : clock.machineSeconds() * 1000;
  return { ...clock, now: () => Math.round(from + (clock.machine() - began) * (keepTime ? speed : 1)) };
}

/**
 * Starts cameras and doors, registers everything at the gateway at `http`, and waits until it has found them. `forget` takes
 * cameras and doors back. Throws UsageError and GatewayRefusal.
 */
export async function makeKnown(
  gateway: {
    readonly http: string;
    /** Of an operator; lab mode on this machine needs none. */
    readonly token?: string | undefined;
    readonly keepTime?: true;
    readonly speed: number;
  },
  { scenario, fleet, clock }: { scenario: Scenario; fleet: readonly LabDevice[]; clock: LabClock },
  signal: AbortSignal,
): Promise<{ peers: Peers; forget: () => Promise<void> }> {
  const { http: url, token, keepTime, speed } = gateway;
  const http = gatewayAt(url, token);
  const start = epochOf(scenario.clock.start);
  // They serve on loopback: a gateway elsewhere could not reach them.
  const here = isThisMachine(url);
  const peers = await startPeers(here ? fleet : [], peerClock(clock, { keepTime: keepTime === true, speed, start }));
  const forget = async () => {
    // An address at which nobody answers any more would be an alarm of its own.
    for (const { device } of peers.list) await http.request('DELETE', `/v1/devices/${device.deviceId}`).catch(() => {});
    await peers.stop();
    await http.close();
  };
  try {
    await register(http, fleet, peers, signal);
    if (!signal.aborted) await peers.known();
    return { peers, forget };
  } catch (error) {
    await forget();
    if (error instanceof GatewayRefusal && NO_RIGHT.has(error.status))
      throw new UsageError(
        `${url} does not let the devices be registered; give --token an operator's: ${error.message}`,
      );
    throw error;
  }
}
