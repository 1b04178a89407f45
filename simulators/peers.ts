import type { LabDevice } from './fleet.ts';
import type { OnvifLogin } from './gateway-http.ts';
import type { LabClock } from './lab-clock.ts';
import type { SimulatedDevice } from './onvif/simulated-device.ts';
import type { PeerCall } from './traffic.ts';

/** How a peer is logged in to; lab devices all have the same. */
const USERNAME = 'lab';
const PASSWORD = 'lab';
/** A killed gateway leaves its pull point behind for a minute of the machine's time, which is hours of the city's. */
const PULL_POINTS = 64;
/** The gateway hears of an event by its own pull: machine ms to wait for one, and then for it to be stored. */
const PULL_MS = 5000;
const STORED_MS = 60;
const LOOK_MS = 5;
/** The first pull brings the states as they are; the second says that there is no more to say. */
const PULLS_TO_BE_KNOWN = 2;
/** Machine ms a gateway gets to find a peer and learn its states. */
const KNOWN_MS = 60_000;

interface Peer {
  readonly device: LabDevice;
  readonly login: OnvifLogin;
  /** Requests it answered, newest last. */
  readonly received: readonly { readonly operation: string }[];
  readonly simulator: Pick<SimulatedDevice, 'isPulled' | 'setQuirk'>;
  call(verb: PeerCall['verb'], args: PeerCall['args']): void;
  stop(): Promise<void>;
}

/** The simulated ONVIF cameras and door controllers of a run: real SOAP servers on loopback ports. */
export interface Peers {
  readonly list: readonly { readonly device: LabDevice; readonly login: OnvifLogin }[];
  /**
   * Resolves when the gateway has learnt the states of all peers, since the start or the last `forgotten`: what happens from
   * then on is news. Throws when it does not.
   */
  known(): Promise<void>;
  /** The gateway was killed: it has to learn everything anew. */
  forgotten(): void;
  /** Does what the scenario asks of the peers; resolves when the gateway had the time to hear of it. */
  call(calls: readonly PeerCall[]): Promise<void>;
  /** Switches a quirk of one of them. Throws when there is no such peer or quirk. */
  setQuirk(device: string, quirk: number, on: boolean): void;
  stop(): Promise<void>;
}

const text = (value: string | boolean | undefined) => (value === undefined ? '' : String(value));

/** What every peer is made with. */
function optionsOf({ name, odd }: LabDevice, clock: LabClock) {
  return {
    ...{ name, port: 0, username: USERNAME, password: PASSWORD, now: () => clock.now(), machine: clock },
    ...{ maxPullPoints: PULL_POINTS, quirks: odd?.quirks ?? [] },
    ...(odd?.persona ? { persona: odd.persona } : {}),
  };
}

/** What a gateway needs to reach a peer that serves. */
function loginOf({ address, fingerprint }: SimulatedDevice): OnvifLogin {
  return { address, username: USERNAME, password: PASSWORD, ...(fingerprint ? { pin: fingerprint } : {}) };
}

async function startCamera(device: LabDevice, clock: LabClock): Promise<Peer> {
  const { createCameraSimulator } = await import('./onvif-camera.ts');
  const camera = createCameraSimulator({ ...optionsOf(device, clock), zones: [...device.parts] });
  await camera.start();
  return {
    device,
    login: loginOf(camera),
    received: camera.received,
    simulator: camera,
    call(verb, [active, zone, object]) {
      if (verb === 'motion') camera.motion(active === true);
      else if (verb === 'intrusion') camera.intrusion(active === true, text(zone), text(object));
      else if (verb === 'lineCrossed') camera.lineCrossed();
      else throw new Error(`a camera cannot ${verb}`);
    },
    stop: () => camera.stop(),
  };
}

async function startDoorController(device: LabDevice, clock: LabClock): Promise<Peer> {
  const { createDoorControllerSimulator } = await import('./door-controller.ts');
  const controller = createDoorControllerSimulator({ ...optionsOf(device, clock), doors: [...device.parts] });
  await controller.start();
  return {
    device,
    login: loginOf(controller),
    received: controller.received,
    simulator: controller,
    call(verb, [door, reason]) {
      const at = text(door);
      if (verb === 'grant') controller.grant(at);
      else if (verb === 'deny') controller.deny(at, text(reason));
      else if (verb === 'forceOpen') controller.forceOpen(at);
      else if (verb === 'holdOpen') controller.holdOpen(at);
      else if (verb === 'close') controller.close(at);
      else if (verb === 'duress') controller.duress(at);
      else throw new Error(`a door controller cannot ${verb}`);
    },
    stop: () => controller.stop(),
  };
}

const pullsOf = ({ received }: Peer): readonly object[] =>
  received.filter(({ operation }) => operation === 'PullMessages');

/** Waits until `reached`, at most `ms` of the machine's time; whether it was. */
async function until(clock: LabClock, ms: number, reached: () => boolean): Promise<boolean> {
  const end = clock.machine() + ms;
  while (!reached() && clock.machine() < end) await clock.wait(LOOK_MS);
  return reached();
}

/** Starts a simulator for every camera and door controller of the fleet. Their modules load only when one is needed. */
export async function startPeers(fleet: readonly LabDevice[], clock: LabClock): Promise<Peers> {
  const peers: Peer[] = [];
  for (const device of fleet) {
    if (device.kind === 'camera') peers.push(await startCamera(device, clock));
    if (device.kind === 'door') peers.push(await startDoorController(device, clock));
  }
  const lastBefore = new Map<Peer, object | undefined>();
  return {
    list: peers.map(({ device, login }) => ({ device, login })),
    async known() {
      for (const peer of peers) {
        const fresh = () => {
          const pulls = pullsOf(peer);
          const last = lastBefore.get(peer);
          return last ? pulls.slice(pulls.indexOf(last) + 1) : pulls;
        };
        if (!(await until(clock, KNOWN_MS, () => fresh().length >= PULLS_TO_BE_KNOWN)))
          throw new Error(`the gateway has not subscribed to ${peer.device.name} at ${peer.login.address}`);
      }
    },
    forgotten() {
      for (const peer of peers) lastBefore.set(peer, pullsOf(peer).at(-1));
    },
    async call(calls) {
      if (calls.length === 0) return;
      for (const { device, verb, args } of calls) {
        const peer = peers.find((each) => each.device.name === device);
        if (!peer) throw new Error(`no camera or door controller is called ${device}`);
        const last = pullsOf(peer).at(-1);
        // A pull that waits brings it at once, and the next one says that it is on disk. Otherwise the next one has yet to fetch it.
        const wanted = peer.simulator.isPulled ? 1 : 2;
        peer.call(verb, args);
        await until(clock, PULL_MS, () => {
          const pulls = pullsOf(peer);
          return pulls.length - 1 - (last ? pulls.lastIndexOf(last) : -1) >= wanted;
        });
      }
      await clock.wait(STORED_MS);
    },
    setQuirk(device, quirk, on) {
      const peer = peers.find((each) => each.device.name === device);
      if (!peer) throw new Error(`no camera or door controller is called ${device}`);
      peer.simulator.setQuirk(quirk, on);
    },
    async stop() {
      await Promise.all(peers.splice(0).map((peer) => peer.stop()));
    },
  };
}
