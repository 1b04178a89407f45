import type { Stage } from './stage.ts';

/**
 * Is the candidate something a case may be made of? Finds its category and device. A clear needs neither: it ends an episode
 * of the case it finds by key, also when its device was removed in the middle of it.
 */
export const validate: Stage = (draft, { city, devices }) => {
  const { candidate } = draft;
  if (candidate.type === 'clear') return { pass: draft };
  const category = city.category(candidate.category);
  if (!category) return { end: { outcome: 'suppressed', reason: 'CATEGORY_UNKNOWN' } };
  const device = devices.get(candidate.deviceId);
  if (!device) return { end: { outcome: 'suppressed', reason: 'DEVICE_UNKNOWN' } };
  return { pass: { ...draft, category, device } };
};
