import type { Command } from 'commander';
import { createProgram } from '../../src/cli/program.js';
import { withColourValue } from '../../src/cli/terminal/colour.js';
import { captureTerminal } from '../cli/capture-terminal.js';
import { documents, filesBelow } from './documents.js';
import { blocksOf } from './pages.js';

interface Line {
  readonly place: string;
  readonly text: string;
}

/** The lines of the blocks that a reader types into a shell. */
function typedLines(page: string): readonly Line[] {
  return blocksOf(page)
    .filter(({ language }) => ['', 'sh', 'console'].includes(language))
    .flatMap(({ code, line }) => code.split('\n').map((text, index) => ({ place: `${page}:${line + index}`, text })));
}

/** The words of each `gitops` in a line, up to what the shell takes: pipes, redirections, comments. */
function commandsIn(line: string): readonly (readonly string[])[] {
  return [
    ...line.matchAll(/(?:^|[$&|(] ?|npx (?:--yes )?)(?:cdk8s-)?gitops ((?:'[^']*'|"[^"]*"|[^'"|&;#()<>\n])+)/g),
  ].map(([, words]) =>
    [...words!.trim().matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
      ([, single, double, plain]) => single ?? double ?? plain!,
    ),
  );
}

/** What the command line says of it; nothing is run. */
async function complaintAbout(words: readonly string[]): Promise<string | undefined> {
  const program = createProgram({
    terminal: captureTerminal().terminal,
    signal: new AbortController().signal,
    finish: () => undefined,
  });
  disarm(program);
  try {
    await program.parseAsync([...withColourValue(words)], { from: 'user' });
    return undefined;
  } catch (error) {
    return String((error as Error).message);
  }
}

function disarm(command: Command): void {
  if (command.commands.length === 0) command.action(() => undefined);
  for (const child of command.commands) disarm(child);
}

/** A usage line of docs/cli.md, or help that was asked for. */
const NO_COMMAND = /\[options\]|<[a-z]+>|--help/;

test('every command that a page tells to type is one that the command line takes', async () => {
  const pages = [...documents(), ...filesBelow('test/scenarios', '.md')];
  const typed = pages.flatMap(typedLines).filter(({ text }) => !NO_COMMAND.test(text));

  const found = typed.flatMap(({ place, text }) => commandsIn(text).map((words) => ({ place, words })));
  const complaints = await Promise.all(
    found.map(async ({ place, words }) => {
      const complaint = await complaintAbout(words);
      return complaint === undefined ? [] : [`${place}: gitops ${words.join(' ')}: ${complaint}`];
    }),
  );

  expect(found.length).toBeGreaterThan(80);
  expect(complaints.flat()).toEqual([]);
});

test('a command that does not exist is told', async () => {
  expect(await complaintAbout(['sync', '--environmnt', 'prod'])).toContain("unknown option '--environmnt'");
  expect(await complaintAbout(['sync', '--timeout', 'soon'])).toContain("'soon' is invalid");
});
