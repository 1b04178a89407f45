import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { GatewayError } from '../errors.ts';
import type { NewSilence, Silence } from '../model/silence.ts';
import type { Records } from '../records/records.ts';
import type { SilenceSubject } from './stage.ts';

/** Silences that stand at a time; one more is refused, since each alarm is held against all of them. */
const MAX_SILENCES = 1_000;
/** How long one that is over still counts for alarms from its time that arrive late, ms. */
const LATE_MS = 86_400_000;

/** What operators have silenced: in memory, and on disk before it is answered. */
export interface Silences {
  /** Throws GatewayError REQUEST_INVALID for one that ends before it begins or names nothing, or when there are too many. */
  add(silence: NewSilence): Promise<Silence>;
  /** The newest first, those that are over among them while they still count. */
  list(): readonly Silence[];
  /** Ends one now; false when there is none. */
  end(silenceId: string): Promise<boolean>;
  matches(subject: SilenceSubject, at: number): boolean;
}

function covers({ match }: Silence, { device, category, grids }: SilenceSubject): boolean {
  return (
    (match.device === undefined || match.device === device.deviceId) &&
    (match.vendor === undefined || match.vendor === device.vendor) &&
    (match.typeId === undefined || match.typeId === device.typeId) &&
    (match.category === undefined || match.category === category) &&
    (match.grid === undefined || grids.includes(match.grid))
  );
}

export function openSilences({ records, clock }: { records: Records; clock: Pick<Clock, 'now'> }): Silences {
  const known = new Map<string, Silence>();
  for (const { body } of records.read.all<{ body: string }>('SELECT body FROM silence')) {
    const silence = JSON.parse(body) as Silence;
    known.set(silence.silenceId, silence);
  }

  const forgetOld = () => {
    for (const { silenceId, until } of known.values()) if (until < clock.now() - LATE_MS) known.delete(silenceId);
  };

  const store = async (silence: Silence): Promise<Silence> => {
    await records.write((tx) => {
      tx.run('DELETE FROM silence WHERE until_at < ?', clock.now() - LATE_MS);
      tx.run(
        'INSERT OR REPLACE INTO silence (silence_id, until_at, body) VALUES (?, ?, ?)',
        ...[silence.silenceId, silence.until, JSON.stringify(silence)],
      );
    });
    known.set(silence.silenceId, silence);
    return silence;
  };

  return {
    async add({ match, from, until, reason }) {
      forgetOld();
      if (Object.values(match).every((value) => value === undefined))
        throw new GatewayError('REQUEST_INVALID', 'match must name a device, vendor, typeId, category or grid', {
          path: 'match',
        });
      if (until <= from) throw new GatewayError('REQUEST_INVALID', 'until must be later than from', { path: 'until' });
      if (known.size >= MAX_SILENCES)
        throw new GatewayError('REQUEST_INVALID', `${MAX_SILENCES} silences stand; end some of them first`);
      return store({ silenceId: `s${randomBytes(8).toString('hex')}`, match, from, until, reason });
    },
    list: () => [...known.values()].sort((a, b) => b.from - a.from),
    async end(silenceId) {
      const silence = known.get(silenceId);
      if (!silence) return false;
      await store({ ...silence, until: Math.min(silence.until, clock.now()) });
      return true;
    },
    matches(subject, at) {
      for (const silence of known.values())
        if (silence.from <= at && at < silence.until && covers(silence, subject)) return true;
      return false;
    },
  };
}
