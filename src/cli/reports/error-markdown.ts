import { errorDocument } from './error-document.js';
import { code, fill, MARKDOWN_LIMIT, shorten } from './markdown.js';

/** Why a command failed, in place of its Markdown. */
export function errorMarkdown(verb: string, error: unknown): string {
  const problems = errorDocument(error).problems;
  const lines = problems.map(({ code: name, message, hint, application, cluster }) => {
    const place = application === undefined ? '' : `${code(application)} on ${code(String(cluster))}: `;
    const action = hint === undefined ? '' : `. ${code(shorten(hint, 1_000))}`;
    return `- **${name}** ${place}${code(shorten(message, 1_000))}${action}\n`;
  });
  return `### gitops ${verb} failed\n\n${fill(lines, MARKDOWN_LIMIT / 2, (left) => `- … ${left} more\n`)}`;
}
