import { expect, test } from 'vitest';
import { createAuditor } from '../../gateway/pipeline/auditor.ts';

test('audits at start, every 5 s, when the store was wiped, and no more after the stop', () => {
  const audited: string[] = [];
  const ticks: (() => void)[] = [];
  const wipes = new Set<() => void>();
  const auditor = createAuditor({
    clock: {
      every(ms, tick) {
        expect(ms).toBe(5_000);
        ticks.push(tick);
        return () => ticks.splice(0);
      },
    },
    onWiped(listener) {
      wipes.add(listener);
      return () => wipes.delete(listener);
    },
    audits: [() => audited.push('candidates'), () => audited.push('deliveries')],
  });
  expect(audited).toEqual([]);
  auditor.start();
  expect(audited).toEqual(['candidates', 'deliveries']);
  ticks[0]?.();
  expect(audited).toHaveLength(4);
  for (const wipe of wipes) wipe();
  expect(audited).toHaveLength(6);
  auditor.stop();
  expect([ticks.length, wipes.size]).toEqual([0, 0]);
});
