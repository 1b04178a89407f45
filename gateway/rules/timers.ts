/** Something with at most one running timer. The heap owns `heapIndex`; -1: not in the heap. */
export interface Timed {
  readonly fireAt: number;
  /** Breaks ties, so that timers due together fire in the same order in every run. */
  readonly deviceNo: number;
  readonly key: string;
  heapIndex: number;
}

/** Timers in due order. Holds each thing once, so it is as large as the number of running timers and no larger. */
export interface Timers<T extends Timed> {
  /** Puts, moves or takes out `item` after its `fireAt` changed (0: no timer). */
  update(item: T): void;
  first(): T | undefined;
}

function before(a: Timed, b: Timed): boolean {
  if (a.fireAt !== b.fireAt) return a.fireAt < b.fireAt;
  if (a.deviceNo !== b.deviceNo) return a.deviceNo < b.deviceNo;
  return a.key < b.key;
}

/** A binary heap whose items know their place. */
export function createTimers<T extends Timed>(): Timers<T> {
  const heap: T[] = [];
  const place = (item: T, index: number) => {
    heap[index] = item;
    item.heapIndex = index;
  };
  const up = (item: T, from: number) => {
    let index = from;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex] as T;
      if (!before(item, parent)) break;
      place(parent, index);
      index = parentIndex;
    }
    place(item, index);
  };
  const down = (item: T, from: number) => {
    let index = from;
    for (;;) {
      let childIndex = 2 * index + 1;
      if (childIndex >= heap.length) break;
      const right = heap[childIndex + 1];
      if (right && before(right, heap[childIndex] as T)) childIndex += 1;
      const child = heap[childIndex] as T;
      if (!before(child, item)) break;
      place(child, index);
      index = childIndex;
    }
    place(item, index);
  };
  const settle = (item: T, index: number) => {
    up(item, index);
    if (item.heapIndex === index) down(item, index);
  };
  return {
    update(item) {
      const index = item.heapIndex;
      if (item.fireAt === 0) {
        if (index < 0) return;
        item.heapIndex = -1;
        const last = heap.pop() as T;
        if (last !== item) settle(last, index);
      } else if (index < 0) {
        heap.push(item);
        up(item, heap.length - 1);
      } else settle(item, index);
    },
    first: () => heap[0],
  };
}
