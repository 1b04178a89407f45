import { CONCRETE_SET } from './notification.ts';
import { notificationFault } from './notification-fault.ts';
import { escapeText, type XmlNode } from './xml.ts';

/** Whether a topic (below the ONVIF namespace) is wanted. */
export type TopicFilter = (topic: string) => boolean;

const DIALECTS = new Set([CONCRETE_SET, 'http://docs.oasis-open.org/wsn/t-1/TopicExpression/Concrete']);

/**
 * The filter of a subscription by topic (Core 9.6.3): `|` between alternatives, `//.` behind one for all below it. Without a
 * Filter everything is wanted. Throws the faults of WS-BaseNotification for another dialect and for a content filter.
 */
export function topicFilterOf(filter: XmlNode | undefined, now: number): TopicFilter {
  const expressions: string[][] = [];
  for (const part of filter?.children ?? []) {
    if (part.name === 'MessageContent')
      throw notificationFault('InvalidMessageContentExpressionFault', 'content filters are not supported', now);
    if (part.name !== 'TopicExpression')
      throw notificationFault('InvalidFilterFault', `${part.name} is not a filter`, now, unknownFilterXml(part));
    if (!DIALECTS.has(part.attributes['Dialect'] ?? ''))
      throw notificationFault('TopicExpressionDialectUnknownFault', 'the dialect is not known', now);
    expressions.push(part.text.split('|').map((each) => withoutPrefixes(each.trim())));
  }
  return (topic) =>
    expressions.every((alternatives) =>
      alternatives.some((each) =>
        each.endsWith('//.') ? `${topic}/`.startsWith(`${each.slice(0, -3)}/`) : topic === each,
      ),
    );
}

function unknownFilterXml({ name, uri }: XmlNode): string {
  return `<wsnt:UnknownFilter xmlns:f="${escapeText(uri)}">f:${name}</wsnt:UnknownFilter>`;
}

function withoutPrefixes(expression: string): string {
  return expression.replace(/(^|\/)[A-Za-z_][\w.-]*:/g, '$1');
}
