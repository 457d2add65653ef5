import type { CliOption } from './option.js';
import type { OptionGroup } from './option-groups.js';

type Ungrouped = Readonly<Record<string, Omit<CliOption, 'group'>>>;

/** Options of one section of the help. */
export function declareOptions<const Options extends Ungrouped>(
  group: OptionGroup,
  options: Options,
): { readonly [Key in keyof Options]: Options[Key] & { readonly group: OptionGroup } } {
  const grouped = Object.entries(options).map(([key, option]) => [key, { ...option, group }] as const);
  return Object.fromEntries(grouped) as { [Key in keyof Options]: Options[Key] & { group: OptionGroup } };
}
