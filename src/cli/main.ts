import { CommanderError } from 'commander';
import { GitopsError } from '../errors.js';
import type { Cli } from './cli.js';
import { helpWords } from './command/help-words.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { explainTemporaryFolder } from './loading/explain-temporary-folder.js';
import { createProgram } from './program.js';
import { printError } from './reports/print-error.js';
import { wantsColour, withColourValue } from './terminal/colour.js';
import { guardTerminal } from './terminal/guard-terminal.js';
import type { Terminal } from './terminal/terminal.js';

/**
 * The command line: arguments in, exit code out.
 *
 * Never throws and never ends the process; what it prints goes to the terminal it was given.
 *
 * @param argv the arguments after `node gitops`
 */
export async function main(argv: readonly string[], given: Terminal, signal: AbortSignal): Promise<ExitCode> {
  const coloured = withColourValue(argv);
  const colour = wantsColour(coloured, given.colour);
  const terminal = guardTerminal({ ...given, colour });
  let code: ExitCode = EXIT.done;
  const cli: Cli = { terminal, signal, finish: (finished) => (code = finished) };
  const program = createProgram(cli, argv.includes('--all'));
  try {
    if (argv.length === 0) program.help();
    await program.parseAsync(helpWords(program, coloured), { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
    const shown = explainTemporaryFolder(error);
    if (wantsJson(argv)) {
      const { documentLine } = await import('./reports/document-line.js');
      const { errorDocument } = await import('./reports/error-document.js');
      terminal.out(documentLine(errorDocument(shown)));
    }
    terminal.err(printError(shown, { colour, debug: argv.includes('--debug'), directory: terminal.directory }));
    return exitCodeOf(shown);
  }
}

function exitCodeOf(error: unknown): ExitCode {
  if (!GitopsError.is(error)) return EXIT.error;
  if (error.code === 'CLI_USAGE') return EXIT.usage;
  return [error, ...error.problems].some((problem) => problem.code === 'INTERRUPTED') ? EXIT.interrupted : EXIT.error;
}

/**
 * As commander reads it: `--output json`, `--output=json`, `-o json`, `-ojson`. Errors of parsing need it
 * before the options are known.
 */
function wantsJson(argv: readonly string[]): boolean {
  return argv.some(
    (word, index) =>
      word === '--output=json' || word === '-ojson' || (/^(--output|-o)$/.test(word) && argv[index + 1] === 'json'),
  );
}
