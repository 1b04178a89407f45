import { describe, expect, it } from 'vitest';
import { eventSource } from '../../gateway/event-source.ts';
import { isEcho } from '../../gateway/rules/echo.ts';
import { createStateTable } from '../../gateway/rules/state-table.ts';

const CELLS = 'tns1:RuleEngine/CellMotionDetector/Motion';
const ALARM = 'tns1:VideoSource/MotionAlarm';
const at = 1_000_000;

/** States of one camera, each as it was last heard. */
const heard = (
  ...states: (readonly [part: string, via: string | undefined, active: boolean, ago?: number, code?: string])[]
) => {
  const table = createStateTable();
  for (const [part, via, active, ago = 0, code = 'motion'] of states)
    table.set(eventSource(code, part, undefined), active, at - ago, via);
  return table;
};
const alarm = (part: string) => ({
  code: 'motion',
  source: eventSource('motion', part, undefined),
  via: ALARM,
});

describe('a state that goes on', () => {
  it.each([
    ['by another report of the same channel', heard(['000/Rule', CELLS, true]), '000', true],
    ['where the reports name the channel differently', heard(['VideoSourceToken', CELLS, true]), 'VideoSource_1', true],
    ['two seconds before', heard(['000', CELLS, true, 2_000]), '000', true],
    ['longer ago', heard(['000', CELLS, true, 2_001]), '000', false],
    ['and is off again', heard(['000', CELLS, false]), '000', false],
    ['by the same report of another rule', heard(['000/A', ALARM, true]), '000/B', false],
    ['as something else', heard(['000', CELLS, true, 0, 'tamper']), '000', false],
    ['by a report that stands for itself', heard(['000', undefined, true]), '000', false],
    ['on another channel of several', heard(['001', CELLS, true], ['000', CELLS, false]), '000', false],
    ['on this channel of several', heard(['001', CELLS, false], ['000', CELLS, true]), '000', true],
    [
      'on a second channel that is heard first',
      heard(['000', CELLS, true], ['000', ALARM, true, 60_000]),
      '001',
      false,
    ],
  ] as const)('is told already %s', (_what, states, part, told) => {
    expect(isEcho(states, alarm(part), at)).toBe(told);
  });
});
