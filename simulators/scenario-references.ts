import { type Scenario, sensorsOf } from './scenario.ts';
import type { Mistake } from './scenario-mistakes.ts';

/** Names by which a scenario speaks of things it has: what nothing carries is a mistake. */
export function* danglingReferences(scenario: Scenario): Generator<Mistake> {
  yield* strangers(scenario);
  yield* parts(scenario);
  yield* faultTargets(scenario);
  yield* titles(scenario);
}

const kindsOf = (scenario: Scenario) => ({
  sensors: new Set(sensorsOf(scenario).map(({ name }) => name)),
  cameras: new Map(scenario.cameras.map((camera) => [camera.name, camera.zones])),
  doors: new Map(scenario.doors.map((controller) => [controller.name, controller.doors])),
});

/** Devices of incidents that no fleet, camera or door controller is. */
function* strangers(scenario: Scenario): Generator<Mistake> {
  const { sensors, cameras, doors } = kindsOf(scenario);
  const checked = new Set<string>();
  for (const { kind, devices, asked, actions, effects, origin } of scenario.incidents) {
    const atPeer = actions.some(({ device }) => device === undefined);
    const players = [
      ...effects.map(({ device }) => ({ device, fits: sensors.has(device ?? '') })),
      ...actions.map(({ device = '' }) => ({ device, fits: cameras.has(device) || doors.has(device) })),
    ];
    for (const { device, fits } of players)
      if (device && !fits)
        yield { path: ['incidents', origin], message: `nothing that can play this part is called ${device}` };
    if (kind === 'weather' && Object.keys(scenario.signals).length === 0)
      yield { path: ['incidents', origin], message: 'there is no weather: say it under signals' };
    if (devices.length < asked && !checked.has(`${origin}`))
      yield {
        path: ['incidents', origin, 'devices', 'count'],
        message: `asks for ${asked} devices, there are ${devices.length}`,
      };
    checked.add(`${origin}`);
    for (const device of devices) {
      const path = ['incidents', origin, 'device'];
      if (checked.has(`${origin}/${device}`)) continue;
      checked.add(`${origin}/${device}`);
      const what = atPeer ? 'camera or door controller' : 'sensor';
      if (device === '')
        yield { path, message: `say to which ${what} it happens: device: a name, or { any: its type or fleet }` };
      else if (!(atPeer ? cameras.has(device) || doors.has(device) : sensors.has(device)))
        yield { path, message: `no ${what} is called ${device}` };
      else if (effects.length === 0 && actions.length === 0 && kind !== 'weather')
        yield { path, message: 'this incident does nothing' };
    }
  }
}

/** Zones and doors that a camera or a controller does not have. */
function* parts(scenario: Scenario): Generator<Mistake> {
  const { cameras, doors } = kindsOf(scenario);
  const checked = new Set<string>();
  for (const { devices, actions, origin } of scenario.incidents)
    for (const device of devices)
      for (const { verb, args, device: other } of actions) {
        const isCamera = verb === 'motion' || verb === 'intrusion' || verb === 'lineCrossed';
        const part = isCamera ? args[1] : args[0];
        const known = cameras.has(device) || doors.has(device);
        const key = `${origin}/${device}/${String(part)}`;
        if (other !== undefined || !known || checked.has(key)) continue;
        checked.add(key);
        const has = isCamera ? cameras.get(device) : doors.get(device);
        if (!has || (typeof part === 'string' && !has.includes(part)))
          yield {
            path: ['incidents', origin, 'device'],
            message: `${device} has no ${isCamera ? 'zone' : 'door'} ${String(part)}${has ? `; it has ${has.join(', ')}` : ''}`,
          };
      }
}

function* faultTargets(scenario: Scenario): Generator<Mistake> {
  const { sensors, cameras, doors } = kindsOf(scenario);
  for (const [index, each] of scenario.faults.entries())
    if ('device' in each && !sensors.has(each.device))
      yield { path: ['faults', index, 'device'], message: `no sensor is called ${each.device}` };
  const targets = new Set(['all', 'camera', 'door', ...sensors, ...cameras.keys(), ...doors.keys()]);
  for (const { type, name = type } of scenario.fleets) targets.add(type).add(name);
  for (const [index, each] of scenario.faults.entries())
    for (const target of 'target' in each ? [each.target].flat() : [])
      if (!targets.has(target))
        yield { path: ['faults', index, 'target'], message: `no device, fleet or type is called ${target}` };
}

/** Names that two incidents or two devices share, and incidents that the dispatch platform is to know. */
function* titles(scenario: Scenario): Generator<Mistake> {
  const names = new Set(scenario.incidents.map((each) => each.title));
  const origins = new Set(scenario.incidents.map((each) => each.origin));
  if (names.size < origins.size) yield { path: ['incidents'], message: 'two incidents have the same name' };
  for (const [index, each] of scenario.dispatch.falseAlarm.entries())
    if (!names.has(each)) yield { path: ['dispatch', 'falseAlarm', index], message: `no incident is called ${each}` };
  const devices = new Set(sensorsOf(scenario).map(({ name }) => name));
  for (const key of ['cameras', 'doors'] as const)
    for (const [index, { name }] of scenario[key].entries()) {
      if (devices.has(name)) yield { path: [key, index, 'name'], message: `two devices are called ${name}` };
      devices.add(name);
    }
}
