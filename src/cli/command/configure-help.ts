import { type Argument, type Command, Help, type Option } from 'commander';
import type { Cli } from '../cli.js';
import { styleFor } from '../terminal/style.js';
import { DeclaredOption } from './declared-option.js';
import { VerbCommand } from './verb-command.js';

/** A screen is 40 lines of 100 columns; text that is wider is hard to read. */
const WIDEST = 100;
/** Examples that `--help` shows. */
const FEW = 2;

/**
 * What `--help` prints of a command: the options that are common, in sections, two examples, and how to see
 * the rest.
 *
 * @param isWhole `--help --all`: every option, example and note
 */
export function configureHelp(command: Command, cli: Cli, isWhole: boolean): void {
  const { terminal } = cli;
  command
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: () => undefined, // errors are thrown and printed once, in main
      getOutHelpWidth: () => Math.min(terminal.columns() ?? WIDEST, WIDEST),
      getOutHasColors: () => terminal.colour,
    })
    .configureHelp({
      styleTitle: (text) => styleFor(true).strong(text),
      optionDescription,
      subcommandTerm: (child) => [child.name(), ...child.registeredArguments.map(argumentTerm)].join(' '),
      formatHelp: (shown, helper) => {
        // Only here: suggestions for misspelt options are made of all of them.
        helper.visibleOptions = (of) => (isWhole ? everyOption(of) : of.options.filter(isCommon));
        const text = Help.prototype.formatHelp.call(helper, shown, helper).trimEnd();
        return `${[text, ...endOf(shown, helper, isWhole)].join('\n\n')}\n`;
      },
    });
}

function isCommon(option: Option): boolean {
  return option instanceof DeclaredOption && option.isCommon;
}

/** With those of `gitops` itself, which every command takes. */
function everyOption(command: Command): Option[] {
  const global = rootOf(command).options.filter((option) => option instanceof DeclaredOption);
  return command.parent === null ? [...command.options] : [...command.options, ...global];
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}

function argumentTerm(argument: Argument): string {
  return argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;
}

/** The texts name the choices themselves. */
function optionDescription({ description, defaultValue, required, negate }: Option): string {
  return defaultValue === undefined || negate || !required ? description : `${description} (default: ${defaultValue})`;
}

/** The text below the options. */
function endOf(command: Command, helper: Help, isWhole: boolean): readonly string[] {
  const { examples, notes } = command instanceof VerbCommand ? command : { examples: [], notes: undefined };
  const shown = isWhole ? examples : examples.slice(0, FEW);
  const more = everyOption(command).length - command.options.filter(isCommon).length;
  const name = helper.commandUsage(command).split(/ [[<]/)[0];
  return [
    ...(shown.length === 0 ? [] : [[helper.styleTitle('Examples:'), ...shown.map((line) => `  ${line}`)].join('\n')]),
    ...(notes === undefined ? [] : [helper.boxWrap(notes, helper.helpWidth ?? WIDEST)]),
    ...(isWhole ? [] : [`${more} more options: ${name} --help --all`]),
  ];
}
