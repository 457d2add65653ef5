import { describeIdentity } from '../../../manifest/identity.js';
import type { ApplicationPlan, PlannedTask, PlanResult } from '../../../workflow/api/plan-result.js';
import { countActions, describeCounts } from '../../reports/action-counts.js';
import { amount } from '../../reports/describe-event.js';
import { cell, code, fill, MARKDOWN_LIMIT, shorten } from '../../reports/markdown.js';
import {
  markdownFoot,
  markdownHead,
  markdownProblems,
  markdownSearched,
  markdownSources,
  markdownTable,
  markdownUnread,
} from '../../reports/markdown-report.js';
import { namespaceNotes } from '../../reports/namespace-notes.js';

/**
 * A plan for a pull request: what changes in a table, and the order of execution to be unfolded.
 *
 * @param limit most characters; what has no room is counted
 */
export function planMarkdown(result: PlanResult, limit: number = MARKDOWN_LIMIT): string {
  const items = result.applications.map((item) => ({
    ...item,
    tasks: item.schedule.filter(({ action }) => action !== 'keep'),
    namespaces: namespaceNotes(item),
    unchanged: item.schedule.filter(({ action }) => action === 'keep').length,
  }));
  const head = [
    markdownHead('plan', result, countActions(items.flatMap(({ tasks, namespaces }) => [...namespaces, ...tasks]))),
    markdownTable(
      items.map((item) => ({ ...item, counts: countActions([...item.namespaces, ...item.tasks]) })),
      limit / 4,
    ),
    markdownUnread(result, limit / 8),
    markdownSearched(items, limit / 8),
    markdownProblems(items, limit / 4),
  ].join('');
  const foot = markdownFoot(result, limit / 8);
  let room = limit - head.length - foot.length - 200;
  const parts = items.flatMap((item) => {
    if (item.tasks.length + item.namespaces.length === 0) return [];
    const part = orderOf(item, item.tasks, Math.min(room, limit / 4));
    room -= part.length;
    return [part];
  });
  const more = (left: number) =>
    `\n_${amount(left, 'Argo Application')} more: too long for this comment; \`gitops plan\` shows all._\n`;
  return `${head}${fill(parts, limit - head.length - foot.length - 200, more)}${foot}`;
}

function orderOf(item: ApplicationPlan, tasks: readonly PlannedTask[], room: number): string {
  const { application, cluster } = item;
  const namespaces = namespaceNotes(item);
  const rows = tasks.map(({ phase, wave, step, action, object, reason, simulated, notes }) => {
    const why = [cell(shorten(reason, 300)), ...(simulated ? ['simulated'] : []), ...notes.map(cell)].join(', ');
    return `| ${phase} | ${wave} | ${step} | ${action === 'refuse' ? 'not deleted' : action} | ${cell(describeIdentity(object))} | ${why} |\n`;
  });
  const first = namespaces
    .map(({ action, namespace, why }) => `First: ${action} ${code(`Namespace ${namespace}`)} (${code(why)}).\n\n`)
    .join('');
  const head = '| phase | wave | step | action | object | reason |\n|---|--:|--:|---|---|---|\n';
  const body = fill(rows, Math.max(0, room - 1_000), (left) => `| | | | | … ${left} more | |\n`);
  const title = `${code(application)} on ${code(cluster)}: ${describeCounts(countActions([...namespaces, ...tasks]))}`;
  return `\n#### ${title}\n\n<details><summary>order of execution</summary>\n\n${markdownSources(item.sources)}${first}${head}${body}\n</details>\n`;
}
