import { localName, type XmlElement } from '../../gateway/xml.ts';

/** Content of an ElementItem: text, or an object with attributes as `@name`, text as `#text` and repeated children as lists. */
export type Structure = string | { readonly [name: string]: Structure | readonly Structure[] };

/** Characters of one text that are kept: pictures come as base64, and nobody reads them here. */
const MAX_TEXT = 16_384;

/** An element as a structure, names without prefixes: the JSON form that Core annex E gives to ElementItems. */
export function structureOf(element: XmlElement, without: ReadonlySet<string> = new Set()): Structure {
  const fields: Record<string, Structure | Structure[]> = Object.create(null);
  let count = 0;
  for (const [qname, value] of element.attributes) {
    const name = localName(qname);
    if (qname === 'xmlns' || qname.startsWith('xmlns:') || without.has(name.toLowerCase())) continue;
    fields[`@${name}`] = value.slice(0, MAX_TEXT);
    count += 1;
  }
  for (const child of element.children) {
    const value = structureOf(child);
    const known = fields[child.name];
    if (known === undefined) fields[child.name] = value;
    else if (Array.isArray(known)) known.push(value);
    else fields[child.name] = [known, value];
    count += 1;
  }
  const text = element.text.slice(0, MAX_TEXT);
  if (count === 0) return text;
  if (text !== '') fields['#text'] = text;
  return fields;
}

/** The first text under a name anywhere in a structure: the value of a field, attribute or list member of that name. */
export function textNamed(structure: unknown, name: string): string | undefined {
  if (typeof structure !== 'object' || structure === null) return undefined;
  for (const [field, value] of Object.entries(structure)) {
    const found = field === name || field === `@${name}` ? ownText(value) : undefined;
    const text = found ?? textNamed(value, name);
    if (text !== undefined) return text;
  }
  return undefined;
}

function ownText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return ownText(value[0]);
  if (typeof value !== 'object' || value === null || !('#text' in value)) return undefined;
  return ownText(value['#text']);
}
