import { describe, expect, it } from 'vitest';
import { CLOSED_DOOR, type DoorAct, type DoorState, doorAfter } from '../../simulators/onvif/door.ts';

const after = (...acts: DoorAct[]) => acts.reduce(doorAfter, CLOSED_DOOR);
const changed = (state: DoorState) =>
  Object.fromEntries(Object.entries(state).filter(([field, value]) => CLOSED_DOOR[field as keyof DoorState] !== value));

describe('a door', () => {
  it.each<[DoorAct[], object]>([
    [['access'], { mode: 'Accessed', lock: 'Unlocked' }],
    [['access', 'open'], { mode: 'Accessed', lock: 'Unlocked', physical: 'Open' }],
    [['access', 'open', 'close'], {}],
    [['open'], { physical: 'Open', alarm: 'DoorForcedOpen' }],
    [['open', 'held-too-long'], { physical: 'Open', alarm: 'DoorOpenTooLong' }],
    [['open', 'close'], {}],
    [
      ['access', 'open', 'held-too-long'],
      { mode: 'Accessed', lock: 'Unlocked', physical: 'Open', alarm: 'DoorOpenTooLong' },
    ],
    [['held-too-long'], {}],
    [['unlock', 'open', 'close'], { mode: 'Unlocked', lock: 'Unlocked' }],
    [['unlock', 'lock'], {}],
    [['lock-open', 'open'], { mode: 'LockedOpen', lock: 'Unlocked', physical: 'Open' }],
    [['lock-down', 'access'], { mode: 'LockedDown' }],
    [['block', 'access'], { mode: 'Blocked' }],
    [['block', 'open'], { mode: 'Blocked', physical: 'Open', alarm: 'DoorForcedOpen' }],
    [['tamper', 'open', 'close'], { tamper: 'TamperDetected' }],
    [['tamper', 'tamper-over'], {}],
    [['fault'], { fault: 'FaultDetected' }],
    [['fault', 'fault-over'], {}],
  ])('after %j', (acts, expected) => {
    expect(changed(after(...acts))).toEqual(expected);
  });
});
