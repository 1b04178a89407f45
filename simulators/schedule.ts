/** Who is due when: a binary heap on (instant, number), so that a quiet hour costs nothing. */
export interface Schedule {
  /** `Infinity` is never. */
  add(number: number, at: number): void;
  /** The next instant at which somebody is due; Infinity when nobody is. */
  next(): number;
  /** Takes out everybody who is due at `next()`, in the order of their numbers. */
  take(): number[];
}

interface Entry {
  readonly at: number;
  readonly number: number;
}

const before = (a: Entry, b: Entry) => a.at < b.at || (a.at === b.at && a.number < b.number);

/** An empty schedule. It holds as many entries as were added and not yet taken. */
export function createSchedule(): Schedule {
  const heap: Entry[] = [];
  const entry = (index: number) => heap[index] as Entry;
  const swap = (a: number, b: number) => {
    const held = entry(a);
    heap[a] = entry(b);
    heap[b] = held;
  };
  const rise = (from: number) => {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!before(entry(at), entry(parent))) return;
      swap(at, parent);
      at = parent;
    }
  };
  const sink = () => {
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const right = left + 1;
      if (left >= heap.length) return;
      const child = right < heap.length && before(entry(right), entry(left)) ? right : left;
      if (!before(entry(child), entry(at))) return;
      swap(at, child);
      at = child;
    }
  };
  const pop = (): Entry => {
    const first = entry(0);
    const last = heap.pop() as Entry;
    if (heap.length > 0) {
      heap[0] = last;
      sink();
    }
    return first;
  };
  const next = () => heap[0]?.at ?? Number.POSITIVE_INFINITY;
  return {
    add(number, at) {
      if (at === Number.POSITIVE_INFINITY) return;
      heap.push({ at, number });
      rise(heap.length - 1);
    },
    next,
    take() {
      const at = next();
      const due: number[] = [];
      while (heap.length > 0 && next() === at) due.push(pop().number);
      return due;
    },
  };
}
