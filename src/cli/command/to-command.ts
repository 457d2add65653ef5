import { Argument, type Command } from 'commander';
import type { Cli } from '../cli.js';
import { addOptions } from './add-options.js';
import { endSoon } from './end-soon.js';
import { tellStop } from './tell-stop.js';
import { VERB_GROUPS, type Verb, type VerbArgument } from './verb.js';
import { VerbCommand } from './verb-command.js';

/** A verb as a command of commander, which runs it and keeps its exit code. */
export function toCommand(cli: Cli, verb: Verb): Command {
  const { name, group, summary, description, argument, options, examples = [], notes, run, changes, verbs = [] } = verb;
  const command = new VerbCommand(name, examples, notes)
    .summary(summary)
    .description(description)
    .helpGroup(VERB_GROUPS[group]);
  if (argument !== undefined) command.addArgument(toArgument(argument));
  addOptions(command, options);
  for (const child of verbs) command.addCommand(toCommand(cli, child));
  if (run !== undefined)
    command.action(async () => {
      const call = { declared: options, argument: command.processedArgs[0] };
      const running = run(cli, command.optsWithGlobals(), call);
      cli.finish(await (changes ? tellStop(cli, running) : endSoon(cli.signal, running)));
    });
  return command;
}

function toArgument({ name, help, choices, default: value }: VerbArgument): Argument {
  const argument = new Argument(name, help);
  if (choices !== undefined) argument.choices(choices);
  if (value !== undefined) argument.default(value);
  return argument;
}
