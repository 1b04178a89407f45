import { expect, test } from 'vitest';
import { cellOf, cellsAround, metresBetween, REACH_M } from '../../gateway/model/proximity.ts';

test('distances are metres', () => {
  expect(metresBetween({ lon: 121, lat: 31 }, { lon: 121, lat: 31.01 })).toBeCloseTo(1_112, 0);
  expect(metresBetween({ lon: 121, lat: 31 }, { lon: 121.01, lat: 31 })).toBeCloseTo(953, 0);
});

test.each([18.2, 31, 34.27, 53])('the nine squares hold everything within reach, at %d° north', (lat) => {
  for (const lon of [73.5, 108.999999, 121.00001, 135]) {
    const cells = new Set(cellsAround({ lon, lat }));
    expect(cells.size).toBe(9);
    for (let degrees = 0; degrees < 360; degrees += 5) {
      const angle = (degrees * Math.PI) / 180;
      const there = {
        lon: lon + (REACH_M * Math.sin(angle)) / (111_195 * Math.cos((lat * Math.PI) / 180)),
        lat: lat + (REACH_M * Math.cos(angle)) / 111_195,
      };
      expect(cells.has(cellOf(there)), `${lon} ${degrees}°`).toBe(true);
    }
  }
});
