import { describeIdentity } from '../../../manifest/identity.js';
import type { ApplicationDiff, DiffChange, DiffResult } from '../../../workflow/api/results.js';
import { deliveryNotes } from '../../reports/delivery-notes.js';
import { amount } from '../../reports/describe-event.js';
import { leftovers, namespaceLines, problemLines, revisionLine, sourceLines } from '../../reports/details.js';
import { namespaceNotes } from '../../reports/namespace-notes.js';
import { searchedNote } from '../../reports/searched-note.js';
import { inLines } from '../../terminal/in-lines.js';
import type { Style } from '../../terminal/style.js';

/** What a sync would change, as unified diffs of live and what it would leave. */
export function diffText(given: DiffResult, style: Style): string {
  const result = inLines(given);
  const parts = result.applications.map((item) => applicationText(item, style));
  return [...parts, leftovers(result, style), summary(result, style)]
    .filter((part) => part !== '')
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
}

function applicationText(item: ApplicationDiff, style: Style): string {
  const head = `${style.strong(item.application)} ${style.faint('on')} ${item.cluster}${deliveryNotes(item)
    .map((note) => `, ${style.accent(note)}`)
    .join('')}${item.held ? ` ${style.warn('held: a rollback keeps sync from applying this revision')}` : ''}\n`;
  const sources = sourceLines(item.sources, style).map((line) => `  ${line}\n`);
  const problems = problemLines(item.problems, style).map((line) => `  ${line}\n`);
  const hooks = (item.hooks ?? []).map(
    ({ object, phase, reason }) =>
      `  ${style.accent('> run')} ${describeIdentity(object)} ${style.faint(`(${phase} hook, ${reason})`)}\n`,
  );
  const namespace = namespaceLines(item, style);
  const searched = searchedNote(item);
  const foot = searched === undefined ? '' : `  ${style.faint(searched)}\n`;
  if (item.changes.length + problems.length + hooks.length + namespace.length === 0)
    return `${head}${sources.join('')}  ${style.faint(`no changes, ${amount(item.kept, 'object')}`)}\n${foot}`;
  const changes = item.changes.map((change) => changeText(change, style));
  return [head, ...sources, ...problems, ...namespace, ...hooks, ...changes, foot].join('');
}

const MARK = { create: '+', update: '~', recreate: '±', delete: '-', refuse: '!' } as const;

function changeText(change: DiffChange, style: Style): string {
  const paint = {
    create: style.good,
    update: style.accent,
    recreate: style.warn,
    delete: style.bad,
    refuse: style.warn,
  }[change.action];
  const reason = change.reason === '' ? '' : style.faint(` (${change.reason}${change.simulated ? ', simulated' : ''})`);
  const notes = change.notes.map((note) => `    ${style.faint(note)}\n`);
  const lines =
    change.text === ''
      ? ''
      : `${change.text
          .trimEnd()
          .split('\n')
          .map((line) => `    ${colourLine(line, style)}`)
          .join('\n')}\n`;
  return `  ${paint(`${MARK[change.action]} ${change.action}`)} ${describeIdentity(change.object)}${reason}\n${notes.join('')}${lines}`;
}

function colourLine(line: string, style: Style): string {
  if (line.startsWith('+')) return style.good(line);
  if (line.startsWith('-')) return style.bad(line);
  return line.startsWith('@@') ? style.accent(line) : line;
}

function summary(result: DiffResult, style: Style): string {
  const counts = new Map<string, number>();
  for (const { action } of result.applications.flatMap((item) => [...namespaceNotes(item), ...item.changes]))
    counts.set(action, (counts.get(action) ?? 0) + 1);
  const parts = [...counts].map(([action, number]) =>
    action === 'refuse' ? `${number} not deleted` : `${number} to ${action}`,
  );
  const hooks = result.applications.reduce(
    (sum, item) => sum + (item.hooks ?? []).filter(({ phase }) => phase !== 'SyncFail').length,
    0,
  );
  if (hooks > 0) parts.push(`${hooks} to run`);
  const problems = result.applications.reduce((sum, item) => sum + item.problems.length, 0);
  if (problems > 0) parts.unshift(style.bad(`${amount(problems, 'problem')}: a sync would be refused`));
  if (result.errors !== undefined) parts.unshift(style.bad('not all clusters could be read'));
  return `${revisionLine(result, style)}\n${parts.join(', ') || 'no changes'}\n`;
}
