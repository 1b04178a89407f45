/**
 * `npm run bench`: the gateway beside what a team would use or write instead, on this machine, in one run, every system in
 * turn and all of them again in the next round. README.md says what is measured and how far to trust it.
 */
import { parseArgs } from 'node:util';
import { main as replayCases } from './cases.ts';
import { generatorProgram } from './generator.ts';
import type { Figures, Scenario, Settings } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';
import { type Outcome, outcome, table, verdicts } from './table.ts';

// A run of its own, beside nothing: it counts more than it measures.
if (process.argv[2] === 'cases') process.exit(await replayCases(process.argv.slice(3)));

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    systems: { type: 'string', multiple: true },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const USAGE = `npm run bench -- [options]
  --quick           one round, 4 s each
  --only NAME       only this scenario; may be repeated: ${SCENARIOS.map(({ name }) => name).join(', ')}
  --systems TEXT    only systems whose name holds this; may be repeated
  --rounds N        how often each system runs each scenario (default 3); figures are medians
  --seconds N       measured seconds of each run (default 10)
  --profile DIR     write CPU profiles of the gateway there
  --json            print everything as one JSON document
npm run bench -- cases [--scale 0.01] [--seed 7] [--json]
  298,694 candidates replayed into cases, with a kill -9 in the middle: every count exact, at most ten minutes`;

const rounds = Number(options.rounds ?? (options.quick ? 1 : 3));
const settings: Settings = {
  seconds: Number(options.seconds ?? (options.quick ? 4 : 10)),
  ...(options.profile ? { profile: options.profile } : {}),
};
const say = (text: string) => process.stderr.write(`${text}\n`);

async function run(scenario: Scenario): Promise<Outcome[]> {
  const systems = scenario.systems.filter(({ name, missing }) => {
    if (options.systems && !options.systems.some((part) => name.includes(part))) return false;
    const reason = missing();
    if (reason) say(`${scenario.name}: ${name}: not run (${reason})`);
    return reason === undefined;
  });
  const runs = new Map<string, Figures[]>(systems.map(({ name }) => [name, []]));
  for (let round = 1; round <= Math.min(rounds, scenario.rounds ?? rounds); round++)
    for (const system of systems) {
      const figures = await scenario.measure(system, settings);
      say(`${scenario.name} #${round} ${system.name}: ${scenario.headline} ${figures[scenario.headline]?.toFixed(1)}`);
      runs.get(system.name)?.push(figures);
    }
  return [...runs].map(([name, figures]) => outcome(name, figures));
}

/** Runs what was asked for; exit code 1 when a target was missed. */
async function main(): Promise<number> {
  const asked = SCENARIOS.filter(({ name }) => !options.only || options.only.includes(name));
  if (options.help || asked.length === 0 || !(rounds > 0) || !(settings.seconds > 0)) {
    console.log(USAGE);
    return options.help ? 0 : 2;
  }
  if (generatorProgram().length > 1) say('no C compiler: the generator in JavaScript is slower than the gateway');
  const document: object[] = [];
  let missed = 0;
  for (const scenario of asked) {
    const outcomes = await run(scenario);
    const targets = verdicts(scenario, outcomes);
    missed += targets.filter(({ met }) => !met).length;
    if (options.json) document.push({ scenario: scenario.name, what: scenario.what, outcomes, targets });
    else console.log(`\n${table(scenario, outcomes)}`);
  }
  if (options.json) console.log(JSON.stringify({ rounds, ...settings, scenarios: document }, null, 2));
  return missed > 0 ? 1 : 0;
}

process.exit(await main());
