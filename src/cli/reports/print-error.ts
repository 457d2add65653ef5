import { relative } from 'node:path';
import { GitopsError, type SourceLocation } from '../../errors.js';
import { inLine } from '../terminal/in-line.js';
import { styleFor } from '../terminal/style.js';
import { withoutCommands } from '../terminal/without-commands.js';
import { hintsOf } from './hints-of.js';

export interface PrintErrorOptions {
  readonly colour: boolean;
  /** Adds stacks and causes. */
  readonly debug: boolean;
  /** Paths below it are shown relative to it. */
  readonly directory: string;
}

/**
 * An error as people read it: every problem with its place and the next action. An action that several
 * problems share is printed once.
 *
 * Anything that is not a `GitopsError` is a fault of this program: `error UNEXPECTED`, with its stack only
 * under `debug`.
 */
export function printError(error: unknown, options: PrintErrorOptions): string {
  if (!GitopsError.is(error)) return unexpected(error, options);
  const problems = GitopsError.each(error);
  const texts = hintsOf(problems).map(({ problem, hint }) => printProblem(problem, hint, options));
  if (problems.length > 1) texts.push(`${styleFor(options.colour).strong(`${problems.length} problems`)}\n`);
  return texts.join('');
}

/** `file:line:column`, relative to the directory where that is shorter. */
export function describeSource(source: SourceLocation, directory: string): string {
  const near = relative(directory, source.file);
  const file = source.file.startsWith('/') && !near.startsWith('..') ? near : source.file;
  return [file, source.line, source.line === undefined ? undefined : source.column]
    .filter((part) => part !== undefined)
    .join(':');
}

function printProblem(problem: GitopsError, hint: string | undefined, options: PrintErrorOptions): string {
  const style = styleFor(options.colour);
  const lines = [`${style.bad('error')} ${style.strong(problem.code)}: ${indent(problem.message)}`];
  const add = (label: string, text: string) => lines.push(`  ${style.faint(label.padEnd(4))} ${indent(text)}`);
  if (problem.source) add('at', inLine(describeSource(problem.source, options.directory)));
  if (problem.constructPath) add('in', inLine(problem.constructPath));
  if (problem.application !== undefined) add('in', inLine(`${problem.application} on ${problem.cluster}`));
  if (problem.object !== undefined && !problem.message.includes(problem.object)) add('on', inLine(problem.object));
  if (hint !== undefined) add('hint', hint);
  if (options.debug) lines.push(indent(`  ${stackOf(problem)}`, 4));
  return `${lines.join('\n')}\n`;
}

function unexpected(error: unknown, options: PrintErrorOptions): string {
  const style = styleFor(options.colour);
  const message = error instanceof Error ? error.message || error.name : String(error);
  const head = `${style.bad('error')} ${style.strong('UNEXPECTED')}: ${indent(message)}\n`;
  const hint = 'This is a fault of gitops itself. Run again with --debug and report what it prints.';
  return options.debug ? `${head}${indent(`  ${stackOf(error)}`, 4)}\n` : `${head}  ${style.faint('hint')} ${hint}\n`;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stack = error.stack ?? error.message;
  return error.cause === undefined ? stack : `${stack}\ncaused by ${stackOf(error.cause)}`;
}

function indent(text: string, by = 7): string {
  return withoutCommands(text.trimEnd()).replaceAll('\n', `\n${' '.repeat(by)}`);
}
