import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GitopsError, type SourceLocation } from '../../errors.js';
import { explainTemporaryFolder } from './explain-temporary-folder.js';

export interface LoadPlace {
  /** The file that was to be loaded; absolute. */
  readonly file: string;
  /** Folder of the user's project. */
  readonly root: string;
  /** The working directory. */
  readonly directory: string;
}

/**
 * An exception from running the user's code, with the line of that code. Errors of the SDK that name a place
 * pass unchanged.
 */
export function explainLoadError(error: unknown, place: LoadPlace): unknown {
  if (GitopsError.is(error)) return placed(error, place);
  const explained = explainTemporaryFolder(error);
  if (explained !== error) return explained;
  const message = error instanceof Error ? error.message : String(error);
  return (
    syntaxError(error, message, place) ??
    missingModule(error, message, place) ??
    missingExport(error, message, place) ??
    thrown(error, message, place)
  );
}

function placed(error: GitopsError, place: LoadPlace): GitopsError {
  const source = firstOwnFrame(error, place);
  if (
    error.source !== undefined ||
    error.constructPath !== undefined ||
    error.problems.length > 0 ||
    source === undefined
  )
    return error;
  return error.with({ source });
}

/** esbuild's `file:line:column: ERROR: text`. */
function syntaxError(cause: unknown, message: string, place: LoadPlace): GitopsError | undefined {
  const match = /^(.+?):(\d+):(\d+): ERROR: (.+)$/m.exec(message);
  if (!match) return undefined;
  const [, file, line, column, text] = match;
  const source = { file: shown(file!, place), line: Number(line), column: Number(column) + 1 };
  return new GitopsError('CLI_LOAD_FAILED', `'${source.file}' is not valid TypeScript: ${text}`, {
    source,
    cause,
    hint: 'Correct that line.',
  });
}

function missingModule(cause: unknown, message: string, place: LoadPlace): GitopsError | undefined {
  const match = /^Cannot find (module|package) '([^']+)'(?: imported from '?([^'\n]+?)'?)?$/m.exec(message);
  if (!match) return undefined;
  const [, what, name, importer] = match;
  const from = importer === undefined ? undefined : shown(toPath(importer), place);
  return new GitopsError(
    'CLI_LOAD_FAILED',
    `There is no ${what} '${what === 'module' ? shown(toPath(name!), place) : name}'${from === undefined ? '' : `, which '${from}' imports`}`,
    {
      ...(from === undefined ? {} : { source: { file: from } }),
      cause,
      hint:
        what === 'package'
          ? `Install it: npm install ${name}`
          : 'Correct the path in the import. A .ts file is imported with the ending .js.',
    },
  );
}

function missingExport(cause: unknown, message: string, place: LoadPlace): GitopsError | undefined {
  if (!/does not provide an export named/.test(message)) return undefined;
  const stack = cause instanceof Error ? (cause.stack ?? '') : '';
  const match = /^(.+):(\d+)$/m.exec(stack.split('\n')[0] ?? '');
  const source = match
    ? { file: shown(toPath(match[1]!), place), line: Number(match[2]) }
    : { file: shown(place.file, place) };
  return new GitopsError('CLI_LOAD_FAILED', message, {
    source,
    cause,
    hint: 'Export it there, or correct the name in the import.',
  });
}

function thrown(cause: unknown, message: string, place: LoadPlace): GitopsError {
  const name = cause instanceof Error ? cause.name : typeof cause;
  const source = firstOwnFrame(cause, place) ?? { file: shown(place.file, place) };
  return new GitopsError('CLI_LOAD_FAILED', `'${shown(place.file, place)}' failed: ${name}: ${message}`, {
    source,
    cause,
    hint: 'Correct that line. --debug prints the whole stack.',
  });
}

/** The innermost stack frame in the user's own files. */
function firstOwnFrame(error: unknown, place: LoadPlace): SourceLocation | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  for (const line of stack.split('\n')) {
    const match = /^\s+at (?:.* \()?(.+?):(\d+):(\d+)\)?$/.exec(line);
    if (!match) continue;
    const file = toPath(match[1]!);
    if (file.startsWith(place.root + sep) && !file.includes(`${sep}node_modules${sep}`))
      return { file: shown(file, place), line: Number(match[2]), column: Number(match[3]) };
  }
  return undefined;
}

function toPath(fileOrUrl: string): string {
  return fileOrUrl.startsWith('file:') ? fileURLToPath(fileOrUrl) : fileOrUrl;
}

function shown(file: string, { directory }: LoadPlace): string {
  const near = relative(directory, file);
  return near === '' || near.startsWith('..') ? file : near;
}
