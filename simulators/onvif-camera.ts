import {
  createMediaService,
  MEDIA_PATH,
  SNAPSHOT_PATH,
  simulatedPicture,
  VIDEO_CONFIGURATION,
  VIDEO_SOURCE,
} from './onvif/media-service.ts';
import type { SimulatedEvent } from './onvif/notification.ts';
import { createSimulatedDevice, type SimulatedDevice, type SimulatedDeviceOptions } from './onvif/simulated-device.ts';
import type { TopicDescription } from './onvif/topic-set.ts';

export interface CameraSimulatorOptions extends SimulatedDeviceOptions {
  /** Names of the watched fields. */
  readonly zones: readonly string[];
}

/** A simulated ONVIF camera (Profile S and T events) on loopback. */
export interface CameraSimulator extends SimulatedDevice {
  motion(active: boolean): void;
  /** Somebody enters or leaves a field; default: the first field, object 1. */
  intrusion(active: boolean, zone?: string, objectId?: string): void;
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
  { topic: 'RuleEngine/LineDetector/Crossed', property: false, source: TOKENS, data: { ObjectId: 'xs:integer' } },
  {
    topic: 'VideoSource/GlobalSceneChange/ImagingService',
    property: true,
    source: SOURCE,
    data: { State: 'xs:boolean' },
  },
  { topic: 'VideoSource/SignalLoss', property: true, source: SOURCE, data: { State: 'xs:boolean' } },
];

/** Creates a camera; it serves after `start`. */
export function createCameraSimulator(options: CameraSimulatorOptions): CameraSimulator {
  const { device, events } = createSimulatedDevice(options, {
    hardware: 'simulated camera',
    profiles: ['Streaming', 'T'],
    discoveryTypes: ['NetworkVideoTransmitter', 'Device'],
    topics: TOPICS,
    services: [
      {
        service: createMediaService(),
        listed: { uri: 'http://www.onvif.org/ver10/media/wsdl', path: MEDIA_PATH, capability: 'Media' },
      },
    ],
    files: { [SNAPSHOT_PATH]: () => ({ type: 'image/jpeg', bytes: simulatedPicture() }) },
  });

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

  const motion = (active: boolean) => events.publish(motionOf(active));
  const tamper = (active: boolean) => events.publish(videoState('GlobalSceneChange/ImagingService', active));
  const signalLoss = (active: boolean) => events.publish(videoState('SignalLoss', active));
  for (const state of [motion, tamper, signalLoss]) state(false);

  /** Objects inside a field, by field and object. */
  const objects = new Set<string>();

  return Object.assign(device, {
    motion,
    tamper,
    signalLoss,
    intrusion(active: boolean, zone = options.zones[0] ?? 'Field1', objectId = '1') {
      const inside = (value: boolean): SimulatedEvent => ({
        topic: 'RuleEngine/FieldDetector/ObjectsInside',
        source: { ...ANALYTICS, Rule: zone },
        key: { ObjectId: objectId },
        data: { IsInside: String(value) },
        property: true,
      });
      const object = JSON.stringify([zone, objectId]);
      if (objects.has(object) === active) return;
      if (active) {
        // An object begins to exist outside the field, and is gone for the camera once it left it.
        objects.add(object);
        events.publish(inside(false));
        events.publish(inside(true));
      } else {
        objects.delete(object);
        events.publish(inside(false));
        events.remove(inside(false));
      }
    },
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
