import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTimers, type Timed } from '../../gateway/rules/timers.ts';

interface Item extends Timed {
  fireAt: number;
}

describe('timers', () => {
  it('give the earliest first after any sequence of changes', () => {
    const change = fc.tuple(fc.nat(19), fc.nat(50));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 200 }), (changes) => {
        const timers = createTimers<Item>();
        const items = Array.from(
          { length: 20 },
          (_, n): Item => ({ fireAt: 0, deviceNo: n % 3, key: `${n}`, heapIndex: -1 }),
        );
        for (const [index, fireAt] of changes) {
          const item = items[index] as Item;
          item.fireAt = fireAt;
          timers.update(item);
        }
        const fired: Item[] = [];
        for (let first = timers.first(); first; first = timers.first()) {
          fired.push({ ...first });
          first.fireAt = 0;
          timers.update(first);
        }
        const order = (a: Item, b: Item) => a.fireAt - b.fireAt || a.deviceNo - b.deviceNo || (a.key < b.key ? -1 : 1);
        expect(fired).toEqual([...fired].sort(order));
        const last = new Map(changes.map(([index, fireAt]) => [`${index}`, fireAt]));
        expect(fired.map(({ key, fireAt }) => `${key}@${fireAt}`).sort()).toEqual(
          [...last]
            .filter(([, fireAt]) => fireAt > 0)
            .map(([key, fireAt]) => `${key}@${fireAt}`)
            .sort(),
        );
      }),
    );
  });
});
