import type { Revision } from '../../../cluster/inventory/inventory.js';
import type { ApplicationStatus, StatusResult, SyncState } from '../../../workflow/api/results.js';
import { amount } from '../../reports/describe-event.js';
import { details, healthLines, leftovers, objectLine, problemLines, revisionLine } from '../../reports/details.js';
import { searchedNote } from '../../reports/searched-note.js';
import { shortCommit } from '../../reports/short-commit.js';
import { inLines } from '../../terminal/in-lines.js';
import type { Style } from '../../terminal/style.js';
import { table } from '../../terminal/table.js';

/** What runs where, and what is not as it should be. */
export function statusText(given: StatusResult, style: Style, columns?: number): string {
  const result = inLines(given);
  const theirs = result.applications.some(({ deliveredBy }) => deliveredBy !== undefined);
  const rows = result.applications.map((item) => [
    item.application,
    item.cluster,
    ...(theirs ? [item.deliveredBy === undefined ? 'sync' : style.accent('Argo CD')] : []),
    stateOf(item, style),
    isUntouched(item) ? '' : paintHealth(item.health, style),
    item.drift.length === 0 ? '' : style.warn(amount(item.drift.length, 'object')),
    item.synced === undefined ? '' : `${shortCommit(item.synced.commit)} ${item.synced.subject ?? ''}`.trim(),
  ]);
  return [
    rows.length === 0
      ? 'Nothing is selected.\n'
      : table(
          ['APPLICATION', 'CLUSTER', ...(theirs ? ['DELIVERED BY'] : []), 'STATE', 'HEALTH', 'DRIFT', 'SYNCED'],
          rows,
          columns,
        ),
    ...result.applications.map((item) => details(item.application, item.cluster, linesOf(item, style), style)),
    leftovers(result, style),
    `\n${revisionLine(result, style)}\n`,
  ].join('');
}

/** Never synced, by nobody: what somebody else delivers has a health. */
function isUntouched({ state, last, pending, problems }: ApplicationStatus): boolean {
  const isTheirs = problems.some(({ code }) => code === 'CLUSTER_ARGOCD_OWNS' || code === 'CLUSTER_NOT_OURS');
  return (state === 'never' || state === 'unknown') && last === undefined && pending === undefined && !isTheirs;
}

/** The last run, when it left something else than what it should have. */
function failureOf({ state, last }: ApplicationStatus): Revision | undefined {
  return state === 'synced' || last === undefined || last.result === 'synced' ? undefined : last;
}

function stateOf(item: ApplicationStatus, style: Style): string {
  const { state, hold, pending } = item;
  if (hold !== undefined) return style.warn('held');
  if (pending !== undefined) return style.warn('pending');
  const failure = failureOf(item);
  if (failure !== undefined) return style.bad(failure.result);
  return paintState(state, style);
}

const WORDS: Readonly<Record<SyncState, string>> = {
  synced: 'synced',
  behind: 'behind',
  never: 'never synced',
  matches: 'as in Git',
  differs: 'differs from Git',
  unknown: 'unknown',
};

function failureLine(failure: Revision, style: Style): string {
  const { result, action, commit, actor, started, message } = failure;
  const why = message === undefined ? '' : `: ${message}`;
  return `${style.bad(result)} ${action} of ${shortCommit(commit)} by ${actor}, started ${started}${why}`;
}

function paintHealth(health: ApplicationStatus['health'], style: Style): string {
  return health === 'Healthy' ? style.good(health) : style.bad(health);
}

function paintState(state: SyncState, style: Style): string {
  if (state === 'never') return style.faint(WORDS[state]);
  return state === 'synced' || state === 'matches' ? style.good(WORDS[state]) : style.warn(WORDS[state]);
}

function linesOf(item: ApplicationStatus, style: Style): string[] {
  const failure = failureOf(item);
  const searched = searchedNote(item);
  return [
    ...(failure === undefined ? [] : [failureLine(failure, style)]),
    ...problemLines(item.problems, style),
    ...(isUntouched(item) ? [] : healthLines(item.unhealthy, style)),
    ...item.drift.map(({ object, reason, fields, managers }) => {
      const by = managers.length === 0 ? '' : ` by ${managers.join(', ')}`;
      return objectLine(
        style.warn('drifted'),
        object,
        [reason, fields.join(', ')].filter((part) => part !== '').join(': ') + by,
      );
    }),
    ...(item.differences ?? []).map(({ object, reason, fields }) =>
      objectLine(style.warn('differs'), object, [reason, fields.join(', ')].filter((part) => part !== '').join(': ')),
    ),
    ...(searched === undefined ? [] : [style.faint(searched)]),
    ...item.retained.map(({ object, reason }) => objectLine(style.warn('kept'), object, `left Git; ${reason}`)),
    ...(item.hold === undefined
      ? []
      : [
          `${style.warn('held')} at ${shortCommit(item.hold.to)} since ${item.hold.since} by ${item.hold.actor}, instead of ${shortCommit(item.hold.commit)}; a newer commit with other content or sync --resume lifts it`,
        ]),
    ...(item.pending === undefined
      ? []
      : [
          `${style.warn('pending')} ${item.pending.action} of ${shortCommit(item.pending.commit)} by ${item.pending.actor}, started ${item.pending.started}; the next sync continues from there`,
        ]),
  ];
}
