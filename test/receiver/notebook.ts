import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

/** What is kept of an event: enough to do nothing the second time, and to see in which order it came. */
export interface Entry {
  readonly id: string;
  readonly subject: string;
  readonly sequence: number;
  readonly type: string;
}

/** A receiver's own memory: on disk before it answers, so that a crash of it loses and doubles nothing. */
export interface Notebook {
  /** False when it was there already. Throws when the id was used for something else. */
  take(entry: Entry): boolean;
  readonly entries: readonly Entry[];
  /** Times an event came again. */
  readonly repeats: number;
  /** Events that came behind a later one of their case. */
  readonly outOfOrder: readonly string[];
  close(): void;
}

export function openNotebook(file: string): Notebook {
  const entries: Entry[] = existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Entry)
    : [];
  const known = new Map(entries.map((entry) => [entry.id, entry]));
  const newest = new Map<string, number>();
  const outOfOrder: string[] = [];
  const follow = ({ id, subject, sequence }: Entry) => {
    const last = newest.get(subject) ?? 0;
    if (sequence < last) outOfOrder.push(`${subject}: ${id} came behind ${last}`);
    newest.set(subject, Math.max(last, sequence));
  };
  entries.forEach(follow);
  const out = openSync(file, 'a');
  let repeats = 0;
  return {
    take(entry) {
      const before = known.get(entry.id);
      if (before) {
        if (JSON.stringify(before) !== JSON.stringify(entry)) throw new Error(`${entry.id} means two things`);
        repeats++;
        return false;
      }
      writeSync(out, `${JSON.stringify(entry)}\n`);
      fsyncSync(out);
      known.set(entry.id, entry);
      entries.push(entry);
      follow(entry);
      return true;
    },
    entries,
    get repeats() {
      return repeats;
    },
    outOfOrder,
    close: () => closeSync(out),
  };
}
