import { describeIdentity } from '../../../manifest/identity.js';
import type { ApplicationVerification, VerifyResult } from '../../../workflow/api/results.js';
import { deliveryNotes } from '../../reports/delivery-notes.js';
import { cell, code, cut, fence, fill, html, htmlCode, MARKDOWN_LIMIT, shorten } from '../../reports/markdown.js';
import {
  markdownFoot,
  markdownProblems,
  markdownRevision,
  markdownSearched,
  markdownUnread,
} from '../../reports/markdown-report.js';

/** Whether live is what was committed, for the summary of a pipeline. */
export function verifyMarkdown(result: VerifyResult, limit: number = MARKDOWN_LIMIT): string {
  const rows = result.applications.map(
    ({ application, cluster, verified, objects, ...delivery }) =>
      `| ${cell(application)} | ${cell(cluster)} | ${[verified ? 'verified' : '**not verified**', ...deliveryNotes(delivery)].join(', ')} | ${objects} |\n`,
  );
  const head = '| Argo Application | cluster | result | objects |\n|---|---|---|--:|\n';
  const table =
    rows.length === 0
      ? 'Nothing is selected.\n'
      : `${head}${fill(rows, limit / 4, (left) => `| … ${left} more | | | |\n`)}`;
  const problems = markdownProblems(result.applications, limit / 4, 'not verified');
  const verdict = result.verified ? 'verified' : 'not verified';
  const unread = markdownUnread(result, limit / 8);
  const searched = markdownSearched(result.applications, limit / 8);
  const title = `### gitops verify: ${verdict}\n\n${markdownRevision(result)}\n`;
  const top = `${title}${table}${unread}${searched}${problems}`;
  const foot = markdownFoot({ ...result, orphaned: [] }, limit / 8);
  const parts = result.applications.flatMap(partsOf);
  return `${top}${fill(parts, limit - top.length - foot.length - 200, (left) => `\n_${left} more: \`gitops verify\` shows all._\n`)}${foot}`;
}

function partsOf({ application, unhealthy, differences }: ApplicationVerification): readonly string[] {
  return [
    ...unhealthy.map(({ object, status, message = '' }) =>
      `\n- ${code(application)}: ${status} ${code(describeIdentity(object))} ${code(shorten(message, 1_000))}`
        .trimEnd()
        .concat('\n'),
    ),
    ...differences.map(({ object, reason, text }) => {
      const summary = `${htmlCode(application)}: ${htmlCode(describeIdentity(object))} ${html(shorten(reason, 300))}`;
      return text === ''
        ? `\n- ${summary}\n`
        : `\n<details><summary>${summary}</summary>\n\n${fence(cut(text, 12_000), 'diff')}\n</details>\n`;
    }),
  ];
}
