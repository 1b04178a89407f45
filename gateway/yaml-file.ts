import { readFileSync } from 'node:fs';
import { isCollection, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type ErrorCode, GatewayError } from './errors.ts';

/**
 * Reads a YAML file and checks it against a schema. Every problem is one line `file:line:column: what`; all problems of a
 * file are reported together under `code`.
 */
export function readYamlFile<T extends z.ZodType>(file: string, schema: T, code: ErrorCode): z.output<T> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new GatewayError(code, `${file}: ${(cause as Error).message}`, { cause });
  }
  return parseYaml(file, text, schema, code);
}

/** The same for text already read; `file` only names it in messages. */
export function parseYaml<T extends z.ZodType>(file: string, text: string, schema: T, code: ErrorCode): z.output<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const where = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0)
    throw new GatewayError(
      code,
      document.errors.map((error) => `${where(error.pos[0])}: ${error.message.split('\n')[0]}`).join('\n'),
    );

  const offsetOf = (path: readonly PropertyKey[]): number => {
    // The deepest node of the path that exists; for a missing key that is its parent.
    for (let depth = path.length; depth >= 0; depth--) {
      const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
      const range = (node as Node | undefined)?.range;
      if ((isScalar(node) || isCollection(node)) && range) return keyOffset(document, path.slice(0, depth)) ?? range[0];
    }
    return 0;
  };

  const result = schema.safeParse(document.toJS() ?? {});
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const at = 'keys' in issue ? [...issue.path, (issue.keys as string[])[0] as string] : issue.path;
    const name = issue.path.map(String).join('.');
    const what = issue.code === 'unrecognized_keys' ? `unknown key ${issue.keys.join(', ')}` : issue.message;
    return `${where(offsetOf(at))}: ${name ? `${name}: ` : ''}${what}`;
  });
  throw new GatewayError(code, problems.join('\n'));
}

/** Offset of the key (rather than its value) that a path ends in. */
function keyOffset(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number | undefined {
  const last = path.at(-1);
  if (typeof last !== 'string') return undefined;
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isCollection(parent)) return undefined;
  for (const item of parent.items) {
    const key = (item as { key?: unknown }).key;
    if (isScalar(key) && key.value === last) return key.range?.[0];
  }
  return undefined;
}
