import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openEvidenceStore } from '../../gateway/evidence/evidence-store.ts';
import { startSnapshots } from '../../gateway/evidence/snapshots.ts';
import { silentLog } from '../../gateway/log.ts';
import type { Case, CaseEvent, Evidence } from '../../gateway/model/case.ts';
import { testDir } from '../support/test-dir.ts';

const ABOUT = {
  ...{ contentType: 'image/jpeg', deviceId: 'acme/cam1', caseNo: '2603S0000001', restricted: false },
  ...{ capturedAt: 1_000, expiresAt: 2_000 },
};
const PICTURE = Buffer.alloc(500, 7);
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'read',
    (error: { code: string }) => error.code,
  );

describe('evidence', () => {
  it('is kept over a restart under a name nobody can guess, until it expires', async () => {
    const folder = join(testDir(), 'evidence');
    const file = await openEvidenceStore(folder).put(PICTURE, ABOUT);
    expect(file).toMatchObject({ ...ABOUT, bytes: 500, id: expect.stringMatching(/^[\w-]{22}$/) });
    const again = openEvidenceStore(folder);
    expect(await again.read(file.id, 1_500)).toEqual({ about: file, content: PICTURE });
    expect(await code(again.read(file.id, 2_000))).toBe('NOT_FOUND');
    expect(await code(again.read('../../etc/passwd', 1_500))).toBe('NOT_FOUND');
    expect(await again.prune(1_999, 10)).toBe(0);
    expect(await again.prune(2_000, 10)).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that was changed on disk is none', async () => {
    const folder = testDir();
    const store = openEvidenceStore(folder);
    const { id } = await store.put(PICTURE, ABOUT);
    writeFileSync(join(folder, id), Buffer.concat([readFileSync(join(folder, id)), Buffer.from('x')]));
    expect(await code(store.read(id, 1_500))).toBe('NOT_FOUND');
  });

  it('is kept within its quota, and again when some expired', async () => {
    const store = openEvidenceStore(testDir(), 1_200);
    await store.put(PICTURE, ABOUT);
    await store.put(PICTURE, ABOUT);
    expect(await code(store.put(PICTURE, ABOUT))).toBe('RECORDS_FAILED');
    expect(await store.prune(3_000, 1)).toBe(1);
    expect(await code(store.put(PICTURE, ABOUT))).toBe('read');
  });
});

/** A case event log of the test's own. */
function eventLog() {
  const events: CaseEvent[] = [];
  const listeners = new Set<() => void>();
  const raise = (type: CaseEvent['type'], devices: readonly string[], attachKey: string) => {
    const sequence = events.length + 1;
    const record = { caseNo: `case-${sequence}`, devices, attachKey, restricted: false } as unknown as Case;
    events.push({ sequence, type, caseNo: record.caseNo, at: 0, case: record });
    for (const listener of listeners) listener();
  };
  return {
    raise,
    log: {
      read: (after: number, limit: number) => events.slice(after, after + limit),
      head: () => events.length,
      onAppend(listener: () => void) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}

describe('a case that is raised', () => {
  function start(fetch: Parameters<typeof startSnapshots>[0]['fetch']) {
    const events = eventLog();
    events.raise('raised', ['acme/old'], 'acme/old#|E0491');
    const attached: { caseNo: string; evidence: Evidence }[] = [];
    const store = openEvidenceStore(testDir());
    const snapshots = startSnapshots({
      ...{ events: events.log, store, fetch, now: () => 5_000, log: silentLog(), keep: 60_000 },
      attach: async (caseNo, evidence) => void attached.push({ caseNo, evidence }),
    });
    onTestFinished(() => snapshots.stop());
    return { events, attached, store };
  }

  it('gets a picture of its part by reference; others do not', async () => {
    const fetch = vi.fn((deviceId: string, _source: string) =>
      deviceId === 'acme/cam1' ? Promise.resolve({ contentType: 'image/jpeg', bytes: PICTURE }) : undefined,
    );
    const { events, attached, store } = start(fetch);
    events.raise('updated', ['acme/cam1'], 'acme/cam1#V1/Yard|E0491');
    events.raise('raised', ['acme/smoke1'], 'acme/smoke1#|E0498');
    events.raise('raised', ['acme/cam1'], 'acme/cam1#V1/Yard|E0491');
    await vi.waitUntil(() => attached.length > 0);
    expect(fetch.mock.calls).toEqual([
      ['acme/smoke1', ''],
      ['acme/cam1', 'V1'],
    ]);
    const [{ caseNo, evidence } = { caseNo: '', evidence: undefined }] = attached;
    expect(caseNo).toBe('case-4');
    expect(evidence).toMatchObject({
      kind: 'SNAPSHOT',
      capturedAt: 5_000,
      note: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
    const id = evidence?.uri.slice('/v1/evidence/'.length) ?? '';
    expect((await store.read(id, 10_000)).content).toEqual(PICTURE);
  });

  it('goes on without one when the camera fails', async () => {
    let asked = 0;
    const { events, attached } = start((deviceId) => {
      asked += 1;
      return deviceId === 'a/broken'
        ? Promise.reject(new Error('away'))
        : Promise.resolve({ contentType: 'image/png', bytes: PICTURE });
    });
    events.raise('raised', ['a/broken'], 'a/broken#|E0491');
    events.raise('raised', ['a/good'], 'a/good#|E0491');
    await vi.waitUntil(() => attached.length > 0);
    expect(asked).toBe(2);
    expect(attached.map(({ caseNo }) => caseNo)).toEqual(['case-3']);
  });
});
