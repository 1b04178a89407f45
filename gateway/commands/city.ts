import type { Command } from 'commander';
import { registerCityAreas } from './city-areas.ts';
import { registerCityCheck } from './city-check.ts';
import { registerCityDiff } from './city-diff.ts';
import { registerCityImport } from './city-import.ts';
import { registerCityLocate } from './city-locate.ts';
import { registerCityShow } from './city-show.ts';

export function registerCity(program: Command): void {
  const city = program.command('city').description('look at a city profile: catalogue, grids, where a point lies');
  registerCityCheck(city);
  registerCityShow(city);
  registerCityAreas(city);
  registerCityLocate(city);
  registerCityDiff(city);
  registerCityImport(city);
}
