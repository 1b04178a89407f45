import { describe, expect, it } from 'vitest';
import { decide, eventOf, type Sent, sentBy } from '../support/class-rig.ts';

const DAY = '2026-06-05T';
const MINUTE = 60_000;

/** Something that happens to the first of three devices: what comes of it, `rule category` in the order of raising. */
interface Story {
  readonly type: string;
  /** Local time at which the devices start; the incident comes an hour later. */
  readonly from: string;
  readonly incident: Readonly<Record<string, unknown>>;
  readonly raises: readonly string[];
  /** Hours the sensors are watched; what has not cleared by then waits for a person or for a longer quiet. */
  readonly hours?: number;
  readonly clears?: false;
}

const signal = (channels: object, hold: string, more: object = {}) => ({
  ...{ kind: 'signal', channels, hold, every: '30s' },
  ...more,
});
const event = (code: string, hold: string) => ({ kind: 'event', code, hold });

const STORIES: readonly Story[] = [
  { type: 'smoke', from: '08:00', incident: { kind: 'fire', heat: 45 }, raises: ['smoke-density E0498'] },
  { type: 'gas', from: '08:00', incident: signal({ lel: 34 }, '5min'), raises: ['gas-low E0403'] },
  {
    ...{ type: 'flood', from: '08:00', hours: 4 },
    incident: { kind: 'storm', peak: 32, rise: '30min', halfLife: '15min', lasts: '2h', every: '1min' },
    raises: ['flood-rising E0406', 'flood-early E0406', 'flood-closed E0406'],
  },
  { type: 'sewer', from: '08:00', incident: signal({ fill: 95 }, '20min'), raises: ['sewer-full E0404'] },
  { type: 'sewer', from: '08:00', incident: signal({ pump: 'fault' }, '20min'), raises: ['pump-fault C2115'] },
  { type: 'manhole', from: '08:00', incident: signal({ tilt: 37 }, '10min'), raises: ['tilt C0103'] },
  { type: 'manhole', from: '08:00', incident: signal({ tilt: -37 }, '10min'), raises: ['tilt C0103'] },
  { type: 'dust', from: '08:00', hours: 5, incident: signal({ tsp: 900 }, '75min'), raises: ['dust-hour E0302'] },
  {
    ...{ type: 'noise', from: '08:00', hours: 4 },
    ...{ incident: signal({ laeq: 80, lmax: 86 }, '45min'), raises: ['noise-leq E0301'] },
  },
  {
    ...{ type: 'bin', from: '08:00', hours: 8 },
    ...{ incident: signal({ fill: 98 }, '2h'), raises: ['bin-full C0305'], clears: false },
  },
  { type: 'bin', from: '08:00', incident: signal({ temperature: 75 }, '9min'), raises: ['bin-fire E0498'] },
  { type: 'parking', from: '08:00', incident: signal({ occupied: true }, '5min'), raises: ['fire-lane E0496'] },
  { type: 'lift', from: '08:00', incident: signal({ trapped: true }, '9min'), raises: ['trapped E0497'] },
  { type: 'lift', from: '08:00', incident: event('e_bike', '30s'), raises: ['e-bike E0484'] },
  {
    ...{ type: 'crowd', from: '08:00', incident: signal({ density: 5.5 }, '10min', { rise: '40min', fall: '20min' }) },
    raises: ['density-warning E0409', 'density-alarm E0409'],
  },
  {
    ...{ type: 'crowd', from: '08:00', incident: signal({ density: 3.5 }, '10min', { rise: '4min', fall: '20min' }) },
    raises: ['density-surge E0409'],
  },
  { type: 'hydrant', from: '08:00', incident: signal({ pressure: 0.12 }, '15min'), raises: ['pressure-low C0113'] },
  { type: 'streetlight', from: '21:00', incident: signal({ on: false }, '30min'), raises: ['dark C0118'] },
  { type: 'streetlight', from: '08:00', incident: signal({ leakage: 60 }, '5min'), raises: ['leakage E0494'] },
  {
    type: 'electrical',
    from: '08:00',
    incident: signal({ residual: 400 }, '5min'),
    raises: ['residual-current E0494'],
  },
  {
    ...{ type: 'structure', from: '00:00', hours: 72 },
    ...{ incident: signal({ tilt: 0.7 }, '2h', { rise: '12h', fall: '12h', every: '10min' }), raises: ['tilt E0493'] },
  },
  {
    ...{ type: 'structure', from: '00:00', hours: 96 },
    incident: signal({ crack: 9 }, '2h', { rise: '36h', fall: '1h', every: '10min' }),
    raises: ['crack-growing E0493'],
  },
  {
    ...{ type: 'billboard', from: '08:00' },
    ...{ incident: signal({ wind: 20, tilt: 1.5 }, '10min'), raises: ['loose-in-gale E0205'] },
  },
  { type: 'billboard', from: '08:00', incident: signal({ tilt: -3 }, '10min'), raises: ['tilt E0205'] },
  { type: 'bridge', from: '08:00', incident: signal({ weight: 60 }, '1min'), raises: ['overload C0207'] },
  { type: 'contact', from: '22:00', incident: signal({ open: true }, '3min'), raises: ['open-in-closed-hours E0495'] },
  {
    ...{ type: 'falling-object', from: '08:00', incident: event('falling_object', '1s') },
    raises: ['falling-object E0489'],
  },
  { type: 'drone', from: '13:00', incident: signal({ thermal_max: 120 }, '2min'), raises: ['thermal E0197'] },
  { type: 'water', from: '08:00', incident: signal({ wet: true }, '5min'), raises: ['wet E0402'] },
  {
    ...{ type: 'water', from: '08:00' },
    ...{ incident: signal({ pressure: 150 }, '10min', { rise: '5min' }), raises: ['pressure-drop E0402'] },
  },
  { type: 'quality', from: '11:00', incident: signal({ fume: 4 }, '30min'), raises: ['fume E0116'] },
  { type: 'quality', from: '11:00', incident: signal({ ph: 5 }, '20min'), raises: ['acid E0105'] },
  { type: 'tank', from: '08:00', incident: signal({ level: 97 }, '5min'), raises: ['level-high-high C0601'] },
  { type: 'fire-panel', from: '08:00', incident: event('fire_alarm', '5min'), raises: ['fire-alarm E0498'] },
  { type: 'fire-panel', from: '08:00', incident: event('part_fault', '5min'), raises: ['part-fault C0113'] },
  {
    ...{ type: 'fire-panel', from: '08:00', hours: 30 },
    ...{ incident: event('part_disabled', '25h'), raises: ['disabled-for-long E0480'] },
  },
  { type: 'muck-truck', from: '21:00', incident: event('open_lid_moving', '5min'), raises: ['open-lid E0112'] },
  { type: 'patrol', from: '08:00', incident: event('sos', '5min'), raises: ['sos E0492'], clears: false },
  { type: 'weather', from: '08:00', hours: 6, incident: { kind: 'silence', lasts: '3h' }, raises: ['silent C0309'] },
  {
    type: 'air-station',
    from: '08:00',
    hours: 6,
    incident: { kind: 'silence', lasts: '3h' },
    raises: ['silent C0308'],
  },
];

describe('what happens to one of three sensors', () => {
  it.each(STORIES.map((story) => [story.type, story.raises.join(', '), story] as const))(
    '%s raises %s once, and clears it',
    async (_, __, { type, from, incident, raises, hours = 3, clears = true }) => {
      const start = `${DAY}${from}:00+08:00`;
      const sent = sentBy({
        ...{ start, duration: `${hours}h`, fleets: [{ type, count: 3 }] },
        incidents: [{ name: 'it', at: '1h', device: `${type}-001`, ...incident }],
      });
      const candidates = await decide(sent, Date.parse(start) + hours * 60 * MINUTE);
      expect(new Set(candidates.map(({ deviceId }) => deviceId))).toEqual(new Set([`lab/${type}-001`]));
      const of = (kind: string) =>
        candidates.filter((each) => each.type === kind).map((each) => `${each.verdict.ruleId} ${each.category}`);
      expect(of('raise')).toEqual(raises);
      if (clears) expect(of('clear').sort()).toEqual([...raises].sort());
    },
  );
});

const NOON = Date.parse(`${DAY}12:00:00+08:00`);

describe('what a camera or a door tells', () => {
  const lasting = (device: string, code: string, ms: number): Sent[] => [
    eventOf(NOON, device, code),
    eventOf(NOON + ms, device, code, false),
  ];
  const denied = Array.from({ length: 5 }, (_, index) => eventOf(NOON + index * 20_000, 'door-001', 'access_denied'));
  it.each([
    ['camera', lasting('camera-001', 'intrusion', 10_000), ['intrusion E0491 #2']],
    ['camera', lasting('camera-001', 'street_vendor', 11 * MINUTE), ['street-vendor E0501 #4']],
    ['camera', lasting('camera-001', 'street_vendor', 9 * MINUTE), []],
    ['camera', lasting('camera-001', 'illegal_parking', 6 * MINUTE), ['illegal-parking E0505 #3']],
    ['camera', lasting('camera-001', 'garbage', 31 * MINUTE), ['garbage E0102 #4']],
    ['camera', lasting('camera-001', 'e_bike', 3_000), ['e-bike E0484 #2']],
    ['camera', lasting('camera-001', 'loitering', 6 * MINUTE), []],
    ['door', lasting('door-001', 'door_forced_open', 60_000), ['forced-open E0495 #2']],
    ['door', denied, ['denied-often E0495 #3']],
    ['door', denied.slice(1), []],
    ['door', [eventOf(NOON, 'door-001', 'duress')], ['duress E0492 #1']],
    [
      'facade',
      [NOON, NOON + 20 * MINUTE].map((at) => eventOf(at, 'falling-object-001', 'falling_object')),
      ['falling-object E0489 #2', 'again E0489 #1'],
    ],
  ])('%s %#', async (_, sent, raises) => {
    const raised = (await decide(sent, (sent.at(-1)?.at ?? NOON) + MINUTE)).filter(({ type }) => type === 'raise');
    expect(raised.map(({ verdict, category, severity }) => `${verdict.ruleId} ${category} #${severity}`)).toEqual(
      raises,
    );
  });
});
