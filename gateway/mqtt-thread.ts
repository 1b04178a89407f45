import { MessageChannel, Worker } from 'node:worker_threads';
import type { Clock } from './clock.ts';
import { GatewayError } from './errors.ts';
import type { BlockOutcome, NumberedBlock } from './inbox/block-writer.ts';
import type { Metrics } from './metrics.ts';
import type { BlockTaker } from './model/inbox-writer.ts';
import {
  BLOCK,
  BRIDGE,
  type BridgePost,
  type BrokerCalls,
  type BrokerSettings,
  type GatewayCalls,
  OUTCOME,
} from './mqtt-calls.ts';
import { alone, callsOver, onPost, post, type ThreadPort } from './thread-calls.ts';
import type { TlsFiles } from './tls-listeners.ts';
import { Bridge, join } from './transport/mqtt-bridge.ts';
import type { MqttBroker } from './transport/mqtt-broker.ts';
import { createDoor } from './transport/mqtt-door.ts';
import { createWebSocketListener } from './transport/mqtt-listeners.ts';

/** The broker as the gateway has it: its sockets are on a thread of their own, the inbox and everything else on this one. */
export interface MqttThread extends Pick<MqttBroker, 'listen' | 'publish' | 'attach' | 'stop'> {
  /** Listens with TLS, too; resolves with the port. Throws CONFIG_INVALID or PORT_TAKEN. */
  listenTls(files: TlsFiles, address: { host: string; port: number }): Promise<number>;
  /** Reads the certificates again; bad ones leave what is in force as it is. */
  refresh(): Promise<void>;
  /** Ends every connection of a device whose rights changed, without its will; resolves when nothing of it comes any more. */
  disconnect(deviceId: string): Promise<void>;
  /** Why nothing comes in by MQTT; undefined while the thread answers. */
  trouble(): string | undefined;
}

/**
 * What the thread allocates is garbage by the end of its turn or lives as long as its connection. V8 would give a storm of logins
 * 128 MiB of young generation and keep them: 13 KiB for each of 10,000 connections.
 */
const YOUNG_MB = 24;
/** Machine ms between two questions whether the thread still answers, and how many without an answer are too many. */
const ASK_EVERY = 1_000;
const MAX_UNANSWERED = 5;
/** Machine ms that its figures may take; then those of this thread are shown alone. */
const FIGURES_MS = 2_000;

/** Begins to load the broker, so that it is there when the stores are open. `startMqttThread` takes it over. */
export const loadMqttThread = (): Worker =>
  new Worker(new URL('./mqtt-worker.ts', import.meta.url), {
    name: 'mqtt',
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });

/** Starts the broker, which listens on nothing yet. Once it has started, the end of its thread is that of the process. */
export async function startMqttThread(options: {
  worker: Worker;
  settings: BrokerSettings;
  ports: GatewayCalls;
  inbox: BlockTaker & { refusal(): string | undefined };
  clock: Clock;
  metrics: Metrics;
}): Promise<MqttThread> {
  const { worker, settings, inbox, clock, metrics } = options;
  const broker = callsOver<BrokerCalls, GatewayCalls>(worker as ThreadPort, options.ports);
  onPost(
    worker as ThreadPort,
    BLOCK,
    takeBlocks(inbox, (outcome) => post(worker as ThreadPort, OUTCOME, outcome)),
  );

  let stopped = false;
  const failed = new Promise<never>((_resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', () => {
      if (!stopped) reject(new GatewayError('INTERNAL', 'the MQTT thread has ended'));
    });
  });
  await Promise.race([broker.open(settings), failed]);
  // From here on it is a defect like any other of the gateway: one line, and out.
  failed.catch((error: unknown) => {
    throw error;
  });

  let unanswered = 0;
  const cancel = clock.every(ASK_EVERY, () => {
    if (unanswered++ > 0) return;
    void broker.alive().then(() => {
      unanswered = 0;
    });
  });
  metrics.include(() => Promise.race([broker.metrics(), clock.wait(FIGURES_MS).then(() => [])]));

  const door = createDoor(settings.perAddress, { monotonic: clock.monotonic, metrics });
  const webSockets = createWebSocketListener({
    admit: door.admit,
    maxMessage: settings.maxPayload + 4096,
    serve(stream, peer = {}) {
      const { port1: near, port2: far } = new MessageChannel();
      join(stream, new Bridge(near));
      post(worker as ThreadPort, BRIDGE, { peer, port: far } satisfies BridgePost, [far]);
    },
  });

  return {
    listen: (address) => broker.listen(address),
    listenTls: (files, address) => broker.listenTls(files, address),
    refresh: () => broker.refresh(),
    publish(topic, payload, how = {}) {
      if (stopped) return Promise.resolve();
      return broker.publish(topic, typeof payload === 'string' ? payload : alone(payload), how);
    },
    attach: webSockets.attach,
    disconnect: (deviceId) => (stopped ? Promise.resolve() : broker.disconnect(deviceId)),
    trouble: () =>
      unanswered > MAX_UNANSWERED ? `the MQTT thread has not answered for ${unanswered - 1} s` : undefined,
    async stop() {
      if (stopped) return;
      cancel();
      webSockets.stop();
      await broker.stop();
      stopped = true;
      await worker.terminate();
    },
  };
}

/** Puts blocks into the inbox; what became of those of one commit is told together. */
function takeBlocks(
  inbox: BlockTaker & { refusal(): string | undefined },
  tell: (outcome: BlockOutcome) => void,
): (block: NumberedBlock) => void {
  let done: number[] = [];
  const tellDone = () => {
    tell({ ids: done });
    done = [];
  };
  const settled = (id: number, refusal: string | undefined) => {
    if (refusal !== undefined) return tell({ ids: [id], refusal });
    if (done.length === 0) queueMicrotask(tellDone);
    done.push(id);
  };
  return (block) => {
    const { id } = block;
    const taken = inbox.putBlock(block, { settled: (_count, error) => settled(id, error?.message) });
    if (!taken) settled(id, inbox.refusal() ?? 'the gateway is stopping');
  };
}
