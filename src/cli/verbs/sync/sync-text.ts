import { describeIdentity } from '../../../manifest/identity.js';
import type { ApplicationResult, RevertResult, SyncResult } from '../../../workflow/api/results.js';
import { amount } from '../../reports/describe-event.js';
import { describeOutcome } from '../../reports/describe-outcome.js';
import {
  causeLines,
  details,
  healthLines,
  leftovers,
  objectLine,
  problemLines,
  revisionLine,
  sourceLines,
} from '../../reports/details.js';
import { shortCommit } from '../../reports/short-commit.js';
import { skippedCount } from '../../reports/skipped-count.js';
import { inLines } from '../../terminal/in-lines.js';
import type { Style } from '../../terminal/style.js';
import { table } from '../../terminal/table.js';

/** Of objects that nothing was done to yet. */
const MOST_NOT_BEGUN = 10;

/** What a sync or a rollback did. */
export function syncText(given: SyncResult, style: Style, columns?: number): string {
  const result = inLines(given);
  const rows = result.applications.map((item) => [
    item.application,
    item.cluster,
    describeOutcome(item.outcome, style),
    changes(item),
    `${item.seconds.toFixed(1)} s`,
  ]);
  const requests = result.clusters.reduce((sum, cluster) => sum + cluster.requests, 0);
  const writes = result.clusters.reduce((sum, cluster) => sum + cluster.writes, 0);
  const effort = `in ${result.seconds.toFixed(1)} s, ${requests} requests, ${writes} writes`;
  return [
    rows.length === 0
      ? 'Nothing is selected.\n'
      : table(['APPLICATION', 'CLUSTER', 'OUTCOME', 'CHANGES', 'TIME'], rows, columns),
    ...result.applications.map((item) => details(item.application, item.cluster, linesOf(item, style), style)),
    leftovers(result, style),
    result.revert === undefined ? '' : `\n${revertLines(result.revert, style).join('\n')}\n`,
    `\n${revisionLine(result, style)}\n`,
    `${describeOutcome(result.outcome, style)}${skippedCount(result)} ${style.faint(effort)}\n`,
  ].join('');
}

function revertLines({ commit, branch, paths, push, reason, problem }: RevertResult, style: Style): string[] {
  if (problem) return [style.bad('Git is unchanged'), ...problemLines([problem], style)];
  if (reason !== undefined) return [`Git is unchanged: ${reason}`];
  if (commit === undefined) return ['Git has that content already.'];
  return [
    `${style.good('committed')} ${shortCommit(commit)} on ${branch ?? 'a detached HEAD'}: ${amount(paths.length, 'file')}. Publish it with ${style.strong(push ?? 'git push')}`,
    style.faint(
      'Where something makes these files, such as TypeScript, that is not reverted: revert it too, or the next synth writes them again.',
    ),
  ];
}

function changes({ created, updated, recreated, deleted, kept, hooks = [] }: ApplicationResult): string {
  const parts = [
    [created, 'created'],
    [updated, 'updated'],
    [recreated, 'recreated'],
    [deleted, 'deleted'],
    [hooks.length, hooks.length === 1 ? 'hook run' : 'hooks run'],
    [kept, 'unchanged'],
  ] as const;
  return parts.flatMap(([number, word]) => (number > 0 ? [`${number} ${word}`] : [])).join(', ');
}

function linesOf(item: ApplicationResult, style: Style): string[] {
  return [
    ...(item.message === undefined || item.errors.length + item.unhealthy.length > 0 ? [] : [item.message]),
    ...sourceLines(item.sources, style),
    ...(item.attempts === undefined ? [] : [`after ${item.attempts} attempts`]),
    ...problemLines(item.errors, style),
    ...(item.hooks ?? []).flatMap((hook) => causeLines(hook, style)),
    ...healthLines(item.unhealthy, style),
    ...item.unverified.map(({ object, reason }) => objectLine(style.bad('not as committed'), object, reason)),
    ...(isTimeUp(item) ? [`not healthy within ${Math.round(item.seconds)} s; --timeout gives it longer`] : []),
    ...halfwayLines(
      item.halfway.filter((note) => !isTold(item, note)),
      style,
    ),
    ...item.refused.map(({ object, reason }) => objectLine(style.warn('not deleted'), object, reason)),
    ...(item.outcome === 'interrupted' ? ['The next sync continues from here.'] : []),
  ];
}

/** Whatever was begun is listed in full, because somebody has to look at it. */
function halfwayLines(notes: ApplicationResult['halfway'], style: Style): string[] {
  const open = notes.filter(({ reason }) => reason.endsWith(' was not begun'));
  const left = open.length > MOST_NOT_BEGUN ? open.slice(MOST_NOT_BEGUN) : [];
  const dropped = new Set(left);
  const told = notes
    .filter((note) => !dropped.has(note))
    .map(({ object, reason }) => objectLine(style.warn('half-way'), object, reason));
  return left.length === 0 ? told : [...told, `${style.warn('half-way')} ${left.length} more were not begun`];
}

/** Nothing failed: it only took too long. */
function isTimeUp({ outcome, unhealthy }: ApplicationResult): boolean {
  return outcome === 'unhealthy' && unhealthy.length > 0 && unhealthy.every(({ status }) => status === 'Progressing');
}

function isTold({ errors }: ApplicationResult, { object }: ApplicationResult['halfway'][number]): boolean {
  return errors.some((error) => error.object === describeIdentity(object));
}
