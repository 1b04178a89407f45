import { existsSync } from 'node:fs';
import { categoriesOf, cityFolderOf, gridMapOf } from './city-folder.ts';
import { durationText } from './duration.ts';
import { type Scenario, sensorsOf } from './scenario.ts';
import { danglingReferences } from './scenario-references.ts';
import { type Vocabulary, vocabularyOf } from './vocabulary.ts';

/** One thing that is wrong with a scenario: where in it, and what to do about it. */
export interface Mistake {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/**
 * What the schema of a scenario cannot see. Each of these would make a run say less than it seems to: an expectation of no case
 * holds for an incident that is never played, and a channel nobody has raises nothing.
 */
export function* mistakesOf(scenario: Scenario): Generator<Mistake> {
  yield* danglingReferences(scenario);
  yield* unplayed(scenario);
  yield* words(scenario);
  yield* places(scenario);
}

/** Incidents, faults and requests that begin when the run is over, and happenings shorter than the city's clock can tell. */
function* unplayed({ clock, incidents, faults, actions }: Scenario): Generator<Mistake> {
  const late = (at: number) =>
    at >= clock.duration
      ? `begins ${durationText(at)} after the start, when the run is over (clock.duration is ${durationText(clock.duration)})`
      : undefined;
  const told = new Set<number>();
  for (const { at, effects, origin } of incidents) {
    if (told.has(origin)) continue;
    const never = late(at);
    const brief = effects.find(({ from, to }) => to - from < clock.tick);
    if (never) yield { path: ['incidents', origin, 'at'], message: never };
    else if (brief)
      yield {
        path: ['incidents', origin, 'hold'],
        message: `lasts ${durationText(brief.to - brief.from)}, which a clock.tick of ${durationText(clock.tick)} would stretch: hold it longer, or tick faster`,
      };
    else continue;
    told.add(origin);
  }
  for (const [index, { at }] of faults.entries()) {
    const never = late(typeof at === 'number' ? at : at.between[1]);
    if (never) yield { path: ['faults', index, 'at'], message: never };
  }
  for (const [index, { at }] of actions.entries()) {
    const never = late(at);
    if (never) yield { path: ['actions', index, 'at'], message: never };
  }
}

/** Channels and events that a device does not have. */
function* words({ incidents, fleets }: Scenario): Generator<Mistake> {
  const types = new Map(sensorsOf({ fleets }).map(({ name, type }) => [name, type]));
  const vocabularies = new Map(fleets.map(({ type }): [string, Vocabulary] => [type, vocabularyOf(type)]));
  const checked = new Set<string>();
  for (const { kind, devices, effects, expect, origin } of incidents)
    for (const device of devices) {
      const own = types.get(device);
      if (own === undefined || checked.has(`${origin}/${own}`)) continue;
      checked.add(`${origin}/${own}`);
      for (const effect of effects) {
        const type = types.get(effect.device ?? device) ?? own;
        const { normal = {}, channels = [], events = [] } = vocabularies.get(type) ?? {};
        const said = { ...effect.shape?.(effect.from, normal), ...effect.shape?.(effect.to, normal) };
        for (const channel of Object.keys(said))
          if (!channels.includes(channel))
            yield {
              path: [
                'incidents',
                origin,
                ...(kind === 'signal' || kind === 'spike' ? ['channels', channel] : ['device']),
              ],
              message: `${type} has no channel ${channel}; it has ${channels.join(', ')}`,
            };
        for (const code of new Set(effect.events?.map(({ event }) => event.code)))
          if (!events.includes(code))
            yield {
              path: ['incidents', origin, 'code'],
              message: `${type} has no event ${code}; it has ${events.join(', ') || 'none'}`,
            };
      }
      const { channels = [] } = vocabularies.get(own) ?? {};
      if (expect !== 'none' && 'channel' in expect.when && !channels.includes(expect.when.channel))
        yield {
          path: ['incidents', origin, 'expect', 'when', 'channel'],
          message: `${own} has no channel ${expect.when.channel}; it has ${channels.join(', ')}`,
        };
    }
  for (const [index, fleet] of fleets.entries()) {
    const { normal = {} } = vocabularies.get(fleet.type) ?? {};
    const numbers = Object.keys(normal).filter((channel) => typeof normal[channel] === 'number');
    for (const key of ['drift', 'noise', 'diurnal'] as const)
      for (const channel of Object.keys(fleet[key]))
        if (!numbers.includes(channel))
          yield {
            path: ['fleets', index, key, channel],
            message: `${fleet.type} has no number called ${channel}; it has ${numbers.join(', ')}`,
          };
  }
}

/** Cities, grids and categories that there are not. */
function* places(scenario: Scenario): Generator<Mistake> {
  const { city, fleets, incidents } = scenario;
  if (!existsSync(cityFolderOf(city.profile)))
    return yield { path: ['city', 'profile'], message: `there is no profile ${city.profile}; see deploy/profiles` };
  const codes = new Set(gridMapOf(scenario).leaves.flatMap(({ path }) => path));
  const unknown = (code: string | undefined) =>
    code !== undefined && !codes.has(code) ? `${city.profile} has no grid ${code}` : undefined;
  const within = unknown(city.within);
  if (within) yield { path: ['city', 'within'], message: within };
  for (const [index, { place }] of fleets.entries()) {
    const elsewhere = place && 'grid' in place ? unknown(place.grid) : undefined;
    if (elsewhere) yield { path: ['fleets', index, 'place', 'grid'], message: elsewhere };
  }
  const categories = categoriesOf(city.profile);
  const checked = new Set<number>();
  for (const { expect, origin } of incidents) {
    if (expect === 'none' || checked.has(origin)) continue;
    checked.add(origin);
    const elsewhere = expect.grid === 'UNGRIDDED' ? undefined : unknown(expect.grid);
    if (elsewhere) yield { path: ['incidents', origin, 'expect', 'grid'], message: elsewhere };
    if (!categories.has(expect.category))
      yield {
        path: ['incidents', origin, 'expect', 'category'],
        message: `the catalogue of ${city.profile} has no category ${expect.category}`,
      };
  }
}
