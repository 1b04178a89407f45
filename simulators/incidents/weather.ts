import { incidentKind } from './incident.ts';

/** What the weather of `signals` does to a device: it has no effect of its own and only says which case must come of it. */
export const weather = incidentKind('weather', {}, () => ({}));
