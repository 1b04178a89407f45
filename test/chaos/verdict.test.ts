import { describe, expect, it } from 'vitest';
import { createLedger } from './ledger.ts';
import type { StoredEvent } from './platform.ts';
import { CATEGORY, type Facts, judge, totals } from './verdict.ts';

const event = (sequence: number, type: string, more: Partial<StoredEvent> = {}): StoredEvent => ({
  id: `gw-${sequence}`,
  type: `cn.grid.case.${type}.v1`,
  caseNo: 'c1',
  sequence,
  category: CATEGORY,
  subState: type === 'updated' ? 'ACCEPTED' : 'RAISED',
  devices: ['lab/a1'],
  ...more,
});

/** Two readings and one alarm, all acknowledged, stored and delivered. */
function wellDone(): Facts & { stored: Map<string, number[]> } {
  const ledger = createLedger();
  ledger.sendReadings([
    { device: 'r1', n: 1 },
    { device: 'r1', n: 2 },
  ])();
  ledger.sendReadings([{ device: 'r1', n: 3 }]); // never acknowledged
  ledger.sendAlarm('a1')();
  return {
    ledger,
    stored: new Map([['r1', [1, 2]]]),
    events: [event(1, 'raised'), event(2, 'updated')],
    feed: ['gw-1', 'gw-2'],
    accepted: new Set(['c1']),
  };
}

const NOTHING = { lost: 0, duplicated: 0, phantom: 0, outOfOrder: 0 };

describe('verdict', () => {
  it('finds nothing where nothing is wrong, whether or not the unacknowledged was stored', () => {
    const facts = wellDone();
    expect(totals(judge(facts))).toEqual(NOTHING);
    facts.stored.set('r1', [1, 2, 3]);
    expect(totals(judge(facts))).toEqual(NOTHING);
  });

  it('sees lost, double and invented readings', () => {
    const facts = { ...wellDone(), stored: new Map([['r1', [1, 1, 9]]]) };
    const { lost, duplicated, phantom } = judge(facts);
    expect([lost.readings, duplicated.readings, phantom.readings]).toEqual([['r1#2'], ['r1#1 × 2'], ['r1#9']]);
  });

  it('sees an alarm without a case, with two, and a case without an alarm', () => {
    const none = judge({ ...wellDone(), events: [], feed: [], accepted: new Set() });
    expect(none.lost.alarms).toEqual(['a1']);
    const two = [event(1, 'raised'), event(2, 'raised', { caseNo: 'c2' }), event(3, 'raised', { devices: ['lab/x'] })];
    const { duplicated, phantom } = judge({ ...wellDone(), events: two, feed: ['gw-1', 'gw-2', 'gw-3'] });
    expect([duplicated.alarms, phantom.alarms]).toEqual([['a1 × 2'], [`c1 ${CATEGORY} lab/x`]]);
  });

  it('sees events that never arrived, came from nowhere, share a sequence or overtook', () => {
    const facts = wellDone();
    expect(judge({ ...facts, feed: ['gw-1', 'gw-2', 'gw-3'] }).lost.events).toEqual(['gw-3']);
    expect(judge({ ...facts, feed: ['gw-1'] }).phantom.events).toEqual(['gw-2']);
    expect(
      judge({ ...facts, events: [...facts.events, event(2, 'closed', { id: 'gw-b' })] }).duplicated.events,
    ).toEqual(['2 × 2']);
    expect(judge({ ...facts, events: [...facts.events].reverse() }).outOfOrder).toEqual(['c1: 1 behind 2']);
  });

  it('sees feedback without effect and with two', () => {
    const facts = wellDone();
    expect(judge({ ...facts, events: facts.events.slice(0, 1) }).lost.feedback).toEqual(['c1']);
    const twice = [...facts.events, event(3, 'updated')];
    expect(judge({ ...facts, events: twice }).duplicated.feedback).toEqual(['c1 × 2']);
  });
});
