import { checkSync, type Diagnostics } from 'recheck';

export type Verdict = 'linear' | 'slow' | 'undecided';

/** The checker compiled to JavaScript: the same on every platform, and no other process. */
process.env['RECHECK_BACKEND'] = 'pure';

/**
 * Whether a pattern takes time in proportion to the length of the text that it searches: proved where the
 * checker knows all that the pattern holds, otherwise tried with texts that it makes up.
 *
 * @param timeoutMs of each of the two ways
 */
export function judgePattern(source: string, flags: string, timeoutMs: number): Verdict {
  const form = flags.includes('i') ? lowerCase(source) : source;
  const known = withoutLookbehind(form);
  const others = flags.replace(/[div]/g, '');
  const proof = checkSync(known, others, { checker: 'automaton', timeout: timeoutMs });
  if (proof.status !== 'unknown') return verdictOf(proof);
  return verdictOf(checkSync(form, others, { checker: 'fuzz', timeout: timeoutMs }));
}

function verdictOf({ status }: Diagnostics): Verdict {
  if (status === 'safe') return 'linear';
  return status === 'vulnerable' ? 'slow' : 'undecided';
}

/** A text in lower case is matched in the same steps, and the proof is much smaller. */
function lowerCase(source: string): string {
  return source.replace(/\\.|[A-Z]/gs, (part) => (part.startsWith('\\') ? part : part.toLowerCase()));
}

/** `(?<![x])` reads one character back; so does `(?:^|[^x])`, which the checker knows. */
function withoutLookbehind(source: string): string {
  return source.replace(/\(\?<!\[([^\]]+)\]\)/g, '(?:^|[^$1])');
}
