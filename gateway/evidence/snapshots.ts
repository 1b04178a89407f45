import { toGatewayError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Case, CaseEventLog, Evidence } from '../model/case.ts';
import type { EvidenceFile, EvidenceStore } from './evidence-store.ts';

/** Takes pictures at the moment a case is raised. */
export interface Snapshots {
  /** Waits for the pictures under way, at most their own deadlines. Twice is harmless. */
  stop(): Promise<void>;
}

export interface SnapshotsOptions {
  readonly events: CaseEventLog;
  readonly store: Pick<EvidenceStore, 'put'>;
  /** Takes a picture with a device; undefined for one that has no camera. */
  readonly fetch: (deviceId: string, source: string) => Promise<{ contentType: string; bytes: Buffer }> | undefined;
  /** Adds evidence to a case. */
  readonly attach: (caseNo: string, evidence: Evidence) => Promise<unknown>;
  readonly now: () => number;
  readonly log: Logger;
  /** How long a picture is kept, ms. */
  readonly keep: number;
}

/** Pictures under way; a case raised beyond that gets none, which is logged. */
const MAX_UNDER_WAY = 32;
const PAGE = 256;

/**
 * Follows the case events from now on: each case that is raised with a camera among its devices gets one picture by
 * reference. A picture that fails is logged and not tried again: the moment is gone. Earlier events are not looked at, so that
 * a start takes no pictures of old cases.
 */
export function startSnapshots(options: SnapshotsOptions): Snapshots {
  const { events, store, fetch, attach, now, log, keep } = options;
  const underWay = new Set<Promise<void>>();
  let after = events.head();

  const take = async (raised: Case, deviceId: string, picture: Promise<{ contentType: string; bytes: Buffer }>) => {
    const { caseNo, restricted } = raised;
    try {
      const { contentType, bytes } = await picture;
      const capturedAt = now();
      const about = { contentType, deviceId, caseNo, restricted, capturedAt, expiresAt: capturedAt + keep };
      const file: EvidenceFile = await store.put(bytes, about);
      await attach(caseNo, {
        kind: 'SNAPSHOT',
        uri: `/v1/evidence/${file.id}`,
        capturedAt,
        note: `sha256:${file.sha256}`,
      });
    } catch (error) {
      const { code, detail } = toGatewayError(error);
      log.warn({ caseNo, device: deviceId, code, detail }, 'no picture was taken for the case');
    }
  };

  const look = () => {
    for (let page = events.read(after, PAGE); page.length > 0; page = events.read(after, PAGE))
      for (const event of page) {
        after = event.sequence;
        if (event.type !== 'raised') continue;
        for (const deviceId of event.case.devices) {
          if (underWay.size >= MAX_UNDER_WAY) {
            log.warn({ caseNo: event.caseNo, device: deviceId }, 'too many pictures are under way; the case gets none');
            continue;
          }
          const part = event.case.attachKey.slice(deviceId.length + 1).split('|')[0] ?? '';
          const picture = fetch(deviceId, part.split('/')[0] ?? '');
          if (!picture) continue;
          const work = take(event.case, deviceId, picture).finally(() => underWay.delete(work));
          underWay.add(work);
        }
      }
  };

  const leave = events.onAppend(look);
  return {
    async stop() {
      leave();
      await Promise.all(underWay);
    },
  };
}
