import { SaxesParser } from 'saxes';

/** An element of a request. */
export interface XmlNode {
  /** Name without prefix. */
  readonly name: string;
  /** Namespace URI. */
  readonly uri: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  readonly text: string;
}

interface Building extends XmlNode {
  children: Building[];
  text: string;
}

/** Deepest nesting a simulated device reads. */
const MAX_DEPTH = 32;

/** Parses a request strictly, as a correct device does: undeclared prefixes and DOCTYPE are errors. Throws Error. */
export function parseXml(text: string): XmlNode {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const open: Building[] = [];
  let root: Building | undefined;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Error('a DOCTYPE is not allowed');
  });
  parser.on('opentag', (tag) => {
    if (open.length >= MAX_DEPTH) throw new Error('nested too deeply');
    const attributes = Object.fromEntries(Object.values(tag.attributes).map(({ local, value }) => [local, value]));
    const node: Building = { name: tag.local, uri: tag.uri, attributes, children: [], text: '' };
    open.at(-1)?.children.push(node);
    root ??= node;
    open.push(node);
  });
  const addText = (part: string) => {
    const node = open.at(-1);
    if (node) node.text += part;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const node = open.pop();
    if (node) node.text = node.text.trim();
  });
  parser.write(text).close();
  if (!root) throw new Error('no element');
  return root;
}

/** The first element at a path of names below `node`. */
export function find(node: XmlNode | undefined, ...path: readonly string[]): XmlNode | undefined {
  let current = node;
  for (const name of path) current = current?.children.find((child) => child.name === name);
  return current;
}

/** Text for element content and quoted attributes. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
