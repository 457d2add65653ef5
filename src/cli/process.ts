import { createInterface } from 'node:readline/promises';
import { EXIT, type ExitCode } from './exit-code.js';
import { explainUncaught } from './explain-uncaught.js';
import { guardTerminal } from './guard-terminal.js';
import { main } from './main.js';
import { printError } from './output/print-error.js';
import type { Terminal } from './terminal.js';

/** While the user's code is loaded, `process.exit` is another. */
const exit = process.exit.bind(process);

/** Runs the command line in this process and ends it. */
export function run(): void {
  process.stdout.on('error', dropOutput);
  process.stderr.on('error', dropOutput);
  const terminal = processTerminal();
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) exit(EXIT.interrupted);
    controller.abort();
    terminal.err('\nStopping: what is in flight is finished first. Press Ctrl-C again to stop at once.\n');
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  let failed = false;
  const fail = (error: unknown) => {
    if (failed) return;
    failed = true;
    guardTerminal(terminal).err(
      printError(explainUncaught(error), { colour: terminal.colour, debug: process.argv.includes('--debug'), directory: terminal.directory }),
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
    directory: process.cwd(),
    environment,
    interactive,
    canAsk: interactive && process.stdin.isTTY === true,
    colour: hasColour(environment),
    size: () => ({ columns: process.stdout.columns ?? 80, rows: process.stdout.rows ?? 24 }),
    out: (text) => void (gone.has(process.stdout) || process.stdout.write(text)),
    err: (text) => void (gone.has(process.stderr) || process.stderr.write(text)),
    ask,
  };
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

/** Streams whose reader went away, such as `gitops diff | head`. A sync must not die half-way for that. */
const gone = new Set<unknown>();

function dropOutput(this: unknown, error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
  gone.add(this);
}

/** Ends at once, after what was written has left: open connections must not keep the process alive. */
function end(code: ExitCode): void {
  process.exitCode = code;
  let waiting = 2;
  const done = () => (--waiting === 0 ? exit(code) : undefined);
  for (const stream of [process.stdout, process.stderr]) {
    if (gone.has(stream)) done();
    else stream.write('', () => done());
  }
}
