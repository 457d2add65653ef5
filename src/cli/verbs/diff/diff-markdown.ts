import { describeIdentity } from '../../../manifest/identity.js';
import type { ApplicationDiff, DiffChange, DiffResult } from '../../../workflow/api/results.js';
import { countActions, describeCounts } from '../../reports/action-counts.js';
import { amount } from '../../reports/describe-event.js';
import { code, cut, fence, fill, html, htmlCode, MARKDOWN_LIMIT, shorten } from '../../reports/markdown.js';
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

/** Of one object; what is longer is looked at with `gitops diff`. */
const MAX_CHANGE = 12_000;
const MARK = { create: '+', update: '~', recreate: '±', delete: '-', refuse: '!' } as const;

/**
 * A diff for a pull request: what changes in a table, and each object to be unfolded.
 *
 * @param limit most characters; what has no room is counted
 */
export function diffMarkdown(result: DiffResult, limit: number = MARKDOWN_LIMIT): string {
  const { applications } = result;
  const head = [
    markdownHead('diff', result, countActions(applications.flatMap(actionsOf))),
    markdownTable(
      applications.map((item) => ({ ...item, counts: countActions(actionsOf(item)), unchanged: item.kept })),
      limit / 4,
    ),
    markdownUnread(result, limit / 8),
    markdownSearched(applications, limit / 8),
    markdownProblems(applications, limit / 4),
  ].join('');
  const foot = markdownFoot(result, limit / 8);
  const parts = applications.flatMap((item) => partsOf(item));
  const more = (left: number) =>
    `\n_${amount(left, 'change')} more: too long for this comment; \`gitops diff\` shows all._\n`;
  return `${head}${fill(parts, limit - head.length - foot.length - 200, more)}${foot}`;
}

/**
 * Each change with the name of its Argo Application above the first, so that it may end after any of them.
 */
function partsOf(item: ApplicationDiff): readonly string[] {
  const counts = describeCounts(countActions(actionsOf(item)));
  const sources = item.sources === undefined ? '' : `\n${markdownSources(item.sources).trimEnd()}\n`;
  const title = `\n#### ${code(item.application)} on ${code(item.cluster)}: ${counts}\n${sources}`;
  const namespaces = namespaceNotes(item).map(
    ({ action, namespace, why }) => `\n- ${action} ${code(`Namespace ${namespace}`)} (${code(why)})\n`,
  );
  const hooks = (item.hooks ?? []).map(
    ({ object, phase, reason }) => `\n- run ${code(describeIdentity(object))} (${phase} hook, ${code(reason)})\n`,
  );
  return [...namespaces, ...hooks, ...item.changes.map(changeOf)].map(
    (part, index) => `${index === 0 ? title : ''}${part}`,
  );
}

function actionsOf(item: ApplicationDiff): readonly { readonly action: string }[] {
  const { changes, hooks = [] } = item;
  return [...namespaceNotes(item), ...changes, ...hooks.map(({ phase }) => ({ action: 'run', phase }))];
}

function changeOf({ action, object, reason, text, simulated, notes }: DiffChange): string {
  const why = [html(shorten(reason, 300)), ...(simulated ? ['simulated'] : [])].join(', ');
  const summary = `${MARK[action]} ${action} ${htmlCode(describeIdentity(object))} (${why})`;
  const told = notes.map((note) => `- ${code(note)}\n`).join('');
  if (text === '') return `\n- ${summary}\n${told}`;
  return `\n<details><summary>${summary}</summary>\n\n${told === '' ? '' : `${told}\n`}${fence(cut(text, MAX_CHANGE), 'diff')}\n</details>\n`;
}
