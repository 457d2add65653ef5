import { shortRevision } from '../../../cluster/objects/source-revision.js';
import type { ListedApplication, ListResult } from '../../../workflow/list-applications.js';
import { describeWindow } from '../../../workflow/planning/closed-windows.js';
import type { ListedSource } from '../../../workflow/revision/describe-source.js';
import { amount } from '../../reports/describe-event.js';
import { inLines } from '../../terminal/in-lines.js';
import type { Style } from '../../terminal/style.js';
import { table } from '../../terminal/table.js';

/** One row for each source of each Argo Application. */
export function listText(given: ListResult, style: Style, columns?: number): string {
  const result = inLines(given);
  const { manifests, folders, folder } = result.looked;
  const made = result.applications.some(({ madeBy }) => madeBy !== undefined);
  const rows = result.applications.flatMap((one) =>
    one.sources.map((source, index) => [
      index === 0 ? one.name : '',
      one.project,
      one.cluster,
      revisionOf(source, result.revision.commit),
      source.chart ?? source.path ?? '',
      one.isRoot ? 'app of apps' : source.type,
      index === 0 ? verdictOf(one, style) : '',
      ...(made ? [index === 0 && one.madeBy !== undefined ? one.madeBy.name : ''] : []),
    ]),
  );
  const windows = result.applications.flatMap(({ name, window }) =>
    window === undefined ? [] : [`${describeWindow(name, window)}\n`],
  );
  const reasons = result.applications.flatMap(({ name, reasons: why }) =>
    why.map((reason) => `${`${name}: ${reason}`}\n`),
  );
  const sets = result.applicationSets.map(({ name, file, applications, unknown }) =>
    applications === undefined
      ? `${`${file}: ApplicationSet ${name} is not expanded${unknown === undefined ? '' : `: ${unknown.replace(/^ApplicationSet '[^']*': /, '')}`}`}\n`
      : `${`${file}: ApplicationSet ${name}`} makes ${amount(applications, 'Application')}\n`,
  );
  const problems = result.problems.map(
    ({ code, message, file, hint }) =>
      `${style.bad('error')} ${code}: ${message}\n${file === undefined ? '' : `  at   ${file}\n`}${hint === undefined ? '' : `  hint ${hint}\n`}`,
  );
  return [
    rows.length === 0
      ? `No Argo Application: ${amount(manifests, 'YAML and JSON file')} in ${amount(folders, 'folder')} of '${folder}' looked at.\n`
      : table(
          ['APPLICATION', 'PROJECT', 'CLUSTER', 'REVISION', 'PATH', 'TYPE', 'VERDICT', ...(made ? ['MADE BY'] : [])],
          rows,
          columns,
        ),
    ...[...reasons, ...windows, ...sets, ...problems].map((line, index) => (index === 0 ? `\n${line}` : line)),
    `\n${result.revision.shortId}${result.revision.subject === undefined ? '' : ` ${result.revision.subject}`}\n`,
  ].join('');
}

/** With the revision that it resolves to, where that is not the revision of the list itself. */
function revisionOf({ targetRevision, revision }: ListedSource, own: string): string {
  return revision === undefined || revision === own || revision === targetRevision
    ? targetRevision
    : `${targetRevision} (${shortRevision(revision)})`;
}

function verdictOf({ verdict, isRoot }: ListedApplication, style: Style): string {
  if (verdict === 'permitted') return style.good(verdict);
  return verdict === 'unknown' || isRoot ? style.warn(verdict) : style.bad(verdict);
}
