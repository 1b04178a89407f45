/** States of a door in the words of the Door Control service specification (6.2). */
export interface DoorState {
  readonly mode: 'Locked' | 'Unlocked' | 'Accessed' | 'Blocked' | 'LockedDown' | 'LockedOpen';
  readonly physical: 'Open' | 'Closed' | 'Fault';
  readonly lock: 'Locked' | 'Unlocked' | 'Fault';
  readonly alarm: 'Normal' | 'DoorForcedOpen' | 'DoorOpenTooLong';
  readonly tamper: 'NotInTamper' | 'TamperDetected';
  readonly fault: 'NotInFault' | 'FaultDetected';
}

/** What can be done to a door, or happen to it. */
export type DoorAct =
  | 'access'
  | 'unlock'
  | 'lock'
  | 'lock-down'
  | 'lock-open'
  | 'block'
  | 'open'
  | 'held-too-long'
  | 'close'
  | 'tamper'
  | 'tamper-over'
  | 'fault'
  | 'fault-over';

export const CLOSED_DOOR: DoorState = {
  mode: 'Locked',
  physical: 'Closed',
  lock: 'Locked',
  alarm: 'Normal',
  tamper: 'NotInTamper',
  fault: 'NotInFault',
};

const LOCKED: Pick<DoorState, 'mode' | 'lock'> = { mode: 'Locked', lock: 'Locked' };

/**
 * The door after an act. A door that is opened while it is locked was forced; one that stays open too long says so, also after it
 * was forced (one trouble that gets worse); closing ends either, and locks a door that was only let through. A blocked or
 * locked-down door lets nobody through. Acts that make no sense as it stands change nothing.
 */
export function doorAfter(door: DoorState, act: DoorAct): DoorState {
  const open = door.physical === 'Open';
  switch (act) {
    case 'access':
      return door.mode === 'Locked' ? { ...door, mode: 'Accessed', lock: 'Unlocked' } : door;
    case 'unlock':
      return { ...door, mode: 'Unlocked', lock: 'Unlocked' };
    case 'lock':
      return { ...door, ...LOCKED };
    case 'lock-down':
      return { ...door, mode: 'LockedDown', lock: 'Locked' };
    case 'lock-open':
      return { ...door, mode: 'LockedOpen', lock: 'Unlocked' };
    case 'block':
      return { ...door, mode: 'Blocked', lock: 'Locked' };
    case 'open':
      if (open) return door;
      return { ...door, physical: 'Open', alarm: door.lock === 'Locked' ? 'DoorForcedOpen' : door.alarm };
    case 'held-too-long':
      return open ? { ...door, alarm: 'DoorOpenTooLong' } : door;
    case 'close':
      return { ...door, ...(door.mode === 'Accessed' ? LOCKED : {}), physical: 'Closed', alarm: 'Normal' };
    case 'tamper':
      return { ...door, tamper: 'TamperDetected' };
    case 'tamper-over':
      return { ...door, tamper: 'NotInTamper' };
    case 'fault':
      return { ...door, fault: 'FaultDetected' };
    case 'fault-over':
      return { ...door, fault: 'NotInFault' };
  }
}
