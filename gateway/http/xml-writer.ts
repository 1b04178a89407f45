/** Characters that XML 1.0 has no way to hold; they reach us in names and notes that people paste. */
const UNWRITABLE = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as it may stand in an element or a quoted attribute. */
export function escapeXml(text: string): string {
  return text.replace(UNWRITABLE, '').replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '');
}

/** What an element holds: elements already written, or one text. An absent value is an absent element. */
type Content = readonly string[] | string | number | undefined;

/** One element without attributes of its own; empty when there is nothing to say. */
export function element(name: string, content: Content): string {
  if (content === undefined) return '';
  const inside = typeof content === 'object' ? content.join('') : escapeXml(String(content));
  return `<${name}>${inside}</${name}>`;
}

/** A whole document: declaration, root with its namespace. */
export function xmlDocument(root: string, namespace: string | undefined, content: readonly string[]): string {
  const declared = namespace === undefined ? '' : ` xmlns="${escapeXml(namespace)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${declared}>${content.join('')}</${root}>`;
}
