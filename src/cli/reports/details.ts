import type { UnhealthyObject } from '../../cluster/execute/execution.js';
import { describeSource, type SourceRevision } from '../../cluster/objects/source-revision.js';
import { describeIdentity, type ObjectIdentity } from '../../manifest/identity.js';
import type { NamespaceChange } from '../../workflow/api/namespace-change.js';
import type { OrphanedApplication, ProblemSummary, ResultHeader } from '../../workflow/api/results.js';
import { describeWindow } from '../../workflow/planning/closed-windows.js';
import type { Style } from '../terminal/style.js';
import { amount } from './describe-event.js';
import { hintsOf } from './hints-of.js';
import { namespaceNotes } from './namespace-notes.js';

/** `a on b`, and what is to be said about it, indented. Empty when there is nothing to say. */
export function details(application: string, cluster: string, lines: readonly string[], style: Style): string {
  if (lines.length === 0) return '';
  return `\n${style.strong(application)} ${style.faint('on')} ${cluster}\n${lines.map((line) => `  ${line.replaceAll('\n', '\n  ')}\n`).join('')}`;
}

export function problemLines(problems: readonly ProblemSummary[], style: Style): string[] {
  return hintsOf(problems).flatMap(({ problem: { code, message, object }, hint }) => [
    `${style.bad('error')} ${style.strong(code)}: ${message}`,
    ...(object === undefined || message.includes(object) ? [] : [`  ${style.faint('on  ')} ${object}`]),
    ...(hint === undefined ? [] : [`  ${style.faint('hint')} ${hint}`]),
  ]);
}

/** `label Deployment shop/web: why`. */
export function objectLine(label: string, object: ObjectIdentity, why?: string): string {
  return `${label} ${describeIdentity(object)}${why === undefined || why === '' ? '' : `: ${why}`}`;
}

export function healthLines(
  unhealthy: readonly (Pick<UnhealthyObject, 'object' | 'message' | 'events' | 'log'> & { readonly status: string })[],
  style: Style,
): string[] {
  return unhealthy.flatMap((one) => [
    objectLine(style.bad(one.status), one.object, one.message),
    ...causeLines(one, style),
  ]);
}

/** What events and logs say of it, below its line. */
export function causeLines(
  { message = '', events = [], log }: Pick<UnhealthyObject, 'message' | 'events' | 'log'>,
  style: Style,
): string[] {
  return [
    ...events.filter((event) => !message.includes(event)).map((event) => `  ${style.faint('event')} ${event}`),
    ...(log?.lines ?? []).map((line) => `  ${style.faint(`${log?.pod} ${log?.container} |`)} ${line}`),
  ];
}

/** What sources outside of the repository resolved to. */
export function sourceLines(sources: readonly SourceRevision[] | undefined, style: Style): string[] {
  return (sources ?? []).map((source) => `${style.faint('source')} ${describeSource(source)}`);
}

/** What is done to the destination namespace first, each line with its end. */
export function namespaceLines(change: NamespaceChange, style: Style): string[] {
  return namespaceNotes(change).map(({ action, namespace, why }) => {
    const mark = action === 'create' ? style.good('+ create') : style.accent('~ update');
    return `  ${mark} Namespace ${namespace} ${style.faint(`(${why})`)}\n`;
  });
}

/**
 * What left Git whole, what was left alone, what sync windows forbid now, and the clusters that could not be
 * read.
 */
export function leftovers(
  result: Pick<ResultHeader, 'skipped' | 'windows' | 'errors'> & { readonly orphaned?: readonly OrphanedApplication[] },
  style: Style,
): string {
  const orphaned = (result.orphaned ?? []).map(({ application, cluster, objects, pruned }) => {
    const what = `${style.warn(pruned ? 'pruned' : 'orphaned')} ${application} on ${cluster}: ${amount(objects, 'object')}, no longer in Git`;
    return pruned ? what : `${what} ${style.faint('(deleted by --prune-orphaned)')}`;
  });
  const skipped = result.skipped.map(
    ({ application, reason }) => `${style.faint('skipped')} ${application}: ${reason}`,
  );
  const windows = (result.windows ?? []).map(
    (window) => `${style.warn('closed')} ${window.cluster}: ${describeWindow(window.application, window)}`,
  );
  const lines = [...orphaned, ...skipped, ...windows];
  return `${lines.length === 0 ? '' : `\n${lines.join('\n')}\n`}${unreadText(result, style)}`;
}

/** The clusters that could not be read, or not whole, each with why. */
export function unreadText({ errors = [] }: Pick<ResultHeader, 'errors'>, style: Style): string {
  const clusters = [...new Set(errors.map(({ cluster = '' }) => cluster))];
  return clusters
    .map((cluster) => {
      const own = errors.filter((error) => error.cluster === cluster);
      const isInPart = own.every(({ code }) => code === 'CLUSTER_INVENTORY_BROKEN');
      const lines = problemLines(own, style);
      return `\n${style.strong(cluster)} ${style.bad(isInPart ? 'could not be read whole' : 'could not be read')}\n${lines.map((line) => `  ${line.replaceAll('\n', '\n  ')}\n`).join('')}`;
    })
    .join('');
}

/** `revision 1a2b3c4 first output`. */
export function revisionLine({ revision }: Pick<ResultHeader, 'revision'>, style: Style): string {
  return `${style.faint('revision')} ${revision.shortId}${revision.subject === undefined ? '' : ` ${revision.subject}`}`;
}
