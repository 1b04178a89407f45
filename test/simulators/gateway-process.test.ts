import { expect, test } from 'vitest';
import { endpointOf, parseReadyLine } from '../../simulators/gateway-process.ts';

test('reads the ready line with addresses as URLs or as ports', () => {
  expect(
    parseReadyLine('{"event":"ready","mqtt":"mqtt://127.0.0.1:41883","http":"http://127.0.0.1:8081","queue":"redis"}'),
  ).toEqual({
    mqtt: { host: '127.0.0.1', port: 41_883 },
    http: { host: '127.0.0.1', port: 8081 },
    queue: 'redis',
    series: '',
  });
  expect(parseReadyLine('{"event":"ready","mqtt":1883,"http":8080}')).toMatchObject({ mqtt: { port: 1883 } });
});

test.each(['starting', '{"event":"log"}', '{"event":"ready"', '{"event":"ready"}'])('%s is another line', (line) => {
  expect(parseReadyLine(line)).toBeUndefined();
});

test('an endpoint is a host and a port', () => {
  expect(endpointOf('mqtt://localhost:1884')).toEqual({ host: 'localhost', port: 1884 });
});
