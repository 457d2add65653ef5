import type { Command } from 'commander';
import { DeclaredOption } from './declared-option.js';
import type { CliOption, CliOptions } from './option.js';
import { OPTION_GROUPS } from './option-groups.js';

const ORDER = Object.keys(OPTION_GROUPS);

/** Adds options in the order of the sections of the help. */
export function addOptions(command: Command, options: CliOptions): void {
  const rank = ({ group }: CliOption) => ORDER.indexOf(group);
  for (const option of Object.values(options).toSorted((one, other) => rank(one) - rank(other))) {
    command.addOption(new DeclaredOption(option));
    if (option.no !== undefined) command.addOption(new DeclaredOption(negative(option, option.no)));
  }
}

function negative({ flags, group }: CliOption, help: string): CliOption {
  return { flags: `--no-${/--([a-z-]+)/.exec(flags)?.[1]}`, help, group };
}
