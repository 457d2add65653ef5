/** Told only where a scenario asks for them: when an object gets ready is a race with whatever comes after it in the same wave. */
const PROGRESS = /^(ready|completed|failed) /;

/**
 * Brings lines that either order may have into one: objects of one kind are written in parallel by both tools, and so are deletions of any kind.
 *
 * @param asked lines of the expectation: those about progress are kept, all others of that sort are left out
 */
export function normalOrder(lines: readonly string[], asked: readonly string[] = []): readonly string[] {
  const kept = lines.filter((line) => !PROGRESS.test(line) || asked.includes(line));
  const groups: string[][] = [];
  for (const line of kept) {
    const last = groups.at(-1);
    if (last && groupOf(last[0]!) === groupOf(line)) last.push(line);
    else groups.push([line]);
  }
  return groups.flatMap((group) => [...group].sort());
}

/** `created ConfigMap`; deletions are one group. */
function groupOf(line: string): string {
  const [verb = '', reference = ''] = line.split(' ');
  return verb === 'deleted' ? verb : `${verb} ${reference.split('/')[0]}`;
}
