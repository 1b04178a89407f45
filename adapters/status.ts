import type { Presence } from '../gateway/model/observation.ts';
import type { Adapter } from './adapter.ts';
import { parseJson } from './lib/json.ts';
import { invalid, NO_ENVELOPE, sharedOf } from './lib/reading.ts';
import { topicSuffix } from './lib/topic.ts';

const FIELDS = ['online', 'firmware', 'profile'];
const MAX_TEXT = 128;

/** Presence: `v1/{vendor}/{device}/status`, retained, also the last will. Its time is the arrival: a will has no clock. */
export const status: Adapter = {
  name: 'status',
  accepts: ({ topic }) => topicSuffix(topic) === 'status',
  decode(message, device) {
    // An empty retained message only takes the retained status away (MQTT 3.1.1 §3.3.1.3).
    if (message.payload.length === 0) return [];
    const body = parseJson(message.payload);
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      throw invalid('', 'must be an object {"online","firmware","profile"}');
    const { online, firmware, profile } = body as { online?: unknown; firmware?: unknown; profile?: unknown };
    for (const name of Object.keys(body))
      if (!FIELDS.includes(name))
        throw invalid(name.slice(0, 64), `is not a field of the contract (${FIELDS.join(', ')})`);
    if (typeof online !== 'boolean') throw invalid('online', 'must be true or false');
    const presence: Presence = {
      ...sharedOf(message, device, NO_ENVELOPE, 0),
      kind: 'status',
      online,
      ...textField('firmware', firmware),
      ...textField('profile', profile),
    };
    return [presence];
  },
};

function textField(name: 'firmware' | 'profile', value: unknown): { firmware?: string; profile?: string } {
  if (value === undefined) return {};
  if (typeof value === 'string' && value.length <= MAX_TEXT) return { [name]: value };
  throw invalid(name, `must be text of at most ${MAX_TEXT} characters`);
}
