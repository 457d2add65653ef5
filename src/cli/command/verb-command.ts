import { Command } from 'commander';

/** A command with what its help shows below its options. */
export class VerbCommand extends Command {
  constructor(
    name: string,
    readonly examples: readonly string[],
    readonly notes?: string,
  ) {
    super(name);
  }
}
