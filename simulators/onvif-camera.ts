import {
  createMediaService,
  MEDIA_PATH,
  SNAPSHOT_PATH,
  VIDEO_CONFIGURATION,
  VIDEO_SOURCE,
} from './onvif/media-service.ts';
import type { SimulatedEvent } from './onvif/notification.ts';
import { renderScene } from './onvif/picture.ts';
import { createSimulatedDevice, type SimulatedDevice, type SimulatedDeviceOptions } from './onvif/simulated-device.ts';
import type { TopicDescription } from './onvif/topic-set.ts';

export interface CameraSimulatorOptions extends SimulatedDeviceOptions {
  /** Names of the watched fields. */
  readonly zones: readonly string[];
}

/** A simulated ONVIF camera (Profile S, T and M events) on loopback, with a picture of what is before it. */
export interface CameraSimulator extends SimulatedDevice {
  motion(active: boolean): void;
  /** Somebody enters or leaves a field; default: the first field, object 1. */
  intrusion(active: boolean, zone?: string, objectId?: string): void;
  /** Somebody stays in a field for too long, or no longer does. */
  loitering(active: boolean, zone?: string, objectId?: string): void;
  /** A contact at one of its inputs. */
  digitalInput(active: boolean, input?: string): void;
  lineCrossed(objectId?: string): void;
  tamper(active: boolean): void;
  signalLoss(active: boolean): void;
}

const ANALYTICS = {
  VideoSourceConfigurationToken: VIDEO_CONFIGURATION,
  VideoAnalyticsConfigurationToken: 'Analytics_1',
};
const TOKENS = {
  VideoSourceConfigurationToken: 'tt:ReferenceToken',
  VideoAnalyticsConfigurationToken: 'tt:ReferenceToken',
  Rule: 'xs:string',
};
const SOURCE = { Source: 'tt:ReferenceToken' };

const TOPICS: readonly TopicDescription[] = [
  { topic: 'RuleEngine/CellMotionDetector/Motion', property: true, source: TOKENS, data: { IsMotion: 'xs:boolean' } },
  {
    topic: 'RuleEngine/FieldDetector/ObjectsInside',
    property: true,
    source: TOKENS,
    key: { ObjectId: 'xs:integer' },
    data: { IsInside: 'xs:boolean' },
  },
  {
    topic: 'RuleEngine/LoiteringDetector/ObjectIsLoitering',
    property: true,
    source: TOKENS,
    key: { ObjectId: 'xs:integer' },
    data: { State: 'xs:boolean' },
  },
  { topic: 'RuleEngine/LineDetector/Crossed', property: false, source: TOKENS, data: { ObjectId: 'xs:integer' } },
  {
    topic: 'VideoSource/GlobalSceneChange/ImagingService',
    property: true,
    source: SOURCE,
    data: { State: 'xs:boolean' },
  },
  { topic: 'VideoSource/SignalLoss', property: true, source: SOURCE, data: { State: 'xs:boolean' } },
  {
    topic: 'Device/Trigger/DigitalInput',
    property: true,
    source: { InputToken: 'tt:ReferenceToken' },
    data: { LogicalState: 'xs:boolean' },
  },
];

const motionOf = (active: boolean): SimulatedEvent => ({
  topic: 'RuleEngine/CellMotionDetector/Motion',
  source: { ...ANALYTICS, Rule: 'MotionDetector' },
  data: { IsMotion: String(active) },
  property: true,
});
const videoState = (topic: string, active: boolean): SimulatedEvent => ({
  topic: `VideoSource/${topic}`,
  source: { Source: VIDEO_SOURCE },
  data: { State: String(active) },
  property: true,
});
/** A state of one object in one field. */
const objectState = (topic: string, item: string, { zone, object }: { zone: string; object: string }) => {
  const state = (value: boolean): SimulatedEvent => ({
    topic: `RuleEngine/${topic}`,
    source: { ...ANALYTICS, Rule: zone },
    key: { ObjectId: object },
    data: { [item]: String(value) },
    property: true,
  });
  return state;
};

/** Creates a camera; it serves after `start`. */
export function createCameraSimulator(options: CameraSimulatorOptions): CameraSimulator {
  const { device, events } = createSimulatedDevice(options, {
    hardware: 'simulated camera',
    profiles: ['Streaming', 'T', 'M'],
    discoveryTypes: ['NetworkVideoTransmitter', 'Device'],
    topics: TOPICS,
    services: [
      {
        service: createMediaService(),
        listed: { uri: 'http://www.onvif.org/ver10/media/wsdl', path: MEDIA_PATH, capability: 'Media' },
      },
    ],
    files: { [SNAPSHOT_PATH]: () => ({ type: 'image/jpeg', bytes: renderScene(scene()) }) },
  });

  const shown = { motion: false, tampered: false, lost: false };
  const motion = (active: boolean) => {
    shown.motion = active;
    events.publish(motionOf(active));
  };
  const tamper = (active: boolean) => {
    shown.tampered = active;
    events.publish(videoState('GlobalSceneChange/ImagingService', active));
  };
  const signalLoss = (active: boolean) => {
    shown.lost = active;
    events.publish(videoState('SignalLoss', active));
  };
  for (const state of [motion, tamper, signalLoss]) state(false);

  /** Objects inside each field. */
  const inside = new Map<string, Set<string>>(options.zones.map((zone) => [zone, new Set()]));
  const scene = () => ({
    ...{ name: options.name, at: options.now(), ...shown },
    zones: [...inside].map(([name, objects]) => ({ name, objects: [...objects] })),
  });
  const firstZone = options.zones[0] ?? 'Field1';

  return Object.assign(device, {
    motion,
    tamper,
    signalLoss,
    intrusion(active: boolean, zone = firstZone, objectId = '1') {
      const state = objectState('FieldDetector/ObjectsInside', 'IsInside', { zone, object: objectId });
      const objects = inside.get(zone) ?? new Set();
      inside.set(zone, objects);
      if (objects.has(objectId) === active) return;
      if (active) {
        // An object begins to exist outside the field, and is gone for the camera once it left it.
        objects.add(objectId);
        events.publish(state(false));
        events.publish(state(true));
      } else {
        objects.delete(objectId);
        events.publish(state(false));
        events.remove(state(false));
      }
    },
    loitering(active: boolean, zone = firstZone, objectId = '1') {
      const state = objectState('LoiteringDetector/ObjectIsLoitering', 'State', { zone, object: objectId });
      events.publish(state(false));
      if (active) events.publish(state(true));
      else events.remove(state(false));
    },
    digitalInput: (active: boolean, input = 'Input_1') =>
      events.publish({
        topic: 'Device/Trigger/DigitalInput',
        source: { InputToken: input },
        data: { LogicalState: String(active) },
        property: true,
      }),
    lineCrossed(objectId = '1') {
      events.publish({
        topic: 'RuleEngine/LineDetector/Crossed',
        source: { ...ANALYTICS, Rule: 'Line1' },
        data: { ObjectId: objectId },
        property: false,
      });
    },
  });
}
