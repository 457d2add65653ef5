/**
 * The line, from 1, where each document of a YAML text that is not empty begins; undefined where lines do not
 * separate them, so that their number may differ. Pure.
 *
 * @param count how many documents a parser found
 */
export function documentLines(text: string, count: number): readonly number[] | undefined {
  const starts: number[] = [];
  let isOpen = false;
  for (const [index, line] of text.split('\n').entries()) {
    const content = line
      .replace(/^---(\s|$)/, '')
      .replace(/#.*/s, '')
      .trim();
    if (/^(---|\.\.\.)(\s|$)/.test(line)) isOpen = false;
    if (content === '' || isOpen || /^(%|\.\.\.)/.test(line)) continue;
    starts.push(index + 1);
    isOpen = true;
  }
  return starts.length === count ? starts : undefined;
}
