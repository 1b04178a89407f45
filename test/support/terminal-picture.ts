/**
 * Draws terminal output as an SVG, for the README: `node test/support/terminal-picture.ts "title" < output > picture.svg`.
 * Plain text in, no fonts or scripts inside.
 */
import { readFileSync } from 'node:fs';

const CELL = 8.4;
const LINE = 19;
const MARGIN = 16;

const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
/** Han characters and full-width forms take two cells. */
const isWide = (char: string) =>
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/.test(char);

function cells(text: string): number {
  return [...text].reduce((sum, char) => sum + (isWide(char) ? 2 : 1), 0);
}

/** Words at their cells, so that columns line up whatever the width of a glyph is in the reader's font. */
function words(line: string): { at: number; text: string }[] {
  const found: { at: number; text: string }[] = [];
  for (const match of line.matchAll(/\S+(?: \S+)*/g))
    found.push({ at: cells(line.slice(0, match.index)), text: match[0] });
  return found;
}

function colour(line: string, text: string): string {
  if (/^(passed|accounts balanced)/.test(line) || /^(expected|wrong)/.test(line)) return '#7ee787';
  if (/^[EC]\d{4}/.test(text)) return '#ffa657';
  if (/^time /.test(line) || /^\$/.test(line)) return '#79c0ff';
  return '#c9d1d9';
}

const title = process.argv[2] ?? '';
const lines = readFileSync(0, 'utf8').trimEnd().split('\n');
const width = MARGIN * 2 + Math.max(...lines.map(cells)) * CELL;
const height = MARGIN * 2 + 26 + lines.length * LINE;
const body = lines.flatMap((line, row) =>
  words(line).map(
    ({ at, text }) =>
      `<text x="${(MARGIN + at * CELL).toFixed(1)}" y="${MARGIN + 34 + row * LINE}" fill="${colour(line, text)}">${xml(text)}</text>`,
  ),
);
process.stdout.write(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width.toFixed(0)} ${height}" role="img" aria-label="${xml(title)}" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace" font-size="14">
<rect width="100%" height="100%" rx="10" fill="#0d1117"/>
<circle cx="20" cy="18" r="6" fill="#ff5f57"/><circle cx="40" cy="18" r="6" fill="#febc2e"/><circle cx="60" cy="18" r="6" fill="#28c840"/>
<text x="84" y="23" fill="#8b949e" font-size="12">${xml(title)}</text>
${body.join('\n')}
</svg>
`);
