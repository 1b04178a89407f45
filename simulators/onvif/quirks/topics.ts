import { timeText } from '../../lab-clock.ts';
import type { Notification, WireItem } from '../notification.ts';
import type { Quirk, Turn } from './quirk.ts';

/** A topic such as `tns1:A/B/C` in the spellings of the field, by form. */
const SPELLINGS: Readonly<Record<string, (topic: string) => string>> = {
  'undeclared-prefix': (topic) => topic.replace('tns1:', 'tnsx:'),
  'prefix-everywhere': (topic) => topic.replaceAll('/', '/tns1:'),
  'no-prefix': (topic) => topic.replace('tns1:', ''),
  'trailing-slash': (topic) => `${topic}/`,
  subtree: (topic) => `${topic}//.`,
  'doubled-root': (topic) => `tns1:VideoSource/${topic}`,
  wrapper: (topic) => topic.replace('tns1:', 'tns1:VideoAnalytics/'),
  typo: (topic) => topic.replace('VideoSource/', 'VideoSoure/'),
  'rule-last': (topic) => `${topic}/Rule 1`,
};

/** What nobody's map knows, after what happened. */
const UNHEARD: Omit<Notification, 'utc'> = {
  ...{ topic: 'tns1:SimulatedVendor/NobodyKnows', operation: 'Changed' },
  ...{ source: [], key: [], data: [{ element: 'SimpleItem', name: 'Mood', value: 'fine' }] },
};

const SPELLINGS_OF: Readonly<Record<string, readonly string[]>> = {
  true: ['True', '1', 'TRUE', 'active', 'on', ' true '],
  false: ['False', '0', 'FALSE', 'inactive', 'off', ' false '],
};

/** A reading that says nothing: the state stays what it was. */
const mute = (notification: Notification, item: (data: WireItem) => WireItem[]): Notification => ({
  ...notification,
  data: notification.data.flatMap(item),
});

/** Times of the field, by form; `at` is the true one, epoch ms. */
const TIMES: Readonly<Record<string, (at: number) => string>> = {
  'no-zone': (at) => timeText(at).slice(0, 19),
  offset: (at) => `${timeText(at + 8 * 3_600_000).slice(0, 19)}+08:00`,
  space: (at) => timeText(at).replace('T', ' '),
  'negative-hour': (at) => timeText(at).replace(/T\d\d/, 'T-7'),
  'minute-61': (at) => timeText(at).replace(/:\d\d:/, ':61:'),
  american: (at) => timeText(at).replace(/^(\d+)-(\d+)-(\d+)/, '$2-$3-$1'),
  zeros: () => '0000-00-00T00:00:00Z',
  '1970': () => '1970-01-01T00:00:00Z',
  '2017': () => '2017-01-01T00:00:00Z',
  'hour-ahead': (at) => timeText(at + 3_600_000),
  empty: () => '',
};
/** Of a lease; a year ahead is what some devices promise. */
const LEASE_TIMES = [...Object.keys(TIMES), 'year-ahead'];

function leaseTime(turn: Turn, text: string): string {
  const form = turn.next();
  const at = Date.parse(text);
  return form === 'year-ahead' ? timeText(at + 365 * 86_400_000) : (TIMES[form]?.(at) ?? text);
}

/** Quirks of topics, items and times. */
export const TOPIC_QUIRKS: readonly Quirk[] = [
  {
    number: 21,
    title: 'topics in every spelling',
    does: 'writes prefixes wrongly, everywhere or not at all, ends topics oddly, puts them into others, misspells them, appends the rule; and tells of topics that nobody knows',
    forms: Object.keys(SPELLINGS),
    behave: (_, turn) => ({
      tell: (notification) => [
        { ...notification, topic: SPELLINGS[turn.next()]?.(notification.topic) ?? notification.topic },
        { ...UNHEARD, utc: notification.utc },
      ],
    }),
  },
  {
    number: 22,
    title: 'values in every spelling',
    does: 'writes booleans as True, 1, active …, items as SimpleItemDescription and in another order, and now and then a state of -3, an empty one, one without name and none at all',
    behave() {
      let told = 0;
      return {
        tell(notification) {
          told += 1;
          const spelled = (item: WireItem): WireItem => {
            const spellings = SPELLINGS_OF[item.value];
            return {
              ...item,
              element: told % 3 === 0 ? 'SimpleItemDescription' : item.element,
              value: spellings?.[told % spellings.length] ?? item.value,
            };
          };
          const real = {
            ...notification,
            source: notification.source.toReversed(),
            data: notification.data.map(spelled),
          };
          if (notification.operation !== 'Changed') return [real];
          return [
            mute(notification, (item) => [{ ...item, value: '-3' }]),
            mute(notification, (item) => [{ ...item, value: '' }]),
            mute(notification, ({ element }) => [{ element, value: 'nothing' }]),
            mute(notification, () => []),
            real,
          ];
        },
      };
    },
  },
  {
    number: 23,
    title: 'times in every spelling',
    does: 'writes times of events and leases without zone, with an offset, as 1970, with minute 61, an hour or a year ahead …',
    forms: LEASE_TIMES,
    behave: (_, turn) => ({
      tell(notification) {
        const spelled = TIMES[turn.next()]?.(Date.parse(notification.utc));
        return [spelled === undefined ? notification : { ...notification, utc: spelled }];
      },
      async call(request, next) {
        const answer = await next(request);
        return answer.replace(
          /<(\w+:(?:CurrentTime|TerminationTime))>([^<]*)</g,
          (_, name: string, text: string) => `<${name}>${leaseTime(turn, text)}<`,
        );
      },
    }),
  },
];
