import { describeSource, type SourceRevision } from '../../cluster/objects/source-revision.js';
import type { Delivery, OrphanedApplication, ProblemSummary, ResultHeader } from '../../workflow/api/results.js';
import { describeWindow } from '../../workflow/planning/closed-windows.js';
import { ACTIONS, type ActionCounts, describeCounts } from './action-counts.js';
import { deliveryNotes } from './delivery-notes.js';
import { amount } from './describe-event.js';
import { cell, code, fill, shorten } from './markdown.js';
import { searchedNote } from './searched-note.js';

const MAX_TEXT = 1_000;

export function markdownHead(verb: string, result: Pick<ResultHeader, 'revision'>, counts: ActionCounts): string {
  return `### gitops ${verb}: ${describeCounts(counts)}\n\n${markdownRevision(result)}`;
}

export function markdownRevision({ revision }: Pick<ResultHeader, 'revision'>): string {
  const subject = revision.subject === undefined ? '' : ` ${code(shorten(revision.subject, 200))}`;
  return `Revision ${code(revision.shortId)}${subject}\n`;
}

interface Row extends Delivery {
  readonly application: string;
  readonly cluster: string;
  readonly counts: ActionCounts;
  readonly unchanged: number;
  readonly held: boolean;
  readonly problems: readonly ProblemSummary[];
}

/** A line for each Argo Application. */
export function markdownTable(rows: readonly Row[], room: number): string {
  if (rows.length === 0) return '\nNothing is selected.\n';
  const shown = ACTIONS.filter((action) => rows.some(({ counts }) => (counts[action] ?? 0) > 0));
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |\n`;
  const heads = [
    'Argo Application',
    'cluster',
    ...shown.map((action) => (action === 'refuse' ? 'not deleted' : action)),
    'unchanged',
    '',
  ];
  const body = rows.map(({ application, cluster, counts, unchanged, held, problems, ...delivery }) => {
    const notes = [
      ...deliveryNotes(delivery),
      ...(problems.length === 0 ? [] : [`**${amount(problems.length, 'problem')}**`]),
      ...(held ? ['held by a rollback'] : []),
    ];
    return line([
      cell(application),
      cell(cluster),
      ...shown.map((action) => counts[action] ?? ''),
      unchanged,
      notes.join(', '),
    ]);
  });
  const rule = line(heads.map((_, index) => (index < 2 || index === heads.length - 1 ? '---' : '--:')));
  return `\n${line(heads)}${rule}${fill(body, room, (left) => line([`… ${left} more`, ...heads.slice(1).map(() => '')]))}`;
}

/**
 * What a sync would be refused for.
 *
 * @param title for a report of something else
 */
export function markdownProblems(
  applications: readonly {
    readonly application: string;
    readonly cluster: string;
    readonly problems: readonly ProblemSummary[];
  }[],
  room: number,
  title = 'A sync would be refused',
): string {
  const lines = applications.flatMap(({ application, cluster, problems }) =>
    problems.map(({ code: name, message, hint }) => {
      const advice = hint === undefined ? '' : `. ${code(shorten(hint, MAX_TEXT))}`;
      return `- ${code(application)} on ${code(cluster)}: **${name}** ${code(shorten(message, MAX_TEXT))}${advice}\n`;
    }),
  );
  if (lines.length === 0) return '';
  return `\n**${title}: ${amount(lines.length, 'problem')}**\n\n${fill(lines, room, (left) => `- … ${left} more\n`)}`;
}

/** The clusters that could not be read, each with why. */
export function markdownUnread({ errors = [] }: Pick<ResultHeader, 'errors'>, room: number): string {
  const lines = errors.map(
    ({ code: name, message, hint, cluster = '' }) =>
      `- ${code(cluster)}: **${name}** ${code(shorten(message, MAX_TEXT))}${hint === undefined ? '' : `. ${code(shorten(hint, MAX_TEXT))}`}\n`,
  );
  const clusters = new Set(errors.map(({ cluster }) => cluster)).size;
  return lines.length === 0
    ? ''
    : `\n**${amount(clusters, 'cluster')} could not be read**\n\n${fill(lines, room, (left) => `- … ${left} more\n`)}`;
}

/** Where objects that left Git were looked for, of what Argo CD delivers. */
export function markdownSearched(
  items: readonly (Delivery & { readonly application: string; readonly cluster: string })[],
  room: number,
): string {
  const lines = items.flatMap((item) => {
    const note = searchedNote(item);
    return note === undefined ? [] : [`- ${code(item.application)} on ${code(item.cluster)}: ${note}\n`];
  });
  return lines.length === 0 ? '' : `\n${fill(lines, room, (left) => `- … ${left} more\n`)}`;
}

/** What sources outside of the repository resolved to. */
export function markdownSources(sources: readonly SourceRevision[] | undefined): string {
  const lines = (sources ?? []).map((source) => `- source ${code(shorten(describeSource(source), 200))}\n`);
  return lines.length === 0 ? '' : `${fill(lines, MAX_TEXT, (left) => `- … ${left} more\n`)}\n`;
}

/** What left Git whole, what was left alone, and what sync windows forbid now. */
export function markdownFoot(
  {
    orphaned,
    skipped,
    windows = [],
  }: Pick<ResultHeader, 'skipped' | 'windows'> & { readonly orphaned: readonly OrphanedApplication[] },
  room: number,
): string {
  const lines = [
    ...orphaned.map(
      ({ application, cluster, objects }) =>
        `- orphaned ${code(application)} on ${code(cluster)}: ${amount(objects, 'object')}, no longer in Git\n`,
    ),
    ...skipped.map(({ application, reason }) => `- skipped ${code(application)}: ${code(reason)}\n`),
    ...windows.map(
      (window) =>
        `- closed ${code(window.cluster)}: ${code(shorten(describeWindow(window.application, window), MAX_TEXT))}\n`,
    ),
  ];
  return lines.length === 0 ? '' : `\n${fill(lines, room, (left) => `- … ${left} more\n`)}`;
}
