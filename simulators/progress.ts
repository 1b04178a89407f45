import pc from 'picocolors';
import type { ReceivedCase } from './desk.ts';
import { durationText } from './duration.ts';
import { epochOf, type LabClock, wallText } from './lab-clock.ts';
import type { Scorecard } from './scorecard.ts';

/** Where the lab writes: cases and verdict for people, and a progress line that never mixes with either. */
export interface Output {
  readonly text: NodeJS.WritableStream;
  /** A terminal gets one line that is rewritten, anything else a plain line now and then. */
  readonly progress: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

export interface Progress {
  /** Called at every instant of a run; prints at most a few times a second. */
  at(now: number, messages: number): void;
  /** Messages it was told of last. */
  messages(): number;
  case(received: ReceivedCase): void;
  note(text: string): void;
  /** Takes the progress line away. */
  done(): void;
}

const PLAIN_LINE_MS = 5000;
const TTY_LINE_MS = 100;
const CLEAR = '\r\u001B[K';

const SEVERITY = [pc.red, pc.red, pc.yellow, pc.cyan, pc.dim] as const;

/** Columns a text takes on a terminal: Chinese characters and full-width signs take two. */
function columnsOf(text: string): number {
  return [...text].reduce(
    (sum, sign) =>
      sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/.test(sign) ? 2 : 1),
    0,
  );
}

/** Filled up to `width` columns; a longer text stays whole, since a cut name helps nobody. */
const pad = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - columnsOf(text)));

const HEADER = ['time', 'case', 'category', 'sev', 'grid', 'department', 'respond by', 'evidence', 'device'] as const;
const WIDTHS = [8, 12, 48, 3, 15, 17, 10, 22, 0] as const;

const row = (cells: readonly string[]) =>
  cells
    .map((cell, index) => pad(cell, WIDTHS[index] ?? 0))
    .join('  ')
    .trimEnd();

/** The first piece of evidence: which series or event shows it; and how many more there are. */
function evidenceText([first, ...more]: ReceivedCase['evidence']): string {
  if (!first) return 'none';
  const channel = new URL(first.uri, 'http://gateway').searchParams.get('channel');
  const what = [first.kind.toLowerCase(), channel ?? first.note?.split('|')[0]].filter(Boolean).join(' ');
  return more.length > 0 ? `${what} +${more.length}` : what;
}

/** One line of the table of cases. */
export function caseLine(received: ReceivedCase): string {
  const { caseNo, categoryCode, categoryName, severity, gridCode, responsibleDept, devices, evidence } = received;
  const line = row([
    wallText(received.raisedAt),
    caseNo,
    `${categoryCode} ${categoryName.zh} ${categoryName.en}`,
    String(severity),
    gridCode,
    responsibleDept,
    wallText(epochOf(received.responseDeadline)),
    evidenceText(evidence),
    devices.join(' '),
  ]);
  return (SEVERITY[severity] ?? pc.reset)(line);
}

export function createProgress(output: Output, clock: LabClock, span: { start: number; end: number }): Progress {
  const tty = output.progress.isTTY === true;
  const began = clock.machine();
  let last = began;
  let cases = 0;
  let sent = 0;
  const clear = () => void (tty && output.progress.write(CLEAR));
  const print = (text: string) => {
    clear();
    output.text.write(`${text}\n`);
  };
  return {
    messages: () => sent,
    at(now, messages) {
      sent = messages;
      const machine = clock.machine();
      if (machine - last < (tty ? TTY_LINE_MS : PLAIN_LINE_MS)) return;
      last = machine;
      const share = Math.round((100 * (now - span.start)) / Math.max(1, span.end - span.start));
      const text = `${wallText(now)}  ${share} %  ${messages} messages  ${cases} cases  ${durationText(machine - began)}`;
      output.progress.write(tty ? `${CLEAR}${text}` : `${text}\n`);
    },
    case(received) {
      if (cases === 0) print(pc.bold(row(HEADER)));
      cases += 1;
      print(caseLine(received));
    },
    note: print,
    done: clear,
  };
}

const percent = (share: number) => `${Math.round(share * 10_000) / 100} %`;

/** The verdict for people. */
export function scorecardText(card: Scorecard): string {
  const mark = (value: number) => (value === 0 ? pc.green(String(value)) : pc.red(String(value)));
  const { p50, p95, p99 } = card.latencyMs;
  return [
    '',
    `expected ${card.expected}  raised ${card.raised}  missed ${mark(card.missed)}  false ${mark(card.false)}  duplicated ${mark(card.duplicated)}`,
    `wrong grid ${mark(card.wrongGrid)}  wrong category ${mark(card.wrongCategory)}  wrong severity ${mark(card.wrongSeverity)}  wrong deadline ${mark(card.wrongDeadline)}  out of order ${mark(card.outOfOrder)}`,
    `recall ${percent(card.recall)}  where lives are at stake ${percent(card.lifeSafety.recall)} of ${card.lifeSafety.expected}  in their grid ${percent(card.grids)}  false ${percent(card.falseShare)} of all raised`,
    `from knowing to webhook: p50 ${p50} ms  p95 ${p95} ms  p99 ${p99} ms`,
    `${card.dispatch.events} case events, ${card.dispatch.redelivered} delivered again, ${card.dispatch.closed} of ${card.raised} cases closed`,
    `accounts ${card.accounts.balanced ? pc.green('balanced') : pc.red('do not balance')}`,
    ...card.accounts.differences.map((text) => `  ${text}`),
    ...card.findings.map(({ kind, text }) => pc.red(`  ${kind}: ${text}`)),
    card.passed ? pc.green('passed') : pc.red('failed'),
  ].join('\n');
}
