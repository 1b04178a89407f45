import { GatewayError } from '../gateway/errors.ts';
import type { Happening } from '../gateway/model/observation.ts';
import type { Adapter } from './adapter.ts';
import { parsePrivateJson } from './lib/json.ts';
import { fromCompact } from './lib/local-time.ts';
import type { Pseudonym } from './lib/onvif-signal.ts';
import { happening, NO_ENVELOPE, sharedOf } from './lib/reading.ts';
import { topicSuffix } from './lib/topic.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Objects of one message that are read; more are refused. */
const MAX_OBJECTS = 200;
const MAX_PART = 64;

/** Kinds of events of a picture (`EventSort`, GA/T 1400.3) as the events they are; others report nothing. */
const SORTS: Readonly<Record<string, string>> = {
  ...{ 5: 'motion', 10: 'face', 11: 'watchlist_hit', 14: 'traffic_flow', 15: 'crowd_density', 19: 'line_crossed' },
  ...{ 20: 'intrusion', 21: 'wrong_way', 22: 'loitering', 23: 'object_abandoned', 24: 'object_removed' },
};
/** Lists of structured objects, the list's member, and what the appearance of one is when no picture says more. */
const LISTS: readonly (readonly [list: string, member: string, code: string])[] = [
  ['PersonListObject', 'PersonObject', 'person'],
  ['PersonObjectList', 'PersonObject', 'person'],
  ['FaceListObject', 'FaceObject', 'face'],
  ['FaceObjectList', 'FaceObject', 'face'],
  ['MotorVehicleListObject', 'MotorVehicleObject', 'vehicle'],
  ['MotorVehicleObjectList', 'MotorVehicleObject', 'vehicle'],
  ['NonMotorVehicleListObject', 'NonMotorVehicleObject', 'vehicle'],
];

/**
 * Notifications of GA/T 1400.4 view libraries, tunnelled as JSON on `…/raw/gat1400`: hits of a watch list (disposition
 * notifications), and persons, faces and vehicles with the events their pictures show. Names, plates, identity numbers,
 * titles and pictures stay behind; with a site key a hit tells whom it concerns as a pseudonym. All are occurrences.
 */
export function createGat1400({ pseudonym }: { readonly pseudonym?: Pseudonym | undefined }): Adapter {
  return {
    name: 'gat1400',
    accepts: ({ topic }) => topicSuffix(topic) === 'raw/gat1400',
    decode(message, device) {
      const body = object(parsePrivateJson(message.payload));
      if (!body) throw undecodable('must be an object');
      const told: Happening[] = [];
      const tell = (code: string, time: unknown, part: unknown, data: Happening['data'] = {}) => {
        if (told.length >= MAX_OBJECTS) throw undecodable(`more than ${MAX_OBJECTS} objects in one message`);
        const ts = typeof time === 'string' ? fromCompact(time) : undefined;
        const shared = sharedOf(message, device, { ...NO_ENVELOPE, ts }, told.length);
        const source = typeof part === 'string' ? part.slice(0, MAX_PART) : '';
        const event = happening(shared, { code, active: true, stateful: false, data });
        told.push({ ...event, source, ...(ts === undefined ? { quality: 'SUSPECT' } : {}) });
      };
      if (!readDispositions(body, tell, pseudonym) && !readObjects(body, tell))
        throw undecodable('no DispositionNotification, and no list of persons, faces or vehicles');
      return told;
    },
  };
}

/** Without a site key: hits tell no person. */
export const gat1400: Adapter = createGat1400({});

type Tell = (code: string, time: unknown, part: unknown, data?: Happening['data']) => void;

function readDispositions(body: Fields, tell: Tell, pseudonym: Pseudonym | undefined): boolean {
  const list = object(body['DispositionNotificationListObject']) ?? body;
  const hits = objects(list['DispositionNotificationObject']);
  for (const hit of hits) {
    const { DispositionID, TriggerTime, DeviceID } = hit;
    const who = typeof DispositionID === 'string' && DispositionID !== '' ? DispositionID : undefined;
    const camera =
      DeviceID ?? LISTS.map(([, member]) => object(hit[member])?.['DeviceID']).find((id) => id !== undefined);
    tell(
      'watchlist_hit',
      TriggerTime,
      camera,
      pseudonym && who !== undefined ? { subject: pseudonym('subject', who) } : {},
    );
  }
  return hits.length > 0;
}

function readObjects(body: Fields, tell: Tell): boolean {
  const holder = object(body['SubscribeNotificationListObject']) ?? body;
  const holders = [body, ...objects(holder['SubscribeNotificationObject'])];
  let found = false;
  for (const one of holders)
    for (const [list, member, code] of LISTS) {
      const items = objects(object(one[list])?.[member] ?? one[list]);
      found ||= one[list] !== undefined;
      for (const item of items) readObject(item, code, tell);
    }
  return found;
}

function readObject(item: Fields, code: string, tell: Tell): void {
  const images = objects(object(item['SubImageList'])?.['SubImageInfoObject']);
  const { DeviceID } = item;
  const events = images.flatMap((image) => {
    const sort = SORTS[String(image['EventSort'])];
    return sort === undefined ? [] : [[sort, image['ShotTime']] as const];
  });
  const shown = new Map(events.reverse());
  if (shown.size === 0) tell(code, images[0]?.['ShotTime'] ?? item['AppearTime'] ?? item['PassTime'], DeviceID);
  for (const [sort, time] of shown) tell(sort, time, DeviceID);
}

function object(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** One object or a list of them: libraries differ. */
function objects(value: unknown): readonly Fields[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((one): readonly Fields[] => {
    const found = object(one);
    return found ? [found] : [];
  });
}

function undecodable(what: string): GatewayError {
  return new GatewayError('ADAPTER_UNDECODABLE', `GA/T 1400: ${what}`);
}
