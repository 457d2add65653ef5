/**
 * The line that contains a text, 1-based. Undefined when no line does.
 *
 * @param from the line to begin with
 */
export function lineOf(content: string | undefined, text: string, from = 1): number | undefined {
  const wanted = text.trim().split('\n')[0]?.trim() ?? '';
  if (content === undefined || wanted === '') return undefined;
  const lines = content.split('\n');
  const at = lines.findIndex((line, index) => index >= from - 1 && line.includes(wanted));
  return at < 0 ? undefined : at + 1;
}
