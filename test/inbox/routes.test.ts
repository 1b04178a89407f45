import { expect, test } from 'vitest';
import { createRoutes, encodeRoute, isOf, routeEnd } from '../../gateway/inbox/routes.ts';

const names = (device: string, topic = `v1/acme/${device}/telemetry`) => ({ vendor: 'acme', device, topic });

test('the same names are the same object, wherever they lie', () => {
  const routes = createRoutes();
  const bytes = Buffer.concat([
    Buffer.from('..'),
    encodeRoute(names('d1')),
    encodeRoute(names('d1')),
    Buffer.from('.'),
  ]);
  const end = routeEnd(bytes, 2);
  const first = routes.at(bytes, 2, end);
  expect(first).toEqual(names('d1'));
  expect(routes.at(bytes, end, routeEnd(bytes, end))).toBe(first);
});

test('names that differ in one place are different, also where their hashes meet', () => {
  const routes = createRoutes();
  const all = [
    ...Array.from({ length: 5_000 }, (_, index) => names(`d${index}`)),
    names('d1', 'v1/me/telemetry'),
    names('d1', 'v1/him/telemetry'),
    { vendor: 'acm', device: 'ed1', topic: 'v1/acme/d1/telemetry' },
    names('d1', 'v1/城市/telemetry'),
  ];
  for (let round = 0; round < 2; round++)
    for (const given of all) {
      const bytes = encodeRoute(given);
      expect(routes.at(bytes, 0, bytes.length)).toEqual(given);
    }
});

test('at its bound it starts afresh', () => {
  const routes = createRoutes(3);
  const at = (device: string) => {
    const bytes = encodeRoute(names(device));
    return routes.at(bytes, 0, bytes.length);
  };
  const first = at('d0');
  for (let index = 1; index < 10; index++) expect(at(`d${index}`)).toEqual(names(`d${index}`));
  expect(at('d0')).toEqual(first);
  expect(at('d0')).not.toBe(first);
});

test('tells the vendor without decoding the rest', () => {
  const route = encodeRoute({ vendor: 'feedback', device: 'xa-1', topic: 'v1/feedback/xa-1' });
  expect(['feedback', 'feedbacj', 'feed', ''].map((vendor) => isOf(route, vendor))).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
