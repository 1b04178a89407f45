import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The top of the repository, with a trailing slash. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A file of the repository: its path from the top, with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Files whose path from the top matches one of the globs, sorted. */
export function readSources(...globs: string[]): SourceFile[] {
  return globSync(globs, { cwd: ROOT })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.includes('node_modules/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(ROOT + path, 'utf8') }));
}

/** Strings before comments, so that `'http://…'` is no comment and a quote inside a comment opens no string. */
const TOKENS = /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|(\/\/[^\n]*|\/\*[\s\S]*?\*\/)/g;

/** The text without its comments. */
export function withoutComments(text: string): string {
  return text.replace(TOKENS, (_all, literal?: string) => literal ?? '');
}

/** The text without its comments and with every string and template emptied. */
export function withoutLiterals(text: string): string {
  return text.replace(TOKENS, (_all, literal?: string) => (literal ? "''" : ''));
}
