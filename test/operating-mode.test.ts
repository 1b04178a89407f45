import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stepClock } from '../gateway/clock.ts';
import { openOperatingMode } from '../gateway/operating-mode.ts';
import { openDatabase } from '../gateway/records/connection.ts';
import { openRecords } from '../gateway/records/records.ts';
import { testDir } from './support/test-dir.ts';

const START = 1_764_720_000_000;

/** A mode over a database file, which may be closed and opened again. */
function open(path = join(testDir(), 'records.db'), ids = ['NORMAL', 'FLOOD', 'EVENT']) {
  const clock = stepClock(START);
  const records = openRecords(openDatabase(path), clock);
  const modes = () => ids.map((id) => ({ id }));
  return { path, clock, records, ids, mode: openOperatingMode({ records, clock, modes }) };
}

describe('operating mode', () => {
  it('is normal until it is switched, and says since when, by whom and why', async () => {
    const { clock, records, mode } = open();
    expect(mode.state()).toEqual({ mode: 'NORMAL', since: START, by: 'gateway' });
    const heard: string[] = [];
    const unsubscribe = mode.onSwitch((state) => heard.push(state.mode));
    clock.advance(START + 5_000);
    const state = { mode: 'FLOOD', since: START + 5_000, by: 'duty officer', reason: 'orange rain warning' };
    expect(await mode.switchTo({ mode: 'FLOOD', by: 'duty officer', reason: 'orange rain warning' })).toEqual(state);
    expect([mode.mode(), mode.state(), heard]).toEqual(['FLOOD', state, ['FLOOD']]);
    unsubscribe();
    await mode.switchTo({ mode: 'NORMAL', by: 'duty officer' });
    expect([mode.mode(), heard]).toEqual(['NORMAL', ['FLOOD']]);
    await records.close();
  });

  it('outlives a restart', async () => {
    const first = open();
    await first.mode.switchTo({ mode: 'EVENT', by: 'a' });
    await first.records.close();
    const second = open(first.path);
    expect(second.mode.state()).toEqual({ mode: 'EVENT', since: START, by: 'a' });
    await second.records.close();
  });

  it('stays as it is when it is switched to itself', async () => {
    const { clock, records, mode } = open();
    const first = await mode.switchTo({ mode: 'FLOOD', by: 'a' });
    clock.advance(START + 1_000);
    expect(await mode.switchTo({ mode: 'FLOOD', by: 'b' })).toEqual(first);
    await records.close();
  });

  it('refuses a mode the city does not have, naming those it has', async () => {
    const { records, mode } = open();
    await expect(mode.switchTo({ mode: 'SIEGE', by: 'a' })).rejects.toThrow(/"SIEGE" is no mode.*NORMAL, FLOOD, EVENT/);
    expect(mode.mode()).toBe('NORMAL');
    await records.close();
  });

  it('counts as normal when the city no longer has the mode, until it has it again', async () => {
    const { records, mode, ids } = open();
    await mode.switchTo({ mode: 'EVENT', by: 'a' });
    ids.pop();
    expect([mode.mode(), mode.state().mode]).toEqual(['NORMAL', 'NORMAL']);
    ids.push('EVENT');
    expect(mode.mode()).toBe('EVENT');
    await records.close();
  });

  it('stays as it was when the disk takes nothing', async () => {
    const { records, mode } = open();
    await records.close();
    await expect(mode.switchTo({ mode: 'FLOOD', by: 'a' })).rejects.toThrow(/RECORDS_FAILED/);
    expect(mode.mode()).toBe('NORMAL');
  });
});
