import { onTestFinished } from 'vitest';
import { identityOf } from '../../adapters/lib/identity.ts';
import { onvifTopics } from '../../adapters/onvif.ts';
import { adaptersOf } from '../../adapters/registry.ts';
import { createDecoder } from '../../gateway/ingest/decoder.ts';
import { type Logger, silentLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import type { Device, DeviceType, RuleSpec } from '../../gateway/model/device.ts';
import type { Arrival, RawMessage } from '../../gateway/model/message.ts';
import type { Happening } from '../../gateway/model/observation.ts';
import { createOnvifDevice, type OnvifDeviceOptions } from '../../gateway/transport/onvif-device.ts';
import { createDoorControllerSimulator } from '../../simulators/door-controller.ts';
import type { SimulatedDevice } from '../../simulators/onvif/simulated-device.ts';
import { type CameraSimulatorOptions, createCameraSimulator } from '../../simulators/onvif-camera.ts';
import { openEngine, waiting } from '../support/rules-rig.ts';
import { tempDir } from '../support/temp-dir.ts';
import { quietTime } from './quiet-time.ts';

export const START = Date.UTC(2026, 2, 31, 8);
export const LOGIN = { username: 'gateway', password: 'correct horse' };

const CODES = {
  motion: true,
  intrusion: true,
  line_crossed: false,
  tamper: true,
  signal_loss: true,
  door_forced_open: true,
};
const MAX_ON = 300_000;

const rules = Object.keys(CODES).map(
  (code): RuleSpec => ({
    ...{ id: code, kind: 'event', category: 'E0491', severity: 2, code },
    ...{ dwell: 0, quiet: 0, maxOn: MAX_ON },
  }),
);
const type: DeviceType = {
  ...{ typeId: 'camera', name: { zh: '摄像机', en: 'Camera' }, heartbeat: 60_000, channels: {}, rules },
  events: Object.fromEntries(Object.entries(CODES).map(([code, stateful]) => [code, { stateful }])),
};
const adapterFor = adaptersOf({ map: onvifTopics() });

/** A gateway's actor for one device, and what came of it. */
export interface Watched {
  readonly device: ReturnType<typeof createOnvifDevice>;
  readonly arrivals: readonly Arrival[];
  readonly presence: readonly boolean[];
  /** Happenings in the order of their arrival; messages nobody understands are left out. */
  events(): readonly Happening[];
  /** Failed sessions: each is followed by one step of the back-off. */
  failures(): number;
}

/**
 * A town with one time: cameras as they come from the simulators, watched by the gateway's real device actors, decoder,
 * adapters and rules. Everything is stopped when the test ends.
 */
export function town() {
  const time = quietTime(START);
  const { clock } = time;
  const frames: RawMessage[] = [];
  let evaluated = 0;
  const decoder = createDecoder(
    {
      ...{ adapterFor, identityOf, typeOf: () => type, learnType() {} },
      deviceOf: (deviceId, { vendor, device }): Device => ({
        ...{ deviceId, vendor, device, typeId: 'camera' },
        ...{ mobility: 'FIXED', siteClass: 'ORDINARY', simulated: false },
      }),
    },
    createMetrics(),
  );
  const folder = tempDir('quirks');
  const engine = openEngine(folder.path, { deviceTypes: new Map([['camera', type]]), startedAt: START, clock });
  onTestFinished(async () => {
    await (await engine).close();
    folder.remove();
  });

  const peer = async <S extends SimulatedDevice>(simulator: S): Promise<S> => {
    onTestFinished(() => simulator.stop());
    await simulator.start();
    return simulator;
  };

  const store = (arrival: Arrival) => {
    frames.push({ ...arrival, position: { commit: frames.length + 1, frame: 0 } });
  };

  return {
    time,
    camera: (more: Partial<CameraSimulatorOptions> = {}) =>
      peer(
        createCameraSimulator({
          ...{ name: 'cam', zones: ['Yard', 'Gate'], ...LOGIN, now: clock.now, machine: clock },
          ...more,
        }),
      ),
    doors: () =>
      peer(
        createDoorControllerSimulator({ name: 'doors', doors: ['Door1'], ...LOGIN, now: clock.now, machine: clock }),
      ),
    /** Has the gateway watch a device, as `acme/{name}`. */
    watch(address: string, more: Partial<OnvifDeviceOptions> = {}): Watched {
      const name = more.device ?? 'one';
      const arrivals: Arrival[] = [];
      const presence: boolean[] = [];
      let failures = 0;
      const log: Logger = Object.assign(silentLog(), {
        warn(_: unknown, text: string) {
          if (text === 'ONVIF device failed') failures += 1;
        },
      });
      const happenings: Happening[] = [];
      let read = 0;
      const device = createOnvifDevice({
        ...{ deviceId: `acme/${name}`, vendor: 'acme', device: name, address, ...LOGIN, clock, log },
        metrics: createMetrics(),
        async append(arrival) {
          arrivals.push(arrival);
          store(arrival);
        },
        onPresence: (online) => presence.push(online),
        random: () => 0.5,
        ...more,
      });
      onTestFinished(async () => {
        const stopped = device.stop();
        let done = false;
        void stopped.then(() => {
          done = true;
        });
        await time.until(() => done);
      });
      device.start();
      return {
        ...{ device, arrivals, presence },
        failures: () => failures,
        events() {
          const fresh = arrivals.slice(read).map((arrival) => ({ ...arrival, position: { commit: ++read, frame: 0 } }));
          for (const { observations } of decoder.decode(fresh))
            for (const one of observations) if (one.kind === 'event') happenings.push(one);
          return happenings;
        },
      };
    },
    /** What the rules made of everything until now, `+motion` or `-motion`, of one device. */
    async verdicts(name = 'one'): Promise<string[]> {
      const rulesEngine = await engine;
      if (frames.length > evaluated) await rulesEngine.process(decoder.decode(frames.slice(evaluated)), frames.length);
      evaluated = frames.length;
      await rulesEngine.advance(clock.now());
      return waiting(rulesEngine)
        .filter(({ deviceId }) => deviceId === `acme/${name}`)
        .map(({ type: kind, verdict }) => `${kind === 'raise' ? '+' : '-'}${verdict.ruleId}`);
    },
  };
}

/** The creations of subscriptions that a device did not refuse for want of a login, at their times. */
export function creations({ received }: SimulatedDevice): readonly number[] {
  return received
    .filter(({ operation, login }) => /^(?:CreatePullPointSubscription|Subscribe)$/.test(operation) && login !== 'none')
    .map(({ at }) => at);
}
