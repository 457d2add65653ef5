/**
 * How wide a line on standard output may be. COLUMNS comes first, terminal or not, as with git, ps and
 * Python. Undefined where nothing is to be cut.
 *
 * @param terminal the width of the terminal; undefined, or 0 where it does not say, means no limit
 */
export function columnsOf(
  environment: Readonly<Record<string, string | undefined>>,
  terminal: number | undefined,
): number | undefined {
  const given = environment['COLUMNS']?.trim() ?? '';
  if (/^[1-9]\d{0,8}$/.test(given)) return Number(given);
  return terminal || undefined;
}
