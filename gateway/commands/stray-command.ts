import type { Command } from 'commander';

/** What asks for help instead of the command itself. */
const HELP = new Set(['--help', '-h', 'help']);

/**
 * The words of a command line, or of them only the commands down to the first that is none. Commander answers a request for help below
 * an unknown command with that of the last one it knows, as if nothing were wrong; without the request it refuses, and suggests another.
 */
export function withoutVainHelp(program: Command, words: readonly string[]): readonly string[] {
  const path: string[] = [];
  let current = program;
  for (const word of words.filter((each) => !HELP.has(each))) {
    // From here on they are options, or what a command works on.
    if (word.startsWith('-') || current.commands.length === 0) break;
    path.push(word);
    const next = current.commands.find((command) => command.name() === word || command.aliases().includes(word));
    if (!next) return path;
    current = next;
  }
  return words;
}
