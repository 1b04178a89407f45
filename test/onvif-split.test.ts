import { describe, expect, it } from 'vitest';
import { selfContained, splitNotifications, topicOf } from '../gateway/onvif-split.ts';
import { readXml, textAt } from '../gateway/xml.ts';

const one = (inside: string) => `<n:NotificationMessage>${inside}</n:NotificationMessage>`;
const reply = (inside: string) => `<E xmlns:n="u"><B><R><T>1</T>${inside}</R></B></E>`;

describe('splitting', () => {
  it('cuts every notification out and leaves the frame', () => {
    const { frame, notifications } = splitNotifications(reply(one('a') + one('b')));
    expect(notifications).toEqual([one('a'), one('b')]);
    expect(frame).toBe(reply(''));
  });

  it('leaves text without notifications as it is', () => {
    expect(splitNotifications(reply(''))).toEqual({ frame: reply(''), notifications: [] });
    expect(splitNotifications('')).toEqual({ frame: '', notifications: [] });
  });

  it('does not look into comments and CDATA', () => {
    const text = reply(`<!-- ${one('x')} -->${one('<![CDATA[</n:NotificationMessage>]]>')}`);
    expect(splitNotifications(text).notifications).toEqual([one('<![CDATA[</n:NotificationMessage>]]>')]);
  });

  it('keeps neighbours of a broken one', () => {
    const broken = '<n:NotificationMessage><a & ]]> </b>';
    const { frame, notifications } = splitNotifications(reply(one('a') + broken + one('c')));
    expect(notifications).toEqual([one('a'), broken, one('c')]);
    expect(frame).toBe(reply(''));
  });

  it('keeps what came of an answer that was cut off', () => {
    const { frame, notifications } = splitNotifications(`<E><B><R>${one('a')}<n:NotificationMessage><b`);
    expect(notifications).toEqual([one('a'), '<n:NotificationMessage><b']);
    expect(frame).toBe('<E><B><R>');
  });

  it('takes an empty one and one without prefix, not names that only begin alike', () => {
    const text = '<R><NotificationMessage/><NotificationMessageX>1</NotificationMessageX></R>';
    expect(splitNotifications(text)).toEqual({
      frame: '<R><NotificationMessageX>1</NotificationMessageX></R>',
      notifications: ['<NotificationMessage/>'],
    });
  });

  it.each([
    ['open comments', '<!--'],
    ['open CDATA', '<![CDATA['],
    ['open tags', '<n:NotificationMessage'],
    ['ends', '</NotificationMessage>'],
  ])('is linear in %s', (_what, part) => {
    const text = part.repeat(Math.floor((2 * 1024 * 1024) / part.length));
    const started = performance.now();
    splitNotifications(text);
    expect(performance.now() - started).toBeLessThan(1_500);
  });
});

describe('what the inbox keeps', () => {
  it('can be read without the answer it came in', () => {
    const scope = new Map([
      ['', 'urn:default'],
      ['n', 'http://example.org/?a=1&b=2'],
    ]);
    const root = readXml(Buffer.from(selfContained(one('<n:Topic>T</n:Topic>'), scope)).toString());
    expect(root.scope).toEqual(scope);
    expect(textAt(root, 'NotificationMessage', 'Topic')).toBe('T');
  });
});

describe('the topic', () => {
  const scope = new Map([
    ['tns1', 'http://www.onvif.org/ver10/topics'],
    ['acme', 'urn:acme'],
  ]);

  it.each([
    ['tns1:Device/Trigger/Relay', 'Device/Trigger/Relay'],
    [' tns1:Device/tns1:Trigger/tns1:Relay ', 'Device/Trigger/Relay'],
    ['undeclared:Device//.', 'Device'],
    ['tns1:Device/acme:Own', 'Device/acme:Own'],
    ['a/#/+/\u0007b', 'a///b'],
    ['', 'unreadable'],
  ])('%s is %s', (raw, topic) => {
    expect(topicOf(`<w:Topic Dialect="x">${raw}</w:Topic>`, scope)).toBe(topic);
  });

  it('follows a declaration in the notification itself', () => {
    expect(topicOf('<w:Topic xmlns:q="urn:q">q:A</w:Topic>', scope)).toBe('q:A');
    expect(topicOf('<w:Topic xmlns:acme="http://www.onvif.org/ver10/topics">acme:A</w:Topic>', scope)).toBe('A');
  });

  it('is bounded', () => {
    expect(topicOf(`<Topic>${'a'.repeat(1_000)}</Topic>`, scope)).toHaveLength(200);
    expect(topicOf('<Topic>no end', scope)).toBe('unreadable');
  });
});
