import { describeIdentity } from '../../../manifest/identity.js';
import type { ApplicationPlan, PlannedTask, PlanResult } from '../../../workflow/api/plan-result.js';
import { countActions, describeCounts } from '../../reports/action-counts.js';
import { deliveryNotes } from '../../reports/delivery-notes.js';
import { amount } from '../../reports/describe-event.js';
import { leftovers, namespaceLines, problemLines, revisionLine, sourceLines } from '../../reports/details.js';
import { namespaceNotes } from '../../reports/namespace-notes.js';
import { searchedNote } from '../../reports/searched-note.js';
import { inLines } from '../../terminal/in-lines.js';
import type { Style } from '../../terminal/style.js';

/** What a sync would do, in the order in which it would do it; what is kept is only counted. */
export function planText(given: PlanResult, style: Style): string {
  const result = inLines(given);
  const tasks = result.applications.flatMap((item) => [...namespaceNotes(item), ...item.schedule.filter(isShown)]);
  const problems = result.applications.reduce((sum, item) => sum + item.problems.length, 0);
  const unread = result.errors === undefined ? '' : `${style.bad('not all clusters could be read')}, `;
  const refused = problems === 0 ? '' : `${style.bad(`${amount(problems, 'problem')}: a sync would be refused`)}, `;
  return [
    ...result.applications.map((item) => `${applicationText(item, style)}\n`),
    leftovers(result, style).replace(/^\n/, ''),
    `${revisionLine(result, style)}\n${unread}${refused}${describeCounts(countActions(tasks))}\n`,
  ].join('');
}

function applicationText(item: ApplicationPlan, style: Style): string {
  const { application, cluster, wave, schedule, problems, held, orphaned } = item;
  const tasks = schedule.filter(isShown);
  const kept = schedule.length - tasks.length;
  const searched = searchedNote(item);
  const notes = [
    ...deliveryNotes(item).map((note) => style.accent(note)),
    ...(wave === 0 ? [] : [style.faint(`wave ${wave} of its environment`)]),
    ...(orphaned ? [style.warn('no longer in Git')] : []),
    ...(held ? [style.warn('held: a rollback keeps sync from applying this revision')] : []),
  ];
  const head = `${style.strong(application)} ${style.faint('on')} ${cluster}${notes.map((note) => `, ${note}`).join('')}\n`;
  const told = [...sourceLines(item.sources, style), ...problemLines(problems, style)].map((line) => `  ${line}\n`);
  const unchanged = kept === 0 ? '' : `  ${style.faint(`${amount(kept, 'object')} unchanged`)}\n`;
  const foot = searched === undefined ? '' : `  ${style.faint(searched)}\n`;
  return [head, ...told, ...namespaceLines(item, style), scheduleText(tasks, style), unchanged, foot].join('');
}

/** A line above the first task of each phase and wave. */
function scheduleText(tasks: readonly PlannedTask[], style: Style): string {
  let place = '';
  return tasks
    .map((task) => {
      const here = `${task.phase}, wave ${task.wave}`;
      const head = here === place ? '' : `  ${style.faint(here)}\n`;
      place = here;
      return `${head}${taskText(task, style)}`;
    })
    .join('');
}

const MARK = { create: '+', update: '~', recreate: '±', delete: '-', refuse: '!', run: '>', keep: ' ' } as const;

function taskText({ step, action, object, reason, simulated, notes }: PlannedTask, style: Style): string {
  const paint = {
    create: style.good,
    update: style.accent,
    recreate: style.warn,
    delete: style.bad,
    refuse: style.warn,
    run: style.accent,
    keep: style.faint,
  };
  const why = style.faint(` (${reason}${simulated ? ', simulated' : ''})`);
  const words = action === 'refuse' ? 'not deleted' : action;
  const told = notes.map((note) => `           ${style.faint(note)}\n`).join('');
  return `  ${style.faint(String(step).padStart(4))}  ${paint[action](`${MARK[action]} ${words}`)} ${describeIdentity(object)}${why}\n${told}`;
}

function isShown({ action }: PlannedTask): boolean {
  return action !== 'keep';
}
