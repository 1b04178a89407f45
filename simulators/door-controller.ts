import {
  type Credential,
  type CredentialReason,
  type DenialReason,
  decide,
  simulatedCredentials,
} from './onvif/credentials.ts';
import { CLOSED_DOOR, type DoorAct, type DoorState, doorAfter } from './onvif/door.ts';
import type { EventService } from './onvif/event-service.ts';
import type { Items } from './onvif/notification.ts';
import {
  CREDENTIAL_LISTED,
  createCredentialService,
  createDoorService,
  createPointService,
  DOOR_LISTED,
  POINT_LISTED,
  pointOf,
} from './onvif/pacs-service.ts';
import { DOOR_TOPICS, PACS_TOPICS } from './onvif/pacs-topics.ts';
import { createSimulatedDevice, type SimulatedDevice, type SimulatedDeviceOptions } from './onvif/simulated-device.ts';

export interface DoorControllerSimulatorOptions extends SimulatedDeviceOptions {
  /** Door tokens; each door has one reader. */
  readonly doors: readonly string[];
  /** Credentials of people who do not exist, `SimulatedCredential-1` and so on. Default 10. */
  readonly credentials?: number;
}

/**
 * A simulated ONVIF access controller (Profile A and C events) on loopback. Its behaviour is derived from the Access Control,
 * Door Control and Credential service specifications, and its holders do not exist. Verbs throw for a door or a credential
 * that it does not have.
 */
export interface DoorControllerSimulator extends SimulatedDevice {
  /** Does something to a door as the state machine of `door.ts` has it. */
  act(door: string, act: DoorAct): void;
  /** A valid card: the door is opened, passed, closed and locked. */
  grant(door: string): void;
  /** A refused card; `reason` as in the specification, e.g. `CredentialNotEnabled`. */
  deny(door: string, reason: string): void;
  /**
   * A credential is shown at the outer side of a door, or with `entering` false at the inner one, and the controller decides:
   * granted and taken, not taken when nobody then `passes`, or denied with a reason.
   */
  present(door: string, token: string, how?: { entering?: boolean; passes?: boolean }): void;
  /** A card that nobody issued, told as the standard has it, or in the legacy form with its number. */
  unknownCard(door: string, card: string, legacy?: boolean): void;
  /** Somebody goes out by the exit button. */
  exitButton(door: string): void;
  /** A credential is enabled or not from now on; who disabled it says why. */
  credential(token: string, enabled: boolean, reason?: CredentialReason): void;
  /** A reader is taken out of use, or put into use again. */
  reader(door: string, enabled: boolean): void;
  forceOpen(door: string): void;
  /** An opened door that stays open beyond its allowed time. */
  holdOpen(door: string): void;
  close(door: string): void;
  /** A valid card with the code that says its holder is threatened. */
  duress(door: string): void;
  tamper(door: string, active: boolean): void;
  fault(door: string, active: boolean): void;
  /** A door as it is. */
  doorState(door: string): DoorState;
}

/** Creates a controller; it serves after `start`. */
export function createDoorControllerSimulator(options: DoorControllerSimulatorOptions): DoorControllerSimulator {
  const doors = new Map<string, DoorState>(options.doors.map((door) => [door, CLOSED_DOOR]));
  const disabled = new Set<string>();
  const credentials = simulatedCredentials(options.credentials ?? 10);
  const { device, events } = createSimulatedDevice(options, {
    hardware: 'simulated door controller',
    profiles: ['A', 'C'],
    discoveryTypes: ['Device'],
    topics: PACS_TOPICS,
    services: [
      { service: createPointService(options.doors, (door) => !disabled.has(door)), listed: POINT_LISTED },
      { service: createDoorService(doors), listed: DOOR_LISTED },
      { service: createCredentialService(credentials, options.now), listed: CREDENTIAL_LISTED },
    ],
  });
  const tell = announcer(events);

  const doorState = (door: string): DoorState => {
    const state = doors.get(door);
    if (!state) throw new Error(`${options.name} has no door ${door}`);
    return state;
  };
  const credentialOf = (token: string): Credential => {
    const credential = credentials.get(token);
    if (!credential) throw new Error(`${options.name} knows no credential ${token}`);
    return credential;
  };
  const act = (door: string, ...acts: readonly DoorAct[]) => {
    for (const each of acts) {
      const state = doorAfter(doorState(door), each);
      doors.set(door, state);
      tell.state(door, state);
    }
  };
  const access = (topic: string, door: string, data: Items) => {
    doorState(door);
    tell.access(topic, door, data);
  };
  for (const [door, state] of doors) {
    tell.state(door, state);
    tell.reader(door, true);
  }

  return Object.assign(device, {
    act: (door: string, each: DoorAct) => act(door, each),
    grant(door: string) {
      access('AccessGranted/Credential', door, { External: 'false', ...holderOf(door) });
      act(door, 'access', 'open', 'close');
    },
    deny: (door: string, reason: string) =>
      access('Denied/Credential', door, { External: 'false', ...holderOf(door), Reason: reason }),
    present(door: string, token: string, { entering = true, passes = true } = {}) {
      const credential = credentialOf(token);
      const who = { External: 'false', CredentialToken: token, CredentialHolderName: credential.holder };
      const decision = decideAt(doorState(door), disabled.has(door), credential, entering);
      if (!decision.granted) {
        access('Denied/Credential', door, { ...who, Reason: decision.reason });
        if (decision.passback) tell.violation(credential, true);
        return;
      }
      if (credential.violated) tell.violation(credential, false);
      access('AccessGranted/Credential', door, who);
      act(door, 'access');
      if (passes) {
        act(door, 'open');
        access('AccessTaken/Credential', door, who);
      } else {
        credential.inside = !entering;
        access('AccessNotTaken/Credential', door, who);
      }
      act(door, 'close');
    },
    unknownCard(door: string, card: string, legacy = false) {
      if (legacy) return access('Denied/CredentialNotFound/Card', door, { Card: card });
      const identifier = { IdentifierType: 'pt:Card', FormatType: 'SIMPLE_NUMBER32' };
      access('Denied/CredentialNotFound', door, { ...identifier, IdentifierValue: hexOf(card) });
    },
    exitButton(door: string) {
      access('AccessGranted/Anonymous', door, { External: 'false' });
      act(door, 'access', 'open');
      access('AccessTaken/Anonymous', door, { External: 'false' });
      act(door, 'close');
    },
    credential(token: string, enabled: boolean, reason?: CredentialReason) {
      const credential = credentialOf(token);
      credential.enabled = enabled;
      credential.reason = enabled ? '' : (reason ?? 'CredentialBlocked');
      tell.credential(credential);
    },
    reader(door: string, enabled: boolean) {
      doorState(door);
      if (enabled) disabled.delete(door);
      else disabled.add(door);
      tell.reader(door, enabled);
    },
    forceOpen: (door: string) => act(door, 'lock', 'open'),
    holdOpen: (door: string) => act(door, 'access', 'open', 'held-too-long'),
    close: (door: string) => act(door, 'close'),
    duress: (door: string) => access('Duress', door, { ...holderOf(door), Reason: 'Duress' }),
    tamper: (door: string, active: boolean) => act(door, active ? 'tamper' : 'tamper-over'),
    fault: (door: string, active: boolean) => act(door, active ? 'fault' : 'fault-over'),
    doorState,
  });
}

type Refusal = { readonly granted: false; readonly reason: DenialReason; readonly passback: boolean };

/** A door that is blocked or locked down, and a reader out of use, let nobody through whatever the credential. */
function decideAt(door: DoorState, readerOff: boolean, credential: Credential, entering: boolean) {
  const shut = door.mode === 'Blocked' || door.mode === 'LockedDown' || readerOff;
  const refusal: Refusal = { granted: false, reason: 'Unauthorized', passback: false };
  return shut ? refusal : decide(credential, entering);
}

function holderOf(door: string): Items {
  return { CredentialToken: `SimulatedCredential-${door}`, CredentialHolderName: 'Simulated Holder' };
}

function hexOf(card: string): string {
  return Buffer.from(card).toString('hex').toUpperCase();
}

function announcer(events: EventService) {
  return {
    state(door: string, state: DoorState) {
      for (const [field, name] of DOOR_TOPICS)
        events.publish({
          topic: `Door/State/${name}`,
          source: { DoorToken: door },
          data: {
            State: state[field],
            ...(field === 'fault' && state.fault === 'FaultDetected' ? { Reason: 'Simulated' } : {}),
          },
          property: true,
        });
    },
    access: (topic: string, door: string, data: Items) =>
      events.publish({
        topic: `AccessControl/${topic}`,
        source: { AccessPointToken: pointOf(door) },
        data,
        property: false,
      }),
    reader: (door: string, enabled: boolean) =>
      events.publish({
        topic: 'AccessPoint/State/Enabled',
        source: { AccessPointToken: pointOf(door) },
        data: { State: String(enabled) },
        property: true,
      }),
    credential: ({ token, enabled, reason }: Credential) =>
      events.publish({
        topic: 'Credential/State/Enabled',
        source: { CredentialToken: token },
        data: { State: String(enabled), ...(reason ? { Reason: `pt:${reason}` } : {}), ClientUpdated: 'false' },
        property: false,
      }),
    violation(credential: Credential, violated: boolean) {
      credential.violated = violated;
      events.publish({
        topic: 'Credential/State/ApbViolation',
        source: { CredentialToken: credential.token },
        data: { ApbViolation: String(violated), ClientUpdated: 'false' },
        property: false,
      });
    },
  };
}
