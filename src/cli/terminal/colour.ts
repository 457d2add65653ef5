/** Values of `--color`. */
export const COLOUR_WHEN: readonly string[] = ['auto', 'always', 'never'];

/** The arguments with `--color` alone as `--color=always`: what follows it is a command or another option. */
export function withColourValue(argv: readonly string[]): readonly string[] {
  const options = argv.includes('--') ? argv.indexOf('--') : argv.length;
  return argv.map((word, index) =>
    word === '--color' && index < options && !COLOUR_WHEN.includes(argv[index + 1] ?? '') ? '--color=always' : word,
  );
}

/**
 * Whether the output is coloured. Read from the words, because errors of parsing need it before the options
 * are known; the last one counts.
 *
 * @param automatic what the terminal and the environment (NO_COLOR) say
 */
export function wantsColour(argv: readonly string[], automatic: boolean): boolean {
  const words = withColourValue(argv).map((word, index, all) =>
    word === '--color' ? `--color=${all[index + 1]}` : word,
  );
  const last = words.findLast((word) => word === '--no-color' || /^--color=(auto|always|never)$/.test(word));
  if (last === undefined || last === '--color=auto') return automatic;
  return last === '--color=always';
}
