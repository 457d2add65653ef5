import { fstatSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { GitopsError } from '../errors.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { compileLater } from './loading/compile-later.js';
import { main } from './main.js';
import { printError } from './reports/print-error.js';
import { columnsOf } from './terminal/columns-of.js';
import { explainUncaught } from './terminal/explain-uncaught.js';
import { guardTerminal } from './terminal/guard-terminal.js';
import type { Terminal } from './terminal/terminal.js';

/** While the user's code is loaded, `process.exit` is another. */
const exit = process.exit.bind(process);

/** Runs the command line in this process and ends it. */
export function run(): void {
  compileLater();
  // The version of the AWS SDK is ours to choose: its advice about Node.js does not help the user, and hides
  // errors.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  process.stdout.on('error', dropOutput);
  process.stderr.on('error', dropOutput);
  const terminal = processTerminal();
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) exit(EXIT.interrupted);
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  let failed = false;
  const fail = (error: unknown) => {
    if (failed) return;
    failed = true;
    guardTerminal(terminal).err(
      printError(explainUncaught(error), {
        colour: terminal.colour,
        debug: process.argv.includes('--debug'),
        directory: terminal.directory,
      }),
    );
    end(EXIT.error);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  main(process.argv.slice(2), terminal, controller.signal).then((code) => (failed ? undefined : end(code)), fail);
}

function processTerminal(): Terminal {
  const environment = process.env;
  const interactive = process.stderr.isTTY === true && !environment['CI'] && environment['TERM'] !== 'dumb';
  return {
    directory: currentDirectory(),
    environment,
    interactive,
    canAsk: interactive && process.stdin.isTTY === true,
    colour: hasColour(environment),
    columns: () => columnsOf(environment, process.stdout.columns),
    size: () => ({ columns: process.stderr.columns || 80, rows: process.stderr.rows || 24 }),
    out: write,
    err: (text) => {
      if (!gone.has(process.stderr)) process.stderr.write(text);
    },
    ask,
  };
}

/** Another process may have deleted it. */
function currentDirectory(): string {
  try {
    return process.cwd();
  } catch (cause) {
    const gone = new GitopsError(
      'CLI_FILE_NOT_FOUND',
      'the folder in which this command was started does not exist any more',
      {
        cause,
        hint: 'Change to a folder that exists, and run it again.',
      },
    );
    process.stderr.write(printError(gone, { colour: false, debug: false, directory: '/' }));
    return exit(EXIT.error);
  }
}

/** https://no-color.org, then FORCE_COLOR, then whether a person watches. */
function hasColour(environment: NodeJS.ProcessEnv): boolean {
  if (environment['NO_COLOR']) return false;
  if (environment['FORCE_COLOR'] !== undefined) return environment['FORCE_COLOR'] !== '0';
  return process.stdout.isTTY === true && environment['TERM'] !== 'dumb';
}

async function ask(question: string): Promise<string | undefined> {
  if (process.stdin.isTTY !== true) return undefined;
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await prompt.question(question);
  } finally {
    prompt.close();
  }
}

/** To a file by itself: the stream of Node takes a write that a full disk cut short for a whole one. */
function write(text: string): void {
  if (gone.has(process.stdout)) return;
  if (!toFile) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(1, text);
  } catch (error) {
    dropOutput.call(process.stdout, error as NodeJS.ErrnoException);
  }
}

const toFile = isFile(1);

function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false;
  }
}

/** Streams that take no more. A sync must not die half-way for that. */
const gone = new Set<unknown>();
/**
 * Why standard output took no more, where that is not a reader that went away, such as `gitops diff | head`.
 */
let lost: string | undefined;

function dropOutput(this: unknown, error: NodeJS.ErrnoException): void {
  gone.add(this);
  if (this === process.stdout && error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED')
    lost ??= error.code ?? error.message;
}

/** Ends at once, after what was written has left: open connections must not keep the process alive. */
async function end(code: ExitCode): Promise<void> {
  process.exitCode = code;
  await flushed(process.stdout);
  if (lost !== undefined && code !== EXIT.interrupted) {
    process.stderr.write(printError(lostOutput(lost), { colour: false, debug: false, directory: process.cwd() }));
    code = EXIT.error;
  }
  await flushed(process.stderr);
  exit(code);
}

/** After the errors of writing, which arrive later than its end. */
async function flushed(stream: NodeJS.WriteStream): Promise<void> {
  if (!gone.has(stream)) await new Promise((resolve) => stream.write('', resolve));
  await new Promise((resolve) => setImmediate(resolve));
}

function lostOutput(reason: string): GitopsError {
  return new GitopsError('CLI_FILE_NOT_WRITABLE', `standard output cannot be written: ${reason}`, {
    hint: 'Free some space, or send the output elsewhere; what the command did is done.',
  });
}
