import { describeSource } from '../../../cluster/objects/source-revision.js';
import { describeIdentity } from '../../../manifest/identity.js';
import type { ApplicationResult, SyncResult } from '../../../workflow/api/results.js';
import { cell, code, fill, MARKDOWN_LIMIT, shorten } from '../../reports/markdown.js';
import { markdownFoot, markdownProblems, markdownRevision } from '../../reports/markdown-report.js';
import { skippedCount } from '../../reports/skipped-count.js';

/** What a sync did, for the summary of a pipeline. */
export function syncMarkdown(result: SyncResult, limit: number = MARKDOWN_LIMIT): string {
  const rows = result.applications.map((item) => {
    const { application, cluster, outcome, created, updated, recreated, deleted, kept, seconds } = item;
    const counts = [created, updated, recreated, deleted, kept];
    const cells = [cell(application), cell(cluster), outcome, ...counts, `${seconds.toFixed(1)} s`];
    return `| ${cells.join(' | ')} |\n`;
  });
  const head =
    '| Argo Application | cluster | outcome | created | updated | recreated | deleted | unchanged | time |\n|---|---|---|--:|--:|--:|--:|--:|--:|\n';
  const table =
    rows.length === 0
      ? 'Nothing is selected.\n'
      : `${head}${fill(rows, limit / 4, (left) => `| … ${left} more | | | | | | | | |\n`)}`;
  const problems = markdownProblems(
    result.applications.map((item) => ({ ...item, problems: item.errors })),
    limit / 4,
    'failed',
  );
  const notes = fill(result.applications.flatMap(notesOf), limit / 4, (left) => `- … ${left} more\n`);
  const title = `### gitops sync: ${result.outcome}${skippedCount(result)}\n\n${markdownRevision(result)}\n`;
  const told = notes === '' ? '' : `\n${notes}`;
  return `${title}${table}${problems}${told}${markdownFoot(result, limit / 8)}`;
}

function notesOf({
  application,
  sources = [],
  hooks = [],
  unhealthy,
  unverified,
  halfway,
  refused,
}: ApplicationResult): readonly string[] {
  const line = (what: string, object: Parameters<typeof describeIdentity>[0], why = '') =>
    `- ${code(application)}: ${what} ${code(describeIdentity(object))} ${code(shorten(why, 1_000))}`
      .trimEnd()
      .concat('\n');
  return [
    ...sources.map((source) => `- ${code(application)}: source ${code(shorten(describeSource(source), 200))}\n`),
    ...hooks.map(({ object, phase, result, message }) => line(`${phase} hook ${result}`, object, message)),
    ...unhealthy.map(({ object, status, message }) => line(status, object, message)),
    ...unverified.map(({ object, reason }) => line('not as committed', object, reason)),
    ...halfway.map(({ object, reason }) => line('half-way', object, reason)),
    ...refused.map(({ object, reason }) => line('not deleted', object, reason)),
  ];
}
