import { dirname, isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceLocation } from '../errors.js';

/** Where user code called this package; formatted only when somebody asks. */
export interface CallSite {
  readonly location: SourceLocation | undefined;
  /** Absolute path of that file. */
  readonly file: string | undefined;
}

/** The folder of all modules of this package, `src` or `lib`: frames below it are ours. */
const OURS = dirname(dirname(fileURLToPath(import.meta.url))) + sep;
const FRAMES = 40;

/** Remembers the current stack. Costs about a microsecond: V8 formats a stack when it is first read. */
export function captureCallSite(): CallSite {
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  Error.captureStackTrace(holder, captureCallSite);
  Error.stackTraceLimit = limit;
  return callSiteOfStack(() => holder.stack);
}

/** The first line of user code in an error's stack. */
export function callSiteOfError(error: unknown): CallSite {
  return callSiteOfStack(() => (error instanceof Error ? error.stack : undefined));
}

function callSiteOfStack(stack: () => string | undefined): CallSite {
  let frame: (SourceLocation & { readonly path: string }) | undefined;
  let read = false;
  const first = () => {
    if (!read) frame = firstUserFrame(stack() ?? '');
    read = true;
    return frame;
  };
  return {
    get location() {
      const found = first();
      return found && { file: found.file, line: found.line, column: found.column };
    },
    get file() {
      return first()?.path;
    },
  };
}

function firstUserFrame(stack: string): (SourceLocation & { readonly path: string }) | undefined {
  for (const line of stack.split('\n')) {
    const match = /\(?((?:file:\/\/)?[^()\s][^()]*?):(\d+):(\d+)\)?$/.exec(line.trim().replace(/^at (?:async )?/, ''));
    if (!match) continue;
    const path = pathOf(match[1]!.replace(/^.*? \(/, ''));
    if (path === undefined || path.startsWith(OURS) || path.includes(`${sep}node_modules${sep}`)) continue;
    const short = relative('', path);
    return { path, file: short.startsWith('..') ? path : short, line: Number(match[2]), column: Number(match[3]) };
  }
  return undefined;
}

function pathOf(text: string): string | undefined {
  const place = text.replace(/\?[^/]*$/, '');
  if (place.startsWith('file://')) return fileURLToPath(place);
  return isAbsolute(place) ? place : undefined;
}
