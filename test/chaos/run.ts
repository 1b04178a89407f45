/**
 * `npm run chaos -- --rounds 40 --seed 1`: kills everything that can be killed under load and counts what is missing.
 *
 *   devices ──MQTT──► proxy ──► gateway (bin, child process) ──webhook──► platform (stores by webhook-id, accepts cases)
 *   remember every PUBACK        │ Redis without persistence, InfluxDB
 *
 * Exit codes: 0 nothing lost, duplicated or out of order; 1 something was; with `--control` 0 when the harness saw the loss.
 */
import { parseArgs } from 'node:util';
import { type ChaosReport, type Control, type RoundRow, runChaos } from './chaos.ts';

const HELP = `chaos: kill the gateway and its neighbours under load, then count

  --rounds <n>     rounds of faults (40)
  --seed <n>       of faults and traffic (1)
  --devices <n>    devices that send readings (50)
  --rate <n>       messages with readings per second (200)
  --alarms <n>     alarms per second, each by a new device (2)
  --drain <s>      longest wait for rest at the end (420: a twice refused event is tried again after 5 min)
  --start <s>      longest start until ready (10)
  --control <c>    ack-first | forget-queue: a wrong gateway on purpose; passes when the harness sees the loss
  --json           the report as one line of JSON
`;
const CONTROLS: readonly string[] = ['ack-first', 'forget-queue'];
const EXAMPLES = 5;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
    devices: { type: 'string', default: '50' },
    rate: { type: 'string', default: '200' },
    alarms: { type: 'string', default: '2' },
    drain: { type: 'string', default: '420' },
    start: { type: 'string', default: '10' },
    control: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const row = (cells: readonly unknown[]) =>
  `${cells
    .slice(0, -1)
    .map((cell) => String(cell).padStart(8))
    .join('')}  ${cells.at(-1)}`;

function printRound({ round, ms, messages, alarms, events, gatewayKills, faults }: RoundRow): void {
  console.log(row([round, ms, messages, alarms, events, gatewayKills, faults]));
}

function printReport(report: ChaosReport): void {
  const { acknowledged, stored, totals, findings, accounts } = report;
  console.log(`
acknowledged  ${acknowledged.messages} messages: ${acknowledged.readings} readings, ${acknowledged.alarms} alarms
stored        ${stored.points} readings, ${stored.events} case events (${stored.repeatedDeliveries} delivered again, same id)
faults        ${Object.entries(report.faults)
    .map(([fault, count]) => `${fault} ${count}`)
    .join(', ')}; ${report.gatewayKills} kills of the gateway
start         slowest ${report.slowestStartMs} ms
rest          ${report.drained ? 'reached' : 'NOT reached'} after ${report.drainMs} ms, accounts ${accounts?.balanced ? 'balanced' : 'NOT balanced'}`);
  const { messages, feedback } = report.unfinished;
  if (!report.drained)
    console.log(`unfinished    ${feedback} feedback, unacknowledged: ${messages.join(', ') || 'none'}`);
  for (const [verdict, kinds] of Object.entries({ ...findings, outOfOrder: { events: findings.outOfOrder } }))
    for (const [kind, found] of Object.entries(kinds as Record<string, readonly string[]>))
      if (found.length > 0)
        console.log(`${verdict}: ${found.length} ${kind}, e.g. ${found.slice(0, EXAMPLES).join(', ')}`);
  for (const defect of report.defects) console.log(`defect: ${defect}`);
  const { lost, duplicated, phantom, outOfOrder } = totals;
  console.log(
    `\n${report.passed ? 'PASSED' : 'FAILED'} seed ${report.seed}, ${report.rounds.length} rounds: lost ${lost}, duplicated ${duplicated}, phantom ${phantom}, out of order ${outOfOrder}`,
  );
}

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const { control } = values;
  if (control !== undefined && !CONTROLS.includes(control)) {
    process.stderr.write(`--control ${control}: use ${CONTROLS.join(' or ')}\n`);
    return 2;
  }
  if (!values.json) console.log(row(['round', 'ms', 'acked', 'alarms', 'events', 'kills', 'faults@start+lasts, ms']));
  const report = await runChaos({
    ...{ seed: Number(values.seed), rounds: Number(values.rounds), devices: Number(values.devices) },
    ...{ rate: Number(values.rate), alarmRate: Number(values.alarms), drainMs: Number(values.drain) * 1_000 },
    startMs: Number(values.start) * 1_000,
    ...(control === undefined ? {} : { control: control as Control }),
    ...(values.json ? {} : { onRound: printRound }),
  });
  if (values.json) console.log(JSON.stringify(report));
  else printReport(report);
  if (control === undefined) return report.passed ? 0 : 1;
  const seen = report.totals.lost > 0;
  if (!values.json)
    console.log(`control ${control}: the harness ${seen ? 'saw the loss, as it must' : 'saw NO loss: it is blind'}`);
  return seen ? 0 : 1;
}

// Not by itself: after many reset sockets Node 24 now and then spins for ever while it frees its handles.
process.exit(await main());
