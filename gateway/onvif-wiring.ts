import { join } from 'node:path';
import type { CaseParts } from './cases-wiring.ts';
import { openEvidenceStore } from './evidence/evidence-store.ts';
import { startSnapshots } from './evidence/snapshots.ts';
import { createOnvifDevices } from './onvif-devices.ts';
import { openOnvifSite } from './onvif-site.ts';
import type { Registry } from './registry-wiring.ts';
import type { Stores } from './stores-wiring.ts';
import { createNotifyListener } from './transport/onvif-listener.ts';
import type { Ground } from './wiring.ts';

/** Addresses that stand for all of a machine's. */
const ANY_ADDRESS = ['0.0.0.0', '::'];
/** How long pictures of cases are kept, ms. */
const EVIDENCE_KEPT = 30 * 86_400_000;

export type OnvifParts = ReturnType<typeof createOnvifParts>;

/** The way in from cameras and doors, none of them connected yet, and the pictures that cases ask of them. */
export function createOnvifParts(
  { config, log, metrics, life }: Ground,
  { dataDir, inbox, clock }: Stores,
  { connections, credentials }: Registry,
  { cases }: CaseParts,
) {
  const site = openOnvifSite({ pepper: dataDir.pepper, file: join(dataDir.path, 'onvif-map.yaml') });
  // Cameras push to an address they can reach: behind 0.0.0.0 the gateway does not know which one that is.
  const pushTo = { url: '', brokers: [] as readonly string[] };
  const listener = ANY_ADDRESS.includes(config.host) ? undefined : createNotifyListener(() => pushTo.url);
  const broker = {
    addresses: () => pushTo.brokers,
    issue: async (deviceId: string) => (await credentials.issueToken(deviceId)).token,
  };
  const onvif = createOnvifDevices({
    ...{ append: inbox.append, lab: config.lab, clock, log, metrics },
    ...{ subscriptions: connections, signalsOf: site.signalsOf, ...(listener ? { listener, broker } : {}) },
  });
  life.onStop(() => onvif.stop());
  const evidence = openEvidenceStore(join(dataDir.path, 'evidence'));
  const snapshots = startSnapshots({
    ...{ events: cases.events, store: evidence, fetch: onvif.snapshot, attach: cases.addEvidence },
    ...{ now: clock.now, log, keep: EVIDENCE_KEPT },
  });
  life.onStop(() => snapshots.stop());
  return { site, onvif, evidence, listener, pushTo };
}
