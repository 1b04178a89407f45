import { SaxesParser } from 'saxes';

/** What the CAP 1.2 specification (§3.2, §3.4) asks of an `alert`, as one table per element: children in this order. */
type Rule = { readonly min: 0 | 1; readonly max: number; readonly is?: RegExp | Element };
type Element = readonly (readonly [name: string, rule: Rule])[];

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d$/;
const one = (is?: Rule['is']): Rule => ({ min: 1, max: 1, ...(is ? { is } : {}) });
const maybe = (is?: Rule['is']): Rule => ({ min: 0, max: 1, ...(is ? { is } : {}) });
const many = (is?: Rule['is'], min: 0 | 1 = 0): Rule => ({ min, max: Number.POSITIVE_INFINITY, ...(is ? { is } : {}) });
const words = (...list: string[]) => new RegExp(`^(${list.join('|')})$`);
const PAIR: Element = [
  ['valueName', one()],
  ['value', one()],
];
const POINT = String.raw`-?\d+(\.\d+)?,-?\d+(\.\d+)?`;
const AREA: Element = [
  ['areaDesc', one(/./)],
  ['polygon', many(new RegExp(`^${POINT}( ${POINT}){3,}$`))],
  ['circle', many(new RegExp(String.raw`^${POINT} \d+(\.\d+)?$`))],
  ['geocode', many(PAIR)],
  ['altitude', maybe(/^-?\d/)],
  ['ceiling', maybe(/^-?\d/)],
];
const CATEGORIES = [
  'Geo',
  'Met',
  'Safety',
  'Security',
  'Rescue',
  'Fire',
  'Health',
  'Env',
  'Transport',
  'Infra',
  'CBRNE',
];
const RESPONSES = ['Shelter', 'Evacuate', 'Prepare', 'Execute', 'Avoid', 'Monitor', 'Assess', 'AllClear', 'None'];
const INFO: Element = [
  ['language', maybe(/^[a-z]{2}-[A-Z]{2}$/)],
  ['category', many(words(...CATEGORIES, 'Other'), 1)],
  ['event', one(/./)],
  ['responseType', many(words(...RESPONSES))],
  ['urgency', one(words('Immediate', 'Expected', 'Future', 'Past', 'Unknown'))],
  ['severity', one(words('Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'))],
  ['certainty', one(words('Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown'))],
  ['audience', maybe()],
  ['eventCode', many(PAIR)],
  ['effective', maybe(TIME)],
  ['onset', maybe(TIME)],
  ['expires', maybe(TIME)],
  ['senderName', maybe()],
  ['headline', maybe()],
  ['description', maybe()],
  ['instruction', maybe()],
  ['web', maybe()],
  ['contact', maybe()],
  ['parameter', many(PAIR)],
  ['area', many(AREA)],
];
const ALERT: Element = [
  ['identifier', one(/^[^\s,<&]+$/)],
  ['sender', one(/^[^\s,<&]+$/)],
  ['sent', one(TIME)],
  ['status', one(words('Actual', 'Exercise', 'System', 'Test', 'Draft'))],
  ['msgType', one(words('Alert', 'Update', 'Cancel', 'Ack', 'Error'))],
  ['source', maybe()],
  ['scope', one(words('Public', 'Restricted', 'Private'))],
  ['restriction', maybe()],
  ['addresses', maybe()],
  ['code', many()],
  ['note', maybe()],
  ['references', maybe(/^[^\s,]+,[^\s,]+,[^\s,]+( [^\s,]+,[^\s,]+,[^\s,]+)*$/)],
  ['incidents', maybe()],
  ['info', many(INFO)],
];

interface Node {
  readonly name: string;
  readonly children: Node[];
  text: string;
}

/** A document as a tree. Throws where it is not well-formed. */
export function treeOf(xml: string): { root: Node; namespace: string } {
  const parser = new SaxesParser({ xmlns: true });
  const document: Node = { name: '', children: [], text: '' };
  const open: Node[] = [document];
  let namespace = '';
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ local, uri }) => {
    if (open.length === 1) namespace = uri;
    const node: Node = { name: local, children: [], text: '' };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on('text', (text) => {
    const node = open.at(-1);
    if (node) node.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  const [root = document] = document.children;
  return { root, namespace };
}

/** Everything in which a document is no CAP 1.2 message; none when it is one. */
export function capFaults(xml: string): readonly string[] {
  const { root, namespace } = treeOf(xml);
  const faults = check(root, ALERT, 'alert');
  if (namespace !== 'urn:oasis:names:tc:emergency:cap:1.2') faults.push(`namespace ${namespace}`);
  const text = (name: string) => root.children.find((child) => child.name === name)?.text;
  if (text('scope') === 'Restricted' && !text('restriction')) faults.push('scope Restricted without restriction');
  if (/Update|Cancel/.test(text('msgType') ?? '') && !text('references')) faults.push('Update without references');
  return faults;
}

function check(node: Node, element: Element, path: string): string[] {
  const faults: string[] = [];
  const order = element.map(([name]) => name);
  let last = 0;
  for (const { name } of node.children) {
    const at = order.indexOf(name);
    if (at < 0) faults.push(`${path}/${name} is unknown`);
    else if (at < last) faults.push(`${path}/${name} is out of order`);
    last = Math.max(last, at);
  }
  for (const [name, { min, max, is }] of element) {
    const found = node.children.filter((child) => child.name === name);
    if (found.length < min || found.length > max) faults.push(`${path}/${name} occurs ${found.length} times`);
    for (const child of found) {
      if (is instanceof RegExp && !is.test(child.text)) faults.push(`${path}/${name} "${child.text}"`);
      else if (is && !(is instanceof RegExp)) faults.push(...check(child, is, `${path}/${name}`));
    }
  }
  return faults;
}
