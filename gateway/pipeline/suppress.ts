import { attachKeyOf, PRESENCE } from '../model/candidate.ts';
import { countCycle, isFlapping, reportFlapping } from './flapping.ts';
import { found } from './found.ts';
import { hold } from './held.ts';
import { type Draft, isLifeSafety, type Reason, type Stage, type StageTools } from './stage.ts';

function isInMaintenance({ candidate, device }: Draft): boolean {
  return (device?.maintenance ?? []).some(({ from, until }) => from <= candidate.at && candidate.at < until);
}

function isSilenced(draft: Draft, tools: StageTools): boolean {
  const place = found(draft.place, 'place');
  const grids = [...new Set(place.grids.flatMap(({ code, path }) => [code, ...path]))];
  return tools.silenced(
    { device: found(draft.device, 'device'), category: draft.candidate.category, grids },
    draft.candidate.at,
  );
}

/** The device is silent, and so is the one it is connected through: the fault is there. */
function isInhibited({ candidate, device }: Draft, { tx, cases, devices }: StageTools): boolean {
  if (candidate.source !== PRESENCE || device?.parent === undefined) return false;
  const assetCode = devices.get(device.parent)?.assetCode;
  const key = attachKeyOf({
    ...{ deviceId: device.parent, part: '', category: candidate.category },
    ...(assetCode === undefined ? {} : { assetCode }),
  });
  const fault = cases.openByKey(tx, key) ?? cases.openByMember(tx, key);
  return fault !== undefined && fault.clearedAt === undefined;
}

function reasonOf(draft: Draft, tools: StageTools): Reason | undefined {
  const { candidate, device } = draft;
  if (tools.production && (candidate.simulated || device?.simulated)) return 'SIMULATED';
  if (tools.production && candidate.test) return 'CALIBRATION';
  if (isInMaintenance(draft)) return 'MAINTENANCE';
  if (isSilenced(draft, tools)) return 'SILENCED';
  return isInhibited(draft, tools) ? 'INHIBITED' : undefined;
}

/**
 * Is there a reason to raise nothing, or not yet? A clear always goes on, for a case that is open must hear of its end. What
 * flaps waits until it has stayed on for the time of one cycle, what the mode defers until the mode is asked again.
 */
export const suppress: Stage = (draft, tools) => {
  const { candidate, now, released } = draft;
  const { tx, limits, city } = tools;
  if (candidate.type === 'clear') {
    countCycle(tx, candidate, limits.flapping);
    return { pass: draft };
  }
  const reason = reasonOf(draft, tools);
  if (reason) return { end: { outcome: 'suppressed', reason } };
  const category = found(draft.category, 'category');
  const urgent = isLifeSafety(category);
  if (released !== 'FLAPPING' && isFlapping(tx, candidate, limits.flapping)) {
    reportFlapping(draft, tools);
    if (!urgent) {
      const { cycles, window } = limits.flapping;
      hold(tx, draft, { reason: 'FLAPPING', due: now + window / cycles });
      return { end: { outcome: 'held', reason: 'FLAPPING' } };
    }
  }
  if (!urgent && city.mode?.().deferred.includes(category.code)) {
    hold(tx, draft, { reason: 'DEFERRED', due: now + limits.defer });
    return { end: { outcome: 'held', reason: 'DEFERRED' } };
  }
  return { pass: draft };
};
