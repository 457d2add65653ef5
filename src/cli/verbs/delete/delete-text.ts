import { describeIdentity } from '../../../manifest/identity.js';
import type { ApplicationDeletion, DeleteOutcome, DeleteResult } from '../../../workflow/api/delete-result.js';
import { amount } from '../../reports/describe-event.js';
import { details, leftovers, objectLine, problemLines } from '../../reports/details.js';
import { inLines } from '../../terminal/in-lines.js';
import type { Style } from '../../terminal/style.js';
import { table } from '../../terminal/table.js';

/** What a deletion did, or would do. */
export function deleteText(given: DeleteResult, style: Style, columns?: number): string {
  const result = inLines(given);
  const { applications } = result;
  if (applications.length === 0) return `Nothing to delete.\n${leftovers(result, style)}`;
  const rows = applications.map((item) => [
    item.application,
    item.cluster,
    paint(item.outcome, style),
    countOf(item, result),
  ]);
  const returning = applications.filter(({ inGit }) => inGit).map(({ application }) => application);
  return [
    table(['APPLICATION', 'CLUSTER', 'OUTCOME', 'OBJECTS'], rows, columns),
    ...applications.map((item) => details(item.application, item.cluster, linesOf(item, result, style), style)),
    leftovers(result, style),
    returning.length === 0
      ? ''
      : `\n${style.warn('warning')} still in Git, the next sync brings it back: ${[...new Set(returning)].join(', ')}. Remove it there.\n`,
  ].join('');
}

function countOf({ objects, done, outcome, refused }: ApplicationDeletion, { cascade }: DeleteResult): string {
  const verb = cascade === 'orphan' ? 'forget' : 'delete';
  const what =
    outcome === 'planned'
      ? `${amount(objects.length, 'object')} to ${verb}`
      : `${done} of ${amount(objects.length, 'object')}`;
  return refused.length === 0 ? what : `${what}, ${refused.length} kept`;
}

function linesOf(item: ApplicationDeletion, result: DeleteResult, style: Style): string[] {
  const verb = result.cascade === 'orphan' ? 'forget' : 'delete';
  return [
    ...(item.outcome === 'planned'
      ? item.objects.map((object) => `${style.warn(verb)} ${describeIdentity(object)}`)
      : []),
    ...(item.message === undefined || item.errors.length > 0 ? [] : [item.message]),
    ...problemLines(item.errors, style),
    ...item.terminating.map(({ object, reason }) => objectLine(style.warn('not gone'), object, reason)),
    ...item.refused.map(({ object, reason }) => objectLine(style.warn('kept'), object, reason)),
    ...(item.outcome === 'kept' ? ['The inventory stays with what was kept; --cascade orphan forgets it.'] : []),
    ...(item.outcome === 'terminating' ? ['The inventory stays; run it again to finish.'] : []),
  ];
}

function paint(outcome: DeleteOutcome, style: Style): string {
  if (outcome === 'deleted' || outcome === 'forgotten') return style.good(outcome);
  return outcome === 'failed' ? style.bad(outcome) : style.warn(outcome);
}
