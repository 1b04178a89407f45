import type { Notification, WireItem } from '../notification.ts';
import type { Quirk } from './quirk.ts';

const LIVE_PROPERTIES = 200;
const OFF = new Set(['false', '0', 'inactive', 'Normal', 'NotInTamper', 'NotInFault']);

const isOff = ({ operation, data }: Notification) =>
  operation === 'Deleted' || (operation === 'Changed' && data.length > 0 && data.every(({ value }) => OFF.has(value)));

const renamed = (items: readonly WireItem[], names: Readonly<Record<string, string>>) =>
  items.map((item) => (item.name !== undefined && names[item.name] ? { ...item, name: names[item.name] ?? '' } : item));

/** The same movement as the other topic tells it, undefined for anything else. */
function doubleOf(notification: Notification): Notification | undefined {
  if (notification.topic !== 'tns1:RuleEngine/CellMotionDetector/Motion') return undefined;
  const source = notification.source.filter(({ name }) => name === 'VideoSourceConfigurationToken');
  return {
    ...notification,
    topic: 'tns1:VideoSource/MotionAlarm',
    source: renamed(source, { VideoSourceConfigurationToken: 'Source' }),
    data: renamed(notification.data, { IsMotion: 'State' }),
  };
}

/** Quirks that make storms, and events that are missing or come twice. */
export const STORM_QUIRKS: readonly Quirk[] = [
  {
    number: 13,
    title: 'bursts of Initialized',
    does: `has ${LIVE_PROPERTIES} more states, and repeats all of them with every fifth pull, not only at the begin of a subscription`,
    behave(peer) {
      for (let index = 1; index <= LIVE_PROPERTIES; index += 1)
        peer.publish({
          topic: 'Device/Trigger/DigitalInput',
          source: { InputToken: `Input_${index}` },
          data: { LogicalState: 'false' },
          property: true,
        });
      let pulls = 0;
      return {
        call(request, next) {
          if (request.operation === 'PullMessages') {
            pulls += 1;
            if (pulls % 5 === 0) peer.repeatStates();
          }
          return next(request);
        },
      };
    },
  },
  {
    number: 14,
    title: 'everything is labelled Initialized',
    does: 'labels changes and occurrences Initialized, too',
    behave: () => ({
      tell: (notification) => [
        notification.operation === 'Deleted' ? notification : { ...notification, operation: 'Initialized' },
      ],
    }),
  },
  {
    number: 15,
    title: 'one movement on two topics',
    does: 'tells movement as CellMotionDetector/Motion and as MotionAlarm in the same second',
    behave: () => ({
      tell(notification) {
        const double = doubleOf(notification);
        return double ? [notification, double] : [notification];
      },
    }),
  },
  {
    number: 16,
    title: 'off never comes',
    does: 'tells that something began and never that it is over',
    behave: () => ({ tell: (notification) => (isOff(notification) ? [] : [notification]) }),
  },
  {
    number: 17,
    title: 'no Initialized at all',
    does: 'a new subscription begins with nothing; the first word of a state is its first change',
    settings: () => ({ tellsStates: false }),
    behave: () => ({
      tell: (notification) => [
        notification.operation === 'Initialized' ? { ...notification, operation: 'Changed' } : notification,
      ],
    }),
  },
  {
    number: 18,
    title: 'old messages come again',
    does: 'tells the last twenty notifications again to every new subscription, or the last five with every pull for ever',
    forms: ['after-reconnect', 'endless'],
    behave: (peer, { form = 'after-reconnect' }) => ({
      async call(request, next) {
        if (request.operation === 'CreatePullPointSubscription' && form === 'after-reconnect') {
          const answer = await next(request);
          peer.replay(20);
          return answer;
        }
        if (request.operation === 'PullMessages' && form === 'endless') {
          peer.replay(5);
          await peer.machine.wait(1_000, request.gone);
        }
        return next(request);
      },
    }),
  },
  {
    number: 19,
    title: 'objects vanish without a word of their state',
    does: 'gives every object a new number, and ends its state by Deleted without Data only',
    behave() {
      /** The number an object has while it lasts, by the one it was given; as many as there are objects in the scene. */
      const numbers = new Map<string, string>();
      let last = 7_000;
      return {
        tell(notification) {
          const { key, operation } = notification;
          const given = key.find(({ name }) => name === 'ObjectId')?.value;
          if (given === undefined) return [notification];
          const id = JSON.stringify([notification.topic, notification.source, given]);
          if (!numbers.has(id)) last += 1;
          const number = numbers.get(id) ?? String(last);
          numbers.set(id, number);
          if (operation === 'Deleted') numbers.delete(id);
          if (operation === 'Changed' && isOff(notification)) return [];
          return [{ ...notification, key: key.map((item) => ({ ...item, value: number })) }];
        },
      };
    },
  },
  {
    number: 20,
    title: 'a backlog comes after an outage',
    does: 'keeps what happens while nobody is subscribed and tells it, with its old times, to the next subscriber',
    settings: () => ({ keepsBacklog: true }),
  },
];
