/**
 * For options that may be given several times or with commas: `--environment dev --environment staging`,
 * `--environment dev,staging`.
 */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...value.split(',').filter((part) => part !== '')];
}
