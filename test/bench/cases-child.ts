/**
 * The pipeline with everything that stands around it in the gateway, and nothing else: the rules' outbox on LMDB full of
 * candidates, BullMQ on Redis, records in SQLite. Prints how many are decided, and at the end what became of them. To be
 * killed at any moment and started again: `node cases-child.ts <folder> <redis url> <scale>`.
 */
import { join } from 'node:path';
import { encodeCandidate } from '../../gateway/candidate-codec.ts';
import { caseSearch } from '../../gateway/cases/case-search.ts';
import { createCases } from '../../gateway/cases/cases.ts';
import { loadCity } from '../../gateway/city/city.ts';
import { stepClock } from '../../gateway/clock.ts';
import { createLog } from '../../gateway/log.ts';
import { createMetrics } from '../../gateway/metrics.ts';
import { attachKeyOf } from '../../gateway/model/candidate.ts';
import { createPipeline } from '../../gateway/pipeline/pipeline.ts';
import { openQueue } from '../../gateway/pipeline/queue.ts';
import { openDatabase } from '../../gateway/records/connection.ts';
import { openRecords } from '../../gateway/records/records.ts';
import { createCandidateOutbox } from '../../gateway/rules/candidate-outbox.ts';
import { EMPTY_HEAD } from '../../gateway/rules/records.ts';
import { openRuleStore } from '../../gateway/rules/rule-store.ts';
import { candidateOf, deviceOf, volumesAt } from './replay-candidates.ts';

/** Candidates of one commit of the rules. */
const COMMIT = 10_000;
const TELL_MS = 50;

const [folder = '', redisUrl = '', scale = '1'] = process.argv.slice(2);
const volumes = volumesAt(Number(scale));
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

// The year is over: what is replayed lies behind, and no deadline passes while it is.
const clock = stepClock(Date.parse('2018-01-01T00:00:00.000Z'));
const log = createLog('warn');
const metrics = createMetrics();
const city = loadCity({ profilesDir: join(import.meta.dirname, '../../deploy/profiles'), profile: 'jiading' });
const all = [...city.catalogue.categories.values()];
const categories = {
  events: all.filter(({ class: is }) => is === 'EVENT'),
  components: all.filter(({ class: is }) => is === 'COMPONENT'),
};

const store = openRuleStore(join(folder, 'rules'));
for (let from = store.head().candidates; from < volumes.all; from = store.head().candidates) {
  const to = Math.min(from + COMMIT, volumes.all);
  const candidates = Array.from({ length: to - from }, (_, i) => {
    const candidate = candidateOf(from + i, volumes, categories);
    const { candidateId } = candidate;
    return { candidateId, attachKey: attachKeyOf(candidate), number: from + i, bytes: encodeCandidate(candidate) };
  });
  await store.commit({
    ...{ head: { ...EMPTY_HEAD, emitted: to, candidates: to }, devices: [], slots: [], states: [], forgotten: [] },
    ...{ journal: undefined, shapes: [], windows: [], dropped: 0, candidates },
  });
}
const source = createCandidateOutbox(store);
const records = openRecords(openDatabase(join(folder, 'records.db')), clock);
const cases = createCases({ records, clock });
const queue = await openQueue({ choice: 'redis', redisUrl, dataDir: folder, clock, log, metrics });
const pipeline = createPipeline({
  ...{
    records,
    source,
    wakeUps: queue,
    clock,
    log,
    metrics,
    production: true,
    timerHandlers: cases.timers,
    audits: [],
  },
  cases: { ...cases.rows, ...caseSearch },
  city: { ...city, catalogueVersion: city.catalogue.version, defaultOrg: city.districtOrg },
  devices: { get: deviceOf, isChannel: () => false, vendorSize: () => 20_000 },
});

const decided = () => cases.candidateAccounts().decided;
const before = decided();
const began = clock.monotonic();
say({ event: 'started', decided: before, waiting: source.size });
const stopTelling = clock.every(TELL_MS, () => say({ event: 'progress', decided: decided() }));
pipeline.start();
await pipeline.idle();
stopTelling();

const count = (sql: string) => records.read.get<{ n: number }>(sql)?.n ?? 0;
const { user, system } = process.cpuUsage();
say({
  event: 'done',
  accounts: cases.candidateAccounts(),
  waiting: source.size,
  candidates: count('SELECT count(*) AS n FROM candidate'),
  cases: count('SELECT count(*) AS n FROM case_record'),
  raised: count(`SELECT count(*) AS n FROM case_event WHERE type = 'raised'`),
  opened: count(`SELECT count(DISTINCT json_extract(body, '$.candidateId')) AS n FROM case_record`),
  lastNumber: count(`SELECT CAST(value AS INTEGER) AS n FROM meta WHERE key = 'case-number.1801'`),
  components: count(`SELECT count(*) AS n FROM case_record WHERE category GLOB 'C*'`),
  clues: count(`SELECT count(*) AS n FROM case_record WHERE json_extract(body, '$.candidateId') IN
    (SELECT candidate_id FROM candidate) AND json_extract(body, '$.kind') = 'CLUE'`),
  ...{ seconds: (clock.monotonic() - began) / 1_000, here: decided() - before, cpuSeconds: (user + system) / 1e6 },
});
pipeline.stop();
await queue.close();
source.close();
await records.close();
await store.close();
