import type { Login } from '../model/login.ts';
import { publishRight } from './mqtt-access.ts';
import { topicFault } from './mqtt-filter.ts';

/** A topic that leads into the inbox. */
export interface IngestRoute {
  /** The topic as the inbox has it. */
  readonly topic: string;
  /** Its names as the inbox encodes them. */
  readonly names: Buffer;
}

/** `broker`: everything else, also what the login may not publish. */
export type Route = IngestRoute | 'broker' | { readonly fault: string };

/** Where the PUBLISH topics of one connection lead: rights are looked up once for each topic. */
export interface Routes {
  /** Judges the topic `bytes[start, end)`. */
  find(bytes: Buffer, start: number, end: number): Route;
}

/** Topics remembered per connection; at the bound all are forgotten and looked up again. */
const MAX_TOPICS = 16;

export function createRoutes(
  login: Login,
  encode: (names: { vendor: string; device: string; topic: string }) => Buffer,
): Routes {
  const known = new Map<string, Route>();
  /** The topic of the last PUBLISH: devices mostly use one. */
  let lastTopic = Buffer.alloc(0);
  let last: Route = 'broker';

  const look = (topic: string): Route => {
    const right = publishRight(login, topic);
    if (right.to === 'ingest') return { topic: right.topic, names: encode(right) };
    if (right.to === 'feedback')
      return { topic: right.topic, names: encode({ vendor: 'feedback', device: right.orgCode, topic: right.topic }) };
    return 'broker';
  };

  return {
    find(bytes, start, end) {
      if (end - start === lastTopic.length && same(bytes, start, lastTopic)) return last;
      const fault = topicFault(bytes, start, end);
      if (fault) return { fault };
      const topic = bytes.toString('utf8', start, end);
      let route = known.get(topic);
      if (route === undefined) {
        route = look(topic);
        if (known.size >= MAX_TOPICS) known.clear();
        known.set(topic, route);
      }
      lastTopic = Buffer.from(bytes.subarray(start, end));
      last = route;
      return route;
    },
  };
}

/** Whether `bytes` holds `topic` at `start`; from the back, where topics of one device differ. */
function same(bytes: Buffer, start: number, topic: Buffer): boolean {
  for (let index = topic.length - 1; index >= 0; index--) if (bytes[start + index] !== topic[index]) return false;
  return topic.length > 0;
}
