import type { Items } from './notification.ts';
import type { TopicDescription } from './topic-set.ts';

/** The states of a door and the topics that tell them (Door Control service specification 6.2). */
export const DOOR_TOPICS = [
  ['mode', 'DoorMode'],
  ['physical', 'DoorPhysicalState'],
  ['lock', 'LockPhysicalState'],
  ['alarm', 'DoorAlarm'],
  ['tamper', 'DoorTamper'],
  ['fault', 'DoorFault'],
] as const;

const POINT: Items = { AccessPointToken: 'pt:ReferenceToken' };
const EXTERNAL: Items = { External: 'xs:boolean' };
const REASON: Items = { Reason: 'xs:string' };
const CREDENTIAL: Items = { CredentialToken: 'pt:ReferenceToken', CredentialHolderName: 'xs:string' };
const IDENTIFIER: Items = { IdentifierType: 'xs:string', FormatType: 'xs:string', IdentifierValue: 'xs:hexBinary' };

const variants = (topic: string, more: Items = {}): TopicDescription[] =>
  Object.entries({ Anonymous: {}, Credential: CREDENTIAL, Identifier: IDENTIFIER }).map(([variant, who]) => ({
    ...{ topic: `AccessControl/${topic}/${variant}`, property: false, source: POINT },
    data: { ...EXTERNAL, ...who, ...more },
  }));

/** What an access controller can tell (Access Control 6, Door Control 6.2 and Credential 6.3 service specifications). */
export const PACS_TOPICS: readonly TopicDescription[] = [
  ...DOOR_TOPICS.map(([, name]) => ({
    topic: `Door/State/${name}`,
    property: true,
    source: { DoorToken: 'pt:ReferenceToken' },
    data: { State: `tdc:${name}`, ...(name === 'DoorFault' ? REASON : {}) },
  })),
  ...variants('AccessGranted'),
  ...variants('AccessTaken'),
  ...variants('AccessNotTaken'),
  ...variants('Denied', REASON),
  ...[IDENTIFIER, { Card: 'xs:string' }].map((data, index) => ({
    ...{
      topic: `AccessControl/Denied/CredentialNotFound${index === 1 ? '/Card' : ''}`,
      property: false,
      source: POINT,
    },
    data,
  })),
  { topic: 'AccessControl/Duress', property: false, source: POINT, data: { ...CREDENTIAL, ...REASON } },
  { topic: 'AccessPoint/State/Enabled', property: true, source: POINT, data: { State: 'xs:boolean' } },
  {
    ...{ topic: 'Credential/State/Enabled', property: false, source: { CredentialToken: 'pt:ReferenceToken' } },
    data: { State: 'xs:boolean', ...REASON, ClientUpdated: 'xs:boolean' },
  },
  {
    ...{ topic: 'Credential/State/ApbViolation', property: false, source: { CredentialToken: 'pt:ReferenceToken' } },
    data: { ApbViolation: 'xs:boolean', ClientUpdated: 'xs:boolean' },
  },
];
