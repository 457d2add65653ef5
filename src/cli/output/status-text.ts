import type { Revision } from '../../cluster/inventory/inventory.js';
import type { ApplicationStatus, StatusResult } from '../../workflow/api/results.js';
import type { Style } from '../style.js';
import { amount } from './describe-event.js';
import { details, healthLines, leftovers, objectLine, problemLines, revisionLine } from './details.js';
import { shortCommit } from './short-commit.js';
import { table } from './table.js';

/** What runs where, and what is not as it should be. */
export function statusText(result: StatusResult, style: Style): string {
  const rows = result.applications.map((item) => [
    item.application,
    item.cluster,
    stateOf(item, style),
    isUntouched(item) ? '' : item.health === 'Healthy' ? style.good(item.health) : style.bad(item.health),
    item.drift.length === 0 ? '' : style.warn(amount(item.drift.length, 'object')),
    item.synced === undefined ? '' : `${shortCommit(item.synced.commit)} ${item.synced.subject ?? ''}`.trim(),
  ]);
  return [
    rows.length === 0 ? 'Nothing is selected.\n' : table(['APPLICATION', 'CLUSTER', 'STATE', 'HEALTH', 'DRIFT', 'SYNCED'], rows),
    ...result.applications.map((item) => details(item.application, item.cluster, linesOf(item, style), style)),
    leftovers(result, style),
    `\n${revisionLine(result, style)}\n`,
  ].join('');
}

/** Never synced, by nobody: what somebody else delivers has a health. */
function isUntouched({ state, last, pending, problems }: ApplicationStatus): boolean {
  const isTheirs = problems.some(({ code }) => code === 'CLUSTER_ARGOCD_OWNS' || code === 'CLUSTER_NOT_OURS');
  return state === 'never' && last === undefined && pending === undefined && !isTheirs;
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
  if (state === 'never') return style.faint('never synced');
  return state === 'synced' ? style.good(state) : style.warn(state);
}

function linesOf(item: ApplicationStatus, style: Style): string[] {
  const failure = failureOf(item);
  return [
    ...(failure === undefined
      ? []
      : [
          `${style.bad(failure.result)} ${failure.action} of ${shortCommit(failure.commit)} by ${failure.actor}, started ${failure.started}${failure.message === undefined ? '' : `: ${failure.message}`}`,
        ]),
    ...problemLines(item.problems, style),
    ...(isUntouched(item) ? [] : healthLines(item.unhealthy, style)),
    ...item.drift.map(({ object, reason, fields, managers }) => {
      const by = managers.length === 0 ? '' : ` by ${managers.join(', ')}`;
      return objectLine(style.warn('drifted'), object, [reason, fields.join(', ')].filter((part) => part !== '').join(': ') + by);
    }),
    ...item.retained.map(({ object, reason }) => objectLine(style.warn('kept'), object, `left Git; ${reason}`)),
    ...(item.hold === undefined
      ? []
      : [
          `${style.warn('held')} at ${shortCommit(item.hold.to)} since ${item.hold.since} by ${item.hold.actor}, instead of ${shortCommit(item.hold.commit)}; a newer commit with other content or sync --resume lifts it`,
        ]),
    ...(item.pending === undefined
      ? []
      : [
          `${style.warn('pending')} ${item.pending.action} of ${shortCommit(item.pending.commit)} by ${item.pending.actor}, started ${item.pending.started}; the next sync goes on from there`,
        ]),
  ];
}
