import type { Device } from '../model/device.ts';
import type { GeoPosition, Observation } from '../model/observation.ts';

/** What was made of the position a message reported. */
export interface PositionReport {
  /** Why it is not believed, from a closed set; absent: nothing is wrong with it. */
  readonly fault?: string;
  /** What was seen, in metres, and what to do about it. */
  readonly detail?: string;
}

/** Judges a position that a device reported; `position` is the one to go by instead. */
export type JudgePosition = (
  reported: GeoPosition,
  device: Pick<Device, 'position' | 'mobility'>,
) => PositionReport & { readonly position?: GeoPosition };

/** Messages without a position, which is nearly all of them, pass as they are. */
export interface CheckedPositions {
  readonly observations: readonly Observation[];
  /** Of the newest position of the message; absent: it had none. */
  readonly report?: PositionReport;
}

/**
 * Holds the positions of a message against where its device is registered. One that is not believed is replaced by the one to
 * go by, and its readings are SUSPECT: they are stored as such, and judged by the rules all the same.
 */
export function checkPositions(
  observations: readonly Observation[],
  device: Pick<Device, 'position' | 'mobility'>,
  judge: JudgePosition,
): CheckedPositions {
  if (!observations.some(({ position }) => position !== undefined)) return { observations };
  let report: PositionReport = {};
  const checked = observations.map((observation): Observation => {
    if (!observation.position) return observation;
    const { position: reported, ...bare } = observation;
    const { position, fault, detail } = judge(reported, device);
    report = { ...(fault === undefined ? {} : { fault }), ...(detail === undefined ? {} : { detail }) };
    if (fault === undefined) return observation;
    const quality = observation.quality === 'GOOD' ? 'SUSPECT' : observation.quality;
    return { ...bare, quality, ...(position ? { position } : {}) } as Observation;
  });
  return { observations: checked, report };
}
