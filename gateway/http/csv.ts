type Cell = string | number | undefined;

/** What a spreadsheet would run as a formula. */
const FORMULA = /^[=+\-@\t\r]/;

function cellOf(value: Cell): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** RFC 4180: a heading and rows, lines ended by CRLF. Text that a spreadsheet would take for a formula gets a quote in front. */
export function csv(heading: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [heading, ...rows].map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}

/** With a byte order mark, without which spreadsheets take Chinese names for Latin ones. */
export const CSV_TYPE = 'text/csv; charset=utf-8';
export const BOM = '\uFEFF';
