import { join } from 'node:path';
import { Writable } from 'node:stream';
import { z } from 'zod';
import { runLab } from '../../lab.ts';
import { loadScenario } from '../../scenario-loader.ts';
import { checkKind } from '../check.ts';
import { Unmet } from '../unmet.ts';

const SCENARIOS = join(import.meta.dirname, '..', '..', 'scenarios');
const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/** A scenario file is played on a gateway of its own, and its scorecard must pass. */
export const scenarioCheck = checkKind(
  'scenario',
  { file: z.string(), cases: z.int().optional() },
  async (_stand, { file, cases }) => {
    const output = { text: nowhere(), progress: nowhere() };
    const signal = new AbortController().signal;
    const run = await runLab({ scenario: loadScenario(join(SCENARIOS, file)), keep: false, output, signal });
    try {
      const { scorecard } = run;
      if (!scorecard.passed) throw new Unmet(`${file}: ${scorecard.findings.map(({ text }) => text).join('; ')}`);
      if (cases !== undefined && scorecard.raised !== cases)
        throw new Unmet(`${file}: ${scorecard.raised} cases, expected ${cases}`);
      return 1;
    } finally {
      await run.close();
    }
  },
);
