import { z } from 'zod';
import { GatewayError } from '../../gateway/errors.ts';
import { readYaml, type YamlProblem } from '../../gateway/yaml-file.ts';
import { topicSegments } from './onvif-topic.ts';

const word = z.string().min(1).max(256);
const words = z.array(word).min(1).max(32);
const code = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'must have 1 to 64 of a-z 0-9 _ and start with a letter');
const meaning = {
  signal: code,
  kind: z.enum(['state', 'enum', 'occurrence', 'counter', 'ignore']).default('state'),
  on: words.optional(),
  off: words.optional(),
  filled: z.boolean().default(false),
  codes: z.record(code, words).optional(),
  source: z.union([word, z.array(word).max(32)]).default('video'),
  rule: z.boolean().default(false),
  correlate: z.boolean().default(false),
  key: words.optional(),
  reason: z.boolean().default(false),
  data: z.record(code, word).default({}),
  personal: z.record(code, words).default({}),
};
const schema = z.strictObject({
  sources: z.record(code, words).default({}),
  rows: z.array(z.strictObject({ topic: z.union([word, words]), value: words.optional(), ...meaning })).default([]),
  items: z.array(z.strictObject({ item: word, ...meaning })).default([]),
});

type Row = z.output<typeof schema>['rows'][number];
type ItemRow = z.output<typeof schema>['items'][number];

/** What a topic means: a row of a map file. The files say what each field is for. */
export interface TopicMeaning extends Omit<Row, 'topic' | 'source' | 'value'> {
  /** Item names, the usual one first. */
  readonly source: readonly string[];
  /** Absent for an occurrence that needs none. */
  readonly value: readonly string[] | undefined;
}

/** What a topic means, and what of it came after the known part. */
export interface MatchedTopic {
  readonly meaning: TopicMeaning;
  /** Segments behind the known ones: a variant (`Credential`), a service or a rule name. */
  readonly rest: readonly string[];
}

/** The map of topics in force. */
export interface TopicMap {
  /** The rows for a topic; none when it is not known. Of a set of topics the first that is known counts. */
  matches(topic: string): readonly MatchedTopic[];
  /** What items of an unknown topic say of themselves. */
  byItems(names: Iterable<string>): readonly TopicMeaning[];
  /** Every signal that a row can bring forth, as event codes and channels are named. */
  readonly signals: ReadonlySet<string>;
}

interface Pattern {
  readonly meaning: TopicMeaning;
  readonly segments: readonly string[];
}

/** Topics whose matches are remembered; at the bound all are forgotten and matched anew. */
const MAX_REMEMBERED = 2_000;

/**
 * Reads map files and joins them: a later file adds rows, and replaces those of earlier files for the same topic. Throws
 * CITY_INVALID with file:line:column for the first thing that is wrong, unknown keys and unknown source lists included.
 */
export function loadTopicMap(files: readonly { readonly file: string; readonly text?: string }[]): TopicMap {
  const sources = new Map<string, readonly string[]>();
  const rows = new Map<string, readonly Pattern[]>();
  const items = new Map<string, TopicMeaning>();
  for (const source of files) {
    const file = readYaml(source, schema);
    const problem = file.problems[0];
    if (problem || !file.value) throw invalid(source.file, problem);
    for (const [name, list] of Object.entries(file.value.sources)) sources.set(name, list);
    const listOf = (named: Row['source'], index: number, part: 'rows' | 'items') => {
      const list = typeof named === 'string' ? sources.get(named) : named;
      if (list) return list;
      const { line, col } = file.at([part, index, 'source']);
      throw new GatewayError('CITY_INVALID', `${source.file}:${line}:${col}: there is no source list "${named}"`);
    };
    const own = new Map<string, Pattern[]>();
    for (const [index, row] of file.value.rows.entries()) {
      const meant = meaningOf(row, listOf(row.source, index, 'rows'));
      for (const topic of [row.topic].flat()) {
        const segments = topicSegments(topic.toLowerCase());
        const key = segments.join('/');
        own.set(key, [...(own.get(key) ?? []), { segments, meaning: meant }]);
      }
    }
    for (const [key, patterns] of own) rows.set(key, patterns);
    for (const [index, row] of file.value.items.entries())
      items.set(row.item.toLowerCase(), itemMeaning(row, listOf(row.source, index, 'items')));
  }
  return mapOf([...rows.values()].flat(), items);
}

function meaningOf({ topic: _, ...row }: Row, source: readonly string[]): TopicMeaning {
  const conditional = row.value !== undefined || row.on !== undefined || row.kind !== 'occurrence';
  return { ...row, source, value: row.value ?? (conditional ? ['State'] : undefined) };
}

function itemMeaning({ item, ...row }: ItemRow, source: readonly string[]): TopicMeaning {
  return { ...row, source, value: [item] };
}

function mapOf(patterns: readonly Pattern[], items: ReadonlyMap<string, TopicMeaning>): TopicMap {
  const remembered = new Map<string, readonly MatchedTopic[]>();
  const signals = new Set<string>();
  for (const { signal, codes } of [...patterns.map(({ meaning }) => meaning), ...items.values()])
    for (const name of codes ? Object.keys(codes) : [signal]) signals.add(name);
  return {
    signals,
    matches(topic) {
      const known = remembered.get(topic);
      if (known) return known;
      if (remembered.size >= MAX_REMEMBERED) remembered.clear();
      const found = topic
        .split('|')
        .reduce<readonly MatchedTopic[]>((matches, one) => (matches.length > 0 ? matches : match(patterns, one)), []);
      remembered.set(topic, found);
      return found;
    },
    byItems: (names) => [...names].flatMap((name) => items.get(name.toLowerCase()) ?? []),
  };
}

/**
 * A row matches wherever its segments stand together: devices double the root, wrap topics and append rule names. The
 * longest row wins, of equally long ones the one that stands last, and all rows of that topic apply.
 */
function match(patterns: readonly Pattern[], topic: string): readonly MatchedTopic[] {
  const segments = topicSegments(topic);
  const lower = segments.map((segment) => segment.toLowerCase());
  let best = -1;
  let matches: MatchedTopic[] = [];
  for (const { meaning, segments: pattern } of patterns) {
    const at = lower.findLastIndex((_, start) => pattern.every((segment, offset) => lower[start + offset] === segment));
    if (at < 0) continue;
    const rank = pattern.length * 1_000 + at;
    if (rank > best) matches = [];
    if (rank < best) continue;
    best = rank;
    matches.push({ meaning, rest: segments.slice(at + pattern.length) });
  }
  return matches;
}

function invalid(file: string, problem: YamlProblem | undefined): GatewayError {
  const { line = 1, col = 1, path = [], unknownKey, message = 'is empty' } = problem ?? {};
  const what =
    unknownKey === undefined
      ? `${path.join('.') || 'file'}: ${message}`
      : `${[...path, unknownKey].join('.')}: is not a known key`;
  return new GatewayError('CITY_INVALID', `${file}:${line}:${col}: ${what}`);
}
