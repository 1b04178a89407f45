import { expect, test } from 'vitest';
import { notificationFault } from '../../simulators/onvif/notification-fault.ts';
import { envelopeXml, faultXml } from '../../simulators/onvif/soap-envelope.ts';
import { topicFilterOf } from '../../simulators/onvif/topic-filter.ts';
import { find, parseXml } from '../../simulators/onvif/xml.ts';

const NOW = Date.UTC(2026, 2, 28, 4);
const WSNT = 'http://docs.oasis-open.org/wsn/b-2';
const BASE = 'http://docs.oasis-open.org/wsrf/bf-2';

/** The detail of a fault as a client reads it: its name, and what it holds. */
function detailOf(call: () => unknown) {
  try {
    call();
  } catch (fault) {
    const detail = find(parseXml(faultXml(fault as Parameters<typeof faultXml>[0])), 'Body', 'Fault', 'Detail')
      ?.children[0];
    return [`{${detail?.uri}}${detail?.name}`, ...(detail?.children ?? []).map(({ uri, name }) => `{${uri}}${name}`)];
  }
  throw new Error('no fault');
}
const thrown = (name: string) =>
  detailOf(() => {
    throw notificationFault(name, 'why', NOW);
  });

test('a subscription that is gone is a fault of WS-Resource, with the time of WS-BaseFaults', () => {
  expect(thrown('ResourceUnknownFault')).toEqual([
    '{http://docs.oasis-open.org/wsrf/r-2}ResourceUnknownFault',
    `{${BASE}}Timestamp`,
  ]);
});

test('a time that cannot be used comes with the earliest that can', () => {
  for (const name of ['UnacceptableTerminationTimeFault', 'UnacceptableInitialTerminationTimeFault'])
    expect(thrown(name)).toEqual([`{${WSNT}}${name}`, `{${BASE}}Timestamp`, `{${WSNT}}MinimumTime`]);
});

test('a filter that is none is named', () => {
  const filter = parseXml('<Filter><w:Weather xmlns:w="urn:weather"/></Filter>');
  expect(detailOf(() => topicFilterOf(filter, NOW))).toEqual([
    `{${WSNT}}InvalidFilterFault`,
    `{${BASE}}Timestamp`,
    `{${WSNT}}UnknownFilter`,
  ]);
});

test('every envelope says what the prefix of the types in its descriptions is', () => {
  expect(envelopeXml('')).toContain('xmlns:xs="http://www.w3.org/2001/XMLSchema"');
});
