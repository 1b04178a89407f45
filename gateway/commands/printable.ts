/** Text of a stranger on a terminal: control characters escaped. */
export function printable(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
