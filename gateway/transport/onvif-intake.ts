import type { Clock } from '../clock.ts';
import { toGatewayError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Arrival } from '../model/message.ts';
import { selfContained, topicOf } from '../onvif-split.ts';
import type { Scope } from '../xml.ts';
import { createStormGuard } from './onvif-storm.ts';

/** Notifications as they came, with the namespace declarations they were under. */
export interface Notifications {
  readonly notifications: readonly string[];
  readonly scope: Scope;
}

/** Puts the notifications of one device into the inbox. */
export interface Intake {
  /**
   * Resolves when all are durable, or when stopping. `warm`: a new subscription is still telling how things stood before.
   * A notification is tried until it is durable: it exists nowhere else any more.
   */
  take(
    given: Notifications,
    how: { readonly transport: 'onvif-pull' | 'onvif-push'; readonly warm: boolean },
  ): Promise<void>;
}

export interface IntakeOptions {
  readonly vendor: string;
  readonly device: string;
  readonly clock: Pick<Clock, 'now' | 'monotonic' | 'wait'>;
  readonly log: Logger;
  readonly append: (arrival: Arrival) => Promise<unknown>;
  readonly skewMs: () => number | undefined;
  /** Called for each message that became durable. */
  readonly stored: () => void;
  /** Told the topic of each message. */
  readonly heard?: ((topic: string) => void) | undefined;
  /** The device began to send more than it may, or is calm again. */
  readonly onStorm?: ((storming: boolean) => void) | undefined;
  readonly signal: AbortSignal;
}

const APPEND_RETRY = 1_000;
const INITIALIZED = /PropertyOperation\s*=\s*["']Initialized/;

/** Whether a notification repeats a state at the begin of a subscription (Core 9.4). */
export function isInitialized(notification: string): boolean {
  return INITIALIZED.test(notification);
}

export function createIntake(options: IntakeOptions): Intake {
  const { clock, append, log, signal, vendor, device } = options;
  const storm = createStormGuard({ clock, told: (storming) => options.onStorm?.(storming) });

  const appendForever = async (arrival: Arrival) => {
    while (!signal.aborted) {
      try {
        await append(arrival);
        options.stored();
        return;
      } catch (error) {
        const { code, detail } = toGatewayError(error);
        log.warn({ device: `${vendor}/${device}`, code, detail }, 'ONVIF notification waits for the inbox');
        await clock.wait(APPEND_RETRY, signal);
      }
    }
  };

  return {
    async take({ notifications, scope }, { transport, warm }) {
      await storm.admit(notifications.length, signal);
      const receivedAt = clock.now();
      const skewMs = options.skewMs();
      // All at once: they share one group commit and keep their order in it.
      await Promise.all(
        notifications.map((notification) => {
          const topic = topicOf(notification, scope);
          options.heard?.(topic);
          return appendForever({
            ...{ receivedAt, transport, vendor, device, topic: `onvif/${topic}` },
            payload: selfContained(notification, scope),
            qos: 1,
            // As with a retained MQTT message: a state that was there before we listened.
            retain: warm && isInitialized(notification),
            dup: false,
            ...(skewMs === undefined ? {} : { skewMs }),
          });
        }),
      );
    },
  };
}
