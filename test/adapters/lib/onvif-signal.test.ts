import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadTopicMap } from '../../../adapters/lib/onvif-map.ts';
import { readNotification } from '../../../adapters/lib/onvif-notification.ts';
import { interpret } from '../../../adapters/lib/onvif-signal.ts';
import { ONVIF_MAPS, onvifTopics } from '../../../adapters/onvif.ts';
import { GatewayError } from '../../../gateway/errors.ts';
import type { Happening } from '../../../gateway/model/observation.ts';
import { fixtureDevice, rawMessage } from '../../support/adapter-fixtures.ts';

const map = onvifTopics();
const pseudonym = (kind: string, value: string) =>
  createHmac('sha256', 'site key').update(`${kind}:${value}`).digest('base64url').slice(0, 16);
const item = (name: string, value: string) => `<SimpleItem Name="${name}" Value="${value}"/>`;

/** What a notification comes to, as happenings. */
function told(
  topic: string,
  data: string,
  more: { source?: string; operation?: string; retain?: boolean; key?: boolean } = {},
) {
  const { source = '', operation = 'Changed', retain = false, key = true } = more;
  const text =
    `<NotificationMessage><Topic Dialect="x">tns1:${topic}</Topic><Message><Message UtcTime="2026-03-01T00:00:00Z" PropertyOperation="${operation}">` +
    `<Source>${source}</Source><Data>${data}</Data></Message></Message></NotificationMessage>`;
  const [notification] = readNotification(Buffer.from(text));
  if (!notification) throw new Error('nothing read');
  const site = key ? { map, pseudonym } : { map };
  return interpret(notification, rawMessage({ text, transport: 'onvif-pull', retain }), fixtureDevice(), site)
    .observations as readonly Happening[];
}

describe('personal items', () => {
  const CREDENTIAL =
    item('CredentialToken', 'CRED-7') +
    item('CredentialHolderName', 'Test Holder') +
    item('Card', '00007352') +
    item('Reason', 'InvalidPIN');

  it('leave as the same pseudonym for the same person, and in no other form', () => {
    const [first] = told('AccessControl/Denied/Credential', CREDENTIAL);
    const [second] = told('AccessControl/Denied/Credential', CREDENTIAL);
    expect(first?.data).toEqual({
      reason: 'InvalidPIN',
      credential: pseudonym('credential', 'CRED-7'),
      holder: pseudonym('holder', 'Test Holder'),
      card: pseudonym('card', '00007352'),
    });
    expect(second?.data).toEqual(first?.data);
    expect(JSON.stringify(first)).not.toMatch(/Test Holder|7352|CRED-7/);
  });

  it('do not leave at all without a site key', () => {
    expect(told('AccessControl/Denied/Credential', CREDENTIAL, { key: false })[0]?.data).toEqual({
      reason: 'InvalidPIN',
    });
  });

  it('are found in elements, too', () => {
    const plate =
      '<ElementItem Name="LicensePlateInfo"><X><PlateNumber Likelihood="0.9">TEST001</PlateNumber></X></ElementItem>';
    const [read] = told('RuleEngine/Recognition/LicensePlate', plate, { operation: '' });
    expect(read).toMatchObject({ code: 'plate_read', data: { plate: pseudonym('plate', 'TEST001'), likelihood: 0.9 } });
    expect(JSON.stringify(read)).not.toContain('TEST001');
  });

  it('make a recognised face somebody, and nobody in particular', () => {
    const face = item('EnrollmentID', 'E-1') + item('Label', 'Test Holder') + item('Likelihood', '0.87');
    expect(told('RuleEngine/Recognition/Face', face, { operation: '' })[0]).toMatchObject({
      ...{ code: 'face_recognized', stateful: false },
      data: { subject: pseudonym('subject', 'E-1'), likelihood: 0.87 },
    });
  });
});

describe('access control', () => {
  const point = { source: item('AccessPointToken', 'AP1'), operation: '' };
  const door = { source: item('DoorToken', 'Door1') };
  const codes = (list: readonly Happening[]) => list.map(({ code, active }) => `${code}${active ? '+' : '-'}`);

  it.each([
    ['AccessControl/AccessGranted/Credential', '', ['access_granted+']],
    ['AccessControl/AccessTaken/Credential', '', ['access_taken+']],
    ['AccessControl/AccessNotTaken/Anonymous', '', ['access_not_taken+']],
    ['AccessControl/Denied/Identifier', '', ['access_denied+']],
    ['AccessControl/Duress', '', ['duress+']],
    ['AccessControl/Request/Credential', '', ['access_requested+']],
    ['Credential/State/ApbViolation', item('ApbViolation', 'true'), ['anti_passback+']],
    ['Credential/State/ApbViolation', item('ApbViolation', 'false'), []],
    ['Credential/State/Enabled', item('State', 'true'), []],
  ])('%s is told as it happens', (topic, data, expected) => {
    expect(codes(told(topic, data, point))).toEqual(expected);
  });

  it.each(['CredentialLost', 'CredentialStolen', 'CredentialLockedOut'])('a credential is disabled: %s', (reason) => {
    const data = item('State', 'false') + item('Reason', `pt:${reason}`);
    expect(told('Credential/State/Enabled', data, { operation: '' })[0]).toMatchObject({
      code: 'credential_disabled',
      data: { reason },
    });
  });

  it.each([
    ['DoorAlarm', 'DoorForcedOpen', ['door_forced_open+', 'door_open_too_long-']],
    ['DoorAlarm', 'DoorOpenTooLong', ['door_open_too_long+', 'door_forced_open-']],
    ['DoorAlarm', 'Normal', ['door_forced_open-', 'door_open_too_long-']],
    ['DoorTamper', 'TamperDetected', ['door_tamper+']],
    ['DoorFault', 'FaultDetected', ['door_fault+']],
    ['DoorFault', 'Unknown', []],
  ])('%s %s: what begins goes before what ends', (topic, state, expected) => {
    expect(codes(told(`Door/State/${topic}`, item('State', state), door))).toEqual(expected);
  });

  it('tells the lock and the door as values of their own', () => {
    expect(told('Door/State/LockPhysicalState', item('State', 'Unlocked'), door)).toMatchObject([
      { kind: 'value', channel: 'lock_state.Door1', value: 'Unlocked' },
    ]);
  });
});

describe('a baseline', () => {
  const baseline = (operation: string, retain: boolean, topic = 'VideoSource/MotionAlarm') =>
    told(topic, item('State', 'true'), { operation, retain })[0]?.baseline;
  it('is a state that was there before, and an occurrence that is repeated', () => {
    expect(baseline('Initialized', true)).toBe(true);
    expect(baseline('Initialized', false)).toBe(false);
    expect(baseline('Changed', false)).toBe(false);
    expect(baseline('Initialized', false, 'RuleEngine/LineDetector/Crossed')).toBe(true);
  });
});

describe('map files', () => {
  const load = (text: string) =>
    loadTopicMap(
      [
        { file: 'standard', text: '' },
        { file: 'own.yaml', text },
      ].slice(1),
    );
  const refusal = (text: string) => {
    try {
      load(text);
      return 'read';
    } catch (error) {
      return error instanceof GatewayError ? error.detail : String(error);
    }
  };

  it('know every topic of the specifications', () => {
    const unknown = [
      ...['VideoSource/MotionAlarm', 'RuleEngine/CellMotionDetector/Motion', 'RuleEngine/MotionRegionDetector/Motion'],
      ...[
        'RuleEngine/FieldDetector/ObjectsInside',
        'RuleEngine/LineDetector/Crossed',
        'RuleEngine/TamperDetector/Tamper',
      ],
      ...['RuleEngine/LoiteringDetector/ObjectIsLoitering', 'RuleEngine/CountAggregation/Counter'],
      ...[
        'RuleEngine/CountAggregation/OccupancyCounter',
        'RuleEngine/ObjectDetection/Object',
        'RuleEngine/ObjectTrack/Aggregation',
      ],
      ...[
        'RuleEngine/ObjectAbandoned',
        'RuleEngine/ObjectRemoved',
        'RuleEngine/Recognition/Face',
        'RuleEngine/Recognition/LicensePlate',
      ],
      ...[
        'RuleEngine/AudioDetector/Class',
        'AudioAnalytics/Audio/DetectedSound',
        'RuleEngine/Radiometry/TemperatureAlarm',
      ],
      ...[
        'VideoSource/GlobalSceneChange/AnalyticsService',
        'VideoSource/ImageTooDark/ImagingService',
        'VideoSource/SignalLoss',
      ],
      ...[
        'VideoSource/ImageTooBright/RecordingService',
        'VideoSource/ImageTooBlurry/ImagingService',
        'VideoSource/ImpairedVisibility',
      ],
      ...['Device/Trigger/DigitalInput', 'Device/Trigger/Relay', 'Device/HardwareFailure/FanFailure'],
      ...['Device/HardwareFailure/PowerSupplyFailure', 'Device/HardwareFailure/StorageFailure'],
      ...[
        'Device/HardwareFailure/TemperatureCritical',
        'Device/Sensor/Temperature/High',
        'Device/Sensor/RelativeHumidity/Low',
      ],
      ...[
        'Device/SecurityPolicy/AuthFailed',
        'Monitoring/ProcessorUsage',
        'Monitoring/OperatingTime/LastReboot',
        'RecordingConfig/JobState',
      ],
      ...[
        'AccessControl/AccessGranted/Anonymous',
        'AccessControl/AccessTaken/Identifier',
        'AccessControl/AccessNotTaken/Credential',
      ],
      ...['AccessControl/Denied/CredentialNotFound/Card', 'AccessControl/Duress', 'AccessControl/Request/Timeout'],
      ...[
        'AccessPoint/State/Enabled',
        'AccessPoint/State/SecurityLevel',
        'Door/State/DoorMode',
        'Door/State/DoorPhysicalState',
      ],
      ...[
        'Door/State/LockPhysicalState',
        'Door/State/DoubleLockPhysicalState',
        'Door/State/DoorAlarm',
        'Door/State/DoorTamper',
      ],
      ...[
        'Door/State/DoorFault',
        'Credential/State/Enabled',
        'Credential/State/ApbViolation',
        'Configuration/Door/Changed',
        'Schedule/State/Active',
      ],
    ].filter((topic) => map.matches(`tns1:${topic}`).length === 0);
    expect(unknown).toEqual([]);
  });

  it('of an operator add topics and replace what they say of one', () => {
    const own = loadTopicMap([
      ...ONVIF_MAPS.map((file) => ({ file })),
      {
        file: 'own.yaml',
        text: 'rows:\n  - { topic: Weather/Rain, signal: rain }\n  - { topic: VideoSource/MotionAlarm, signal: movement }\n',
      },
    ]);
    expect(own.matches('tns1:Weather/acme:Rain').map(({ meaning }) => meaning.signal)).toEqual(['rain']);
    expect(own.matches('tns1:VideoSource/MotionAlarm').map(({ meaning }) => meaning.signal)).toEqual(['movement']);
    expect(map.matches('tns1:Weather/Rain')).toEqual([]);
  });

  it.each([
    ['rows:\n  - { topic: A, signal: a, colour: red }\n', 'own.yaml:2:28: rows.0.colour: is not a known key'],
    ['rows:\n  - { topic: A, signal: a, source: nowhere }\n', 'own.yaml:2:28: there is no source list "nowhere"'],
    [
      'sources: { video: [A] }\nrows:\n  - { topic: A, signal: Upper }\n',
      /own\.yaml:3:\d+: rows\.0\.signal: must have/,
    ],
  ])('with a mistake are refused with its place', (text, expected) => {
    expect(refusal(text)).toMatch(expected);
  });
});
