import type { EventService } from './onvif/event-service.ts';
import type { SimulatedEvent } from './onvif/notification.ts';
import { createDoorService, createPointService, DOOR_LISTED, POINT_LISTED, pointOf } from './onvif/pacs-service.ts';
import { createSimulatedDevice, type SimulatedDevice, type SimulatedDeviceOptions } from './onvif/simulated-device.ts';
import type { TopicDescription } from './onvif/topic-set.ts';

export interface DoorControllerSimulatorOptions extends SimulatedDeviceOptions {
  /** Door tokens; each door has one reader. */
  readonly doors: readonly string[];
}

/**
 * A simulated ONVIF access controller (Profile A and C events) on loopback. Its behaviour is derived from the Access Control
 * and Door Control service specifications, and its holders do not exist. Verbs throw for a door it does not have.
 */
export interface DoorControllerSimulator extends SimulatedDevice {
  /** A valid card: the door is opened, passed, closed and locked. */
  grant(door: string): void;
  /** A refused card; `reason` as in the specification, e.g. `CredentialNotEnabled`. */
  deny(door: string, reason: string): void;
  forceOpen(door: string): void;
  /** An opened door that stays open beyond its allowed time. */
  holdOpen(door: string): void;
  close(door: string): void;
  /** A valid card with the code that says its holder is threatened. */
  duress(door: string): void;
  tamper(door: string, active: boolean): void;
}

/** States of a door in the words of the Door Control service specification. */
export interface DoorState {
  mode: 'Locked' | 'Unlocked' | 'Accessed';
  physical: 'Open' | 'Closed';
  lock: 'Locked' | 'Unlocked';
  alarm: 'Normal' | 'DoorForcedOpen' | 'DoorOpenTooLong';
  tamper: 'NotInTamper' | 'TamperDetected';
  fault: 'NotInFault';
}

const STATE_TOPICS: readonly (readonly [keyof DoorState, string])[] = [
  ['mode', 'DoorMode'],
  ['physical', 'DoorPhysicalState'],
  ['lock', 'LockPhysicalState'],
  ['alarm', 'DoorAlarm'],
  ['tamper', 'DoorTamper'],
  ['fault', 'DoorFault'],
];

const POINT = { AccessPointToken: 'pt:ReferenceToken' };
const HOLDER = { CredentialToken: 'pt:ReferenceToken', CredentialHolderName: 'xs:string' };

const TOPICS: readonly TopicDescription[] = [
  ...STATE_TOPICS.map(([, name]) => ({
    topic: `Door/State/${name}`,
    property: true,
    source: { DoorToken: 'pt:ReferenceToken' },
    data: { State: `tdc:${name}` },
  })),
  {
    topic: 'AccessControl/AccessGranted/Credential',
    property: false,
    source: POINT,
    data: { External: 'xs:boolean', ...HOLDER },
  },
  {
    topic: 'AccessControl/Denied/Credential',
    property: false,
    source: POINT,
    data: { External: 'xs:boolean', ...HOLDER, Reason: 'xs:string' },
  },
  { topic: 'AccessControl/Duress', property: false, source: POINT, data: { ...HOLDER, Reason: 'xs:string' } },
];

/** Creates a controller; it serves after `start`. */
export function createDoorControllerSimulator(options: DoorControllerSimulatorOptions): DoorControllerSimulator {
  const doors = new Map<string, DoorState>(options.doors.map((door) => [door, closedDoor()]));
  const { device, events } = createSimulatedDevice(options, {
    hardware: 'simulated door controller',
    profiles: ['A', 'C'],
    discoveryTypes: ['Device'],
    topics: TOPICS,
    services: [
      { service: createPointService(options.doors), listed: POINT_LISTED },
      { service: createDoorService(doors), listed: DOOR_LISTED },
    ],
  });
  const tell = announcer(events);

  const change = (door: string, next: Partial<DoorState>) => {
    const state = doors.get(door);
    if (!state) throw new Error(`${options.name} has no door ${door}`);
    Object.assign(state, next);
    tell.state(door, state);
  };
  for (const door of doors.keys()) change(door, {});

  return Object.assign(device, {
    grant(door: string) {
      change(door, {});
      tell.access('AccessGranted/Credential', door, { External: 'false', ...holderOf(door) });
      change(door, { mode: 'Accessed', lock: 'Unlocked' });
      change(door, { physical: 'Open' });
      change(door, closedDoor(doors.get(door)));
    },
    deny(door: string, reason: string) {
      change(door, {});
      tell.access('Denied/Credential', door, { External: 'false', ...holderOf(door), Reason: reason });
    },
    forceOpen: (door: string) => change(door, { physical: 'Open', alarm: 'DoorForcedOpen' }),
    holdOpen(door: string) {
      change(door, { mode: 'Accessed', lock: 'Unlocked', physical: 'Open' });
      change(door, { alarm: 'DoorOpenTooLong' });
    },
    close: (door: string) => change(door, closedDoor(doors.get(door))),
    duress(door: string) {
      change(door, {});
      tell.access('Duress', door, { ...holderOf(door), Reason: 'Duress' });
    },
    tamper: (door: string, active: boolean) => change(door, { tamper: active ? 'TamperDetected' : 'NotInTamper' }),
  });
}

/** A closed and locked door; its tamper switch stays as it was. */
function closedDoor(before?: DoorState): DoorState {
  const tamper = before?.tamper ?? 'NotInTamper';
  return { mode: 'Locked', physical: 'Closed', lock: 'Locked', alarm: 'Normal', tamper, fault: 'NotInFault' };
}

function holderOf(door: string): Readonly<Record<string, string>> {
  return { CredentialToken: `SimulatedCredential-${door}`, CredentialHolderName: 'Simulated Holder' };
}

function announcer(events: EventService) {
  return {
    state(door: string, state: DoorState) {
      for (const [field, name] of STATE_TOPICS)
        events.publish({
          topic: `Door/State/${name}`,
          source: { DoorToken: door },
          data: { State: state[field] },
          property: true,
        });
    },
    access(topic: string, door: string, data: SimulatedEvent['data']) {
      events.publish({
        topic: `AccessControl/${topic}`,
        source: { AccessPointToken: pointOf(door) },
        data,
        property: false,
      });
    },
  };
}
