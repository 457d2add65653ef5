import { Option } from 'commander';
import type { CliOption } from './option.js';
import { OPTION_GROUPS } from './option-groups.js';

/** An option as commander knows it, with what the help asks of it. */
export class DeclaredOption extends Option {
  readonly isCommon: boolean;

  constructor(declared: CliOption) {
    super(declared.flags, declared.help);
    this.isCommon = declared.common ?? false;
    this.helpGroup(OPTION_GROUPS[declared.group]);
    if (declared.parse !== undefined) this.argParser<unknown>(declared.parse as (value: string) => unknown);
    if (declared.choices !== undefined) this.choices(declared.choices);
    if (declared.default !== undefined) this.default(declared.default);
    if (declared.required) this.makeOptionMandatory();
    if (declared.conflicts !== undefined) this.conflicts(declared.conflicts);
  }
}
