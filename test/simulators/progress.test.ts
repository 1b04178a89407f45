import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { ReceivedCase } from '../../simulators/desk.ts';
import { createLabClock } from '../../simulators/lab-clock.ts';
import { caseLine, createProgress } from '../../simulators/progress.ts';

const START = Date.parse('2026-06-01T00:00:00Z');

const received: ReceivedCase = {
  caseNo: '2606S0000001',
  categoryCode: 'E0498',
  categoryName: { zh: '火灾', en: 'fire' },
  severity: 1,
  worstSeverity: 1,
  subState: 'RAISED',
  kind: 'ALARM',
  orgCode: 'S',
  gridCode: '610104001003001',
  responsibleDept: 'fire',
  responseDeadline: '2026-06-01T00:07:26.000Z',
  disposalDeadline: '2026-06-01T00:07:26.000Z',
  raisedAt: START + 266_000,
  receivedMachine: 0,
  devices: ['lab/smoke-017'],
  evidence: [{ kind: 'SERIES', uri: '/v1/series?device=lab%2Fsmoke-017&channel=smoke' }],
  events: ['raised'],
};

class Collector extends Writable {
  text = '';
  isTTY = false;
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

function createScreen(isTTY: boolean) {
  const text = new Collector();
  const progress = new Collector();
  progress.isTTY = isTTY;
  let machine = 0;
  const clock = { ...createLabClock(START), machine: () => machine };
  const created = createProgress({ text, progress }, clock, { start: START, end: START + 600_000 });
  const at = (ms: number, now: number) => {
    machine = ms;
    created.at(now, 42);
  };
  return { text, progress, created, at };
}

test('a line of the table has times in local time and everything a dispatcher asks for', () => {
  const line = stripVTControlCharacters(caseLine(received));
  expect(line.split(/ {2,}/)).toEqual([
    '08:04:26',
    '2606S0000001',
    'E0498 火灾 fire',
    '1',
    '610104001003001',
    'fire',
    '08:07:26',
    'series smoke',
    'lab/smoke-017',
  ]);
});

test('columns line up although Chinese characters take two', () => {
  const other = { ...received, categoryName: { zh: '燃气管道破裂', en: 'gas leak' } };
  const columns = (text: string) => [...text].reduce((sum, sign) => sum + (sign > '\u2e80' ? 2 : 1), 0);
  const upToGrid = (each: ReceivedCase) => columns(stripVTControlCharacters(caseLine(each)).split('610104')[0] ?? '');
  expect(upToGrid(other)).toBe(upToGrid(received));
});

test('without a terminal a plain line comes every few seconds', () => {
  const { progress, at } = createScreen(false);
  at(1000, START + 60_000);
  expect(progress.text).toBe('');
  at(5000, START + 300_000);
  expect(progress.text).toBe('08:05:00  50 %  42 messages  0 cases  5.0 s\n');
});

test('on a terminal one line is rewritten and gives way to every other', () => {
  const { progress, text, created, at } = createScreen(true);
  at(200, START);
  expect(progress.text).toBe('\r\u001B[K08:00:00  0 %  42 messages  0 cases  200 ms');
  created.case(received);
  expect(progress.text.endsWith('\r\u001B[K')).toBe(true);
  expect(stripVTControlCharacters(text.text).split('\n')[0]).toContain('department');
});
