import type { HistoryResult } from '../../../workflow/api/results.js';
import { leftovers, sourceLines } from '../../reports/details.js';
import { shortCommit } from '../../reports/short-commit.js';
import { inLines } from '../../terminal/in-lines.js';
import type { Style } from '../../terminal/style.js';
import { table } from '../../terminal/table.js';

/** What was synced, newest first. */
export function historyText(given: HistoryResult, style: Style, columns?: number): string {
  const result = inLines(given);
  const parts = result.applications.map(({ application, cluster, revisions, hold, deliveredBy }) => {
    const held =
      hold === undefined ? '' : style.warn(` held at ${shortCommit(hold.to)} since ${hold.since} by ${hold.actor}`);
    const head = `${style.strong(application)} ${style.faint('on')} ${cluster}${held}\n`;
    const theirs =
      deliveredBy === undefined
        ? ''
        : `delivered by Argo CD, which has its history: argocd app history ${application}${revisions.length === 0 ? '' : '. Before that:'}\n`;
    if (revisions.length === 0) return theirs === '' ? `${head}${style.faint('never synced')}\n` : `${head}${theirs}`;
    const rows = revisions.map((revision) => [
      revision.started,
      shortCommit(revision.commit),
      revision.action,
      revision.result,
      `+${revision.created} ~${revision.updated} -${revision.deleted}`,
      `${revision.seconds.toFixed(1)} s`,
      `${revision.actor}${revision.ignoredWindows === undefined ? '' : style.warn(' (sync windows ignored)')}`,
      revision.subject ?? '',
    ]);
    const sources = revisions.flatMap((revision) =>
      sourceLines(revision.sources, style).map((line) => `${style.faint(revision.started)} ${line}\n`),
    );
    return (
      head +
      theirs +
      table(['STARTED', 'COMMIT', 'ACTION', 'RESULT', 'CHANGES', 'TIME', 'ACTOR', 'SUBJECT'], rows, columns) +
      sources.join('')
    );
  });
  return (parts.length === 0 ? 'Nothing is selected.\n' : parts.join('\n')) + leftovers(result, style);
}
