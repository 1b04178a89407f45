import { afterEach, beforeEach, expect, test } from 'vitest';
import { candidate, MINUTE, openStand, START, type Stand } from '../pipeline/city.ts';
import { type TempDir, tempDir } from '../support/temp-dir.ts';

let dir: TempDir;
let stand: Stand;
const caseOf = (deviceId: string) => stand.all().find(({ candidateId }) => candidateId === deviceId);
const alarm = (device: 's1' | 's2', episode: number, change = {}) =>
  candidate({ candidateId: `${device}-${episode}`, deviceId: `acme/${device}`, episode, ...change });

beforeEach(async () => {
  dir = tempDir('merged');
  stand = openStand({ file: `${dir.path}/records.sqlite` });
  await stand.decide(alarm('s1', 1), alarm('s2', 1, { category: 'E0406' }));
  const [mine, other] = [caseOf('s1-1')?.caseNo ?? '', caseOf('s2-1')?.caseNo ?? ''];
  await stand.feedback('DUPLICATE_OF', mine, { duplicateOf: other });
});
afterEach(async () => {
  await stand.close();
  dir.remove();
});

test('alarms of a merged case join the other one, and its clear ends there', async () => {
  await stand.decide(alarm('s1', 2, { at: START + MINUTE }));
  expect(stand.all()).toHaveLength(2);
  expect(caseOf('s2-1')).toMatchObject({ occurrences: 3, devices: ['acme/s2', 'acme/s1'] });
  await stand.decide(
    alarm('s1', 1, { candidateId: 'c1', type: 'clear' }),
    alarm('s1', 2, { candidateId: 'c2', type: 'clear' }),
  );
  expect(caseOf('s2-1')?.clearedAt).toBeUndefined();
  await stand.decide(alarm('s2', 1, { candidateId: 'c3', type: 'clear', category: 'E0406' }));
  expect(caseOf('s2-1')?.clearedAt).toBeDefined();
});

test('once the other case is closed, an alarm soon after brings that one back, as a new round', async () => {
  const other = caseOf('s2-1')?.caseNo ?? '';
  await stand.feedback('ACCEPTED', other);
  await stand.feedback('DISPOSED', other);
  await stand.feedback('CLOSED', other);
  await stand.advance(MINUTE);
  await stand.decide(alarm('s1', 2, { at: START + MINUTE }));
  expect(stand.types().at(-1)).toBe('reopened');
  expect(caseOf('s2-1')).toMatchObject({ step: 1, subState: 'RAISED' });
  for (const gone of ['closedAt', 'disposedAt', 'verification', 'escalation'])
    expect(caseOf('s2-1')).not.toHaveProperty(gone);
  expect(caseOf('s1-1')).toMatchObject({ subState: 'MERGED' });
});
