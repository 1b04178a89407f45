import { CONCRETE_SET, type Items } from './notification.ts';

/** A topic as GetEventProperties describes it: item names and their XML types. */
export interface TopicDescription {
  readonly topic: string;
  readonly property: boolean;
  readonly source: Items;
  readonly key?: Items;
  readonly data: Items;
}

interface Branch {
  readonly children: Map<string, Branch>;
  topic?: TopicDescription;
}

/** The content of GetEventPropertiesResponse: the topic set as a tree, each topic of the same root inside one element (WS-Topics). */
export function eventPropertiesXml(topics: readonly TopicDescription[]): string {
  const root: Branch = { children: new Map() };
  for (const topic of topics) {
    let branch = root;
    for (const segment of topic.topic.split('/')) {
      const next: Branch = branch.children.get(segment) ?? { children: new Map() };
      branch.children.set(segment, next);
      branch = next;
    }
    branch.topic = topic;
  }
  const tree = [...root.children].map(([name, branch]) => branchXml(`tns1:${name}`, branch)).join('');
  return (
    '<tev:TopicNamespaceLocation>http://www.onvif.org/onvif/ver10/topics/topicns.xml</tev:TopicNamespaceLocation>' +
    `<wsnt:FixedTopicSet>true</wsnt:FixedTopicSet><wstop:TopicSet>${tree}</wstop:TopicSet>` +
    `<wsnt:TopicExpressionDialect>${CONCRETE_SET}</wsnt:TopicExpressionDialect>` +
    '<wsnt:TopicExpressionDialect>http://docs.oasis-open.org/wsn/t-1/TopicExpression/Concrete</wsnt:TopicExpressionDialect>' +
    // A single empty URI: no content filters.
    '<tev:MessageContentFilterDialect></tev:MessageContentFilterDialect>' +
    '<tev:MessageContentSchemaLocation>http://www.onvif.org/onvif/ver10/schema/onvif.xsd</tev:MessageContentSchemaLocation>'
  );
}

function branchXml(name: string, { children, topic }: Branch): string {
  const inner = [...children].map(([child, next]) => branchXml(child, next)).join('');
  if (!topic) return `<${name} wstop:topic="false">${inner}</${name}>`;
  return `<${name} wstop:topic="true">${inner}${descriptionXml(topic)}</${name}>`;
}

function descriptionXml({ property, source, key, data }: TopicDescription): string {
  const group = (name: string, items: Items = {}) => {
    const described = Object.entries(items).map(
      ([item, type]) => `<tt:SimpleItemDescription Name="${item}" Type="${type}"/>`,
    );
    return described.length === 0 ? '' : `<tt:${name}>${described.join('')}</tt:${name}>`;
  };
  return `<tt:MessageDescription IsProperty="${property}">${group('Source', source)}${group('Key', key)}${group('Data', data)}</tt:MessageDescription>`;
}
