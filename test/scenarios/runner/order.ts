/**
 * Told only where a scenario asks for them: when an object gets ready is a race with whatever comes after it
 * in the same wave.
 */
const PROGRESS = /^(ready|completed|failed) /;

export interface OrderOptions {
  /**
   * Lines of the expectation: those about progress are kept, all others of that sort are left out. Default:
   * none.
   */
  readonly asked?: readonly string[];
  /** By `Kind/name`. */
  readonly waves: ReadonlyMap<string, string>;
}

/**
 * Brings lines that either order may have into one: objects of one wave and kind are written in parallel by
 * both tools, and so are deletions of any kind.
 */
export function normalOrder(lines: readonly string[], { asked = [], waves }: OrderOptions): readonly string[] {
  const kept = lines.filter((line) => !PROGRESS.test(line) || asked.includes(line));
  const groups: string[][] = [];
  for (const line of kept) {
    const last = groups.at(-1);
    if (last && groupOf(last[0]!, waves) === groupOf(line, waves)) last.push(line);
    else groups.push([line]);
  }
  return groups.flatMap((group) => [...group].sort());
}

/**
 * Which lines may change places: writes of one kind and wave, deletions of one wave; progress has its own
 * place.
 */
function groupOf(line: string, waves: ReadonlyMap<string, string>): string {
  const [verb = '', reference = ''] = line.split(' ');
  const wave = waves.get(reference) ?? '0';
  if (verb === 'deleted') return `${verb} ${wave}`;
  return PROGRESS.test(line) ? line : `written ${reference.split('/')[0]} ${wave}`;
}
