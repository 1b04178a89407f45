import { createGridMap, leavesOf } from '../../simulators/grid-map.ts';
import { type Scenario, scenarioSchema } from '../../simulators/scenario.ts';

type Input = Record<string, unknown>;

/** A scenario of ten minutes with three smoke detectors and a gas detector; `over` replaces its top-level keys. */
export function smallScenario(over: Input = {}): Scenario {
  return scenarioSchema.parse({
    title: 'small',
    seed: 11,
    clock: { start: '2026-06-01T08:00:00+08:00', duration: '10min', wall: '1s' },
    city: { profile: 'none', margin: 5 },
    fleets: [
      { type: 'smoke', count: 3, every: '1min' },
      { type: 'gas', count: 1, every: '1min' },
    ],
    incidents: [],
    ...over,
  });
}

const square = (west: number, south: number) => [
  [
    [west, south],
    [west + 0.01, south],
    [west + 0.01, south + 0.01],
    [west, south + 0.01],
    [west, south],
  ],
];

const feature = (code: string, parent: string | undefined, coordinates: unknown) => ({
  type: 'Feature',
  properties: { code, ...(parent ? { parent } : {}), level: parent ? 'grid' : 'street' },
  geometry: { type: 'Polygon', coordinates },
});

/** Two square kilometre-wide grids beside each other, in one street. */
export const twoGrids = createGridMap(
  leavesOf([
    JSON.stringify({ features: [feature('S', undefined, square(108.9, 34.2))] }),
    JSON.stringify({
      features: [
        feature('S1', 'S', square(108.9, 34.2)),
        feature('S2', 'S', square(108.91, 34.2)),
        { type: 'Feature', properties: {}, geometry: null },
      ],
    }),
  ]),
);
