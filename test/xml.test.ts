import { describe, expect, it } from 'vitest';
import { GatewayError } from '../gateway/errors.ts';
import { allNamed, at, escapeXml, readXml, textAt, writeXml, XML_LIMITS } from '../gateway/xml.ts';

const codeOf = (text: string) => {
  try {
    readXml(text);
    return 'read';
  } catch (error) {
    return error instanceof GatewayError ? error.code : String(error);
  }
};

describe('reading', () => {
  it('finds elements by their local names, whatever the prefixes', () => {
    const root = readXml('<a:R xmlns:a="u"><b:X> 1 <![CDATA[<2>]]></b:X><X>3</X></a:R>');
    expect(root.name).toBe('R');
    expect(textAt(root, 'X')).toBe('1 <2>');
    expect([...allNamed(root, 'X')].map((element) => element.text)).toEqual(['1 <2>', '3']);
    expect(textAt(root, 'X', 'Y')).toBe('');
  });

  it.each([
    ['a bare ampersand', '<r><v>a & b</v></r>', 'a & b'],
    ['an unknown entity', '<r><v>a &nbsp; b</v></r>', 'a &nbsp; b'],
    ['a missing end', '<r><v>1</v>', '1'],
    ['a wrong end', '<r><v>1</r>', '1'],
    ['something behind the end', '<r><v>1</v></r>\u0000\u0000', '1'],
  ])('forgives %s', (_what, text, value) => {
    expect(textAt(readXml(text), 'v')).toBe(value);
  });

  it('keeps names like __proto__ as names', () => {
    const root = readXml('<r __proto__="x"><__proto__>1</__proto__></r>');
    expect(textAt(root, '__proto__')).toBe('1');
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  const bomb = `<!DOCTYPE r [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, i) => `<!ENTITY a${i} "${`&a${i - 1};`.repeat(10)}">`).join('')}]><r>&a8;</r>`;

  it.each([
    ['a billion laughs', bomb],
    ['an external document type', '<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>'],
    ['deep nesting', '<a>'.repeat(100_000)],
    ['an element too many', `<r>${'<a/>'.repeat(XML_LIMITS.elements)}</r>`],
    ['too many attributes', `<r ${Array.from({ length: 65 }, (_, i) => `a${i}=""`).join(' ')}/>`],
    ['nothing', ''],
    ['no element', 'hello'],
  ])('refuses %s', (_what, text) => {
    const started = performance.now();
    expect(codeOf(text)).toBe('ONVIF_XML');
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('takes the deepest nesting that is allowed', () => {
    expect(codeOf('<a>'.repeat(XML_LIMITS.depth))).toBe('read');
    expect(codeOf('<a>'.repeat(XML_LIMITS.depth + 1))).toBe('ONVIF_XML');
  });
});

describe('writing', () => {
  it('keeps the meaning of prefixes, attributes and text', () => {
    const root = readXml('<r xmlns:p="urn:p"><p:Id q="a&amp;&quot;b" p:z="1"><i>&lt;5&gt;</i></p:Id></r>');
    const element = at(root, 'Id');
    const written = element ? writeXml(element, ' extra="1"') : '';
    const again = readXml(written);
    expect(again.scope.get('p')).toBe('urn:p');
    expect(again.attributes.get('q')).toBe('a&"b');
    expect(again.attributes.get('p:z')).toBe('1');
    expect(again.attributes.get('extra')).toBe('1');
    expect(textAt(again, 'i')).toBe('<5>');
  });

  it('escapes', () => {
    expect(escapeXml(`<&>"'`)).toBe('&lt;&amp;&gt;&quot;&apos;');
  });
});
