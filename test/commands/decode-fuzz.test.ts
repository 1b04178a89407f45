import { describe, expect, it } from 'vitest';
import { onvifTopics } from '../../adapters/onvif.ts';
import { decodeMqttCapture, decodeSoapCapture } from '../../gateway/commands/decode-onvif.ts';
import { fixtureDevice } from '../support/adapter-fixtures.ts';

/** A small generator with a seed, so that a failure can be repeated. */
function random(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const SNIPPETS = [
  '<"&>\0',
  '<!DOCTYPE x>',
  '<![CDATA[',
  ']]>',
  '<!--',
  '</s:Envelope>',
  'HTTP/1.1 200 OK\r\n',
  '\ufeff',
  '&#x0;',
  '{"',
  '\xff\xfe',
];

/** One to eight changes: bytes set, cut, repeated, and pieces of protocol put in. */
function mutated(bytes: Buffer, pick: (below: number) => number): Buffer {
  let result = Buffer.from(bytes);
  for (let change = pick(8); change >= 0; change -= 1) {
    const at = pick(result.length + 1);
    const kind = pick(5);
    if (kind === 0) result[at] = pick(256);
    else if (kind === 1) result = Buffer.concat([result.subarray(0, at), result.subarray(at + pick(60))]);
    else if (kind === 2) result = Buffer.concat([result.subarray(0, at), result.subarray(pick(at + 1))]);
    else if (kind === 3) result = result.subarray(0, at);
    else
      result = Buffer.concat([
        result.subarray(0, at),
        Buffer.from(SNIPPETS[pick(SNIPPETS.length)] ?? ''),
        result.subarray(at),
      ]);
  }
  return result;
}

const message = (topic: string, data: string) =>
  `<wsnt:NotificationMessage><wsnt:Topic Dialect="x">${topic}</wsnt:Topic><wsnt:Message><tt:Message UtcTime="2026-03-01T08:00:00Z" PropertyOperation="Changed"><tt:Source><tt:SimpleItem Name="Source" Value="1"/></tt:Source><tt:Data>${data}</tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>`;
const SOAP = Buffer.from(
  'HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\n\r\n<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tns1="http://www.onvif.org/ver10/topics"><s:Body><tev:PullMessagesResponse>' +
    message('tns1:VideoSource/MotionAlarm', '<tt:SimpleItem Name="State" Value="true"/>') +
    message('tns1:X/Y', '<tt:ElementItem Name="O"><a b="c">d</a></tt:ElementItem>') +
    '</tev:PullMessagesResponse></s:Body></s:Envelope>',
);
const MQTT = Buffer.from(
  JSON.stringify([
    {
      topic: 'c/onvif-ej/RuleEngine/LineDetector/Crossed/&1/R',
      payload: { UtcTime: 'x', Source: { a: 1 }, Data: { O: { '@i': [1, {}] } } },
    },
    {
      topic: 'axis/1/event/tns:onvif/X',
      payload: '{"topic":"onvif:A/axis:B","timestamp":1,"message":{"source":{}}}',
      retain: 1,
    },
  ]),
);

describe.each([
  ['SOAP', SOAP, decodeSoapCapture],
  ['MQTT', MQTT, decodeMqttCapture],
] as const)('5,000 mutated captures of %s', (_name, seed, decode) => {
  it('give lines, never a crash or a hang', () => {
    const pick = random(20_260_301);
    const context = { map: onvifTopics(), device: fixtureDevice(), receivedAt: 1_772_323_201_000 };
    const outcomes = { understood: 0, refused: 0 };
    let slowest = 0;
    for (let round = 0; round < 5_000; round += 1) {
      const bytes = mutated(seed, pick);
      const started = performance.now();
      const { lines, understood } = decode(bytes, context);
      slowest = Math.max(slowest, performance.now() - started);
      for (const line of lines) expect(typeof JSON.stringify(line), `round ${round}`).toBe('string');
      outcomes[understood ? 'understood' : 'refused'] += 1;
    }
    expect(slowest).toBeLessThan(500);
    // Both happen, or the mutations test nothing.
    expect(outcomes.understood).toBeGreaterThan(100);
    expect(outcomes.refused).toBeGreaterThan(100);
  });
});
