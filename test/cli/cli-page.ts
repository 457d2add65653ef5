import type { Command } from 'commander';
import { DeclaredOption } from '../../src/cli/command/declared-option.js';
import { VerbCommand } from '../../src/cli/command/verb-command.js';

/** docs/cli.md: every command with its description, options and examples, as the help has them. */
export function cliPage(program: Command): string {
  return `${INTRODUCTION}\n## Global options\n\n${optionTable(program)}\n\n${[...sections(program, 'gitops')].join('\n')}`;
}

function* sections(parent: Command, prefix: string): Generator<string> {
  for (const command of parent.commands) {
    if (command.name().startsWith('__')) continue;
    const name = `${prefix} ${command.name()}`;
    yield section(command, name);
    yield* sections(command, name);
  }
}

function section(command: Command, name: string): string {
  const words = command.registeredArguments.map((argument) => {
    const text = `${argument.name()}${argument.variadic ? '...' : ''}`;
    return argument.required ? `<${text}>` : `[${text}]`;
  });
  const usage = [
    name,
    ...words,
    ...(command.options.length > 0 ? ['[options]'] : []),
    ...(command.commands.length > 0 ? ['<command>'] : []),
  ].join(' ');
  const { examples, notes } = command instanceof VerbCommand ? command : { examples: [], notes: undefined };
  return `${[
    `## \`${name}\``,
    command.description(),
    `\`\`\`\n${usage}\n\`\`\``,
    ...(command.registeredArguments.length === 0 ? [] : [argumentTable(command)]),
    ...(command.options.length === 0 ? [] : [optionTable(command)]),
    ...(examples.length === 0 ? [] : [`\`\`\`sh\n${examples.join('\n')}\n\`\`\``]),
    ...(notes === undefined ? [] : [notes]),
  ].join('\n\n')}\n`;
}

function argumentTable({ registeredArguments }: Command): string {
  return table(
    ['argument', 'meaning'],
    registeredArguments.map((argument) => [
      `\`${argument.name()}\``,
      argument.description + (argument.defaultValue === undefined ? '' : ` (default: \`${argument.defaultValue}\`)`),
    ]),
  );
}

/** In the sections of the help; those that `--help` shows are bold. */
function optionTable(command: Command): string {
  const help = command.createHelp();
  const rows = command.options.map((option) => {
    const flags = `\`${option.flags}\``;
    const isCommon = option instanceof DeclaredOption && option.isCommon;
    return [
      option.helpGroupHeading?.replace(/:$/, '').toLowerCase() ?? '',
      isCommon ? `**${flags}**` : flags,
      help.optionDescription(option),
    ];
  });
  const sections = rows.map(([section = '', ...rest], index) => [
    section === rows[index - 1]?.[0] ? '' : section,
    ...rest,
  ]);
  return table(['section', 'option', 'meaning'], sections);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

const INTRODUCTION = `# The command line

Every command and option, exit codes and environment variables. \`gitops --help\` lists the commands. \`--help\`
after a command, or \`gitops help <command>\`, fits a screen of 40 lines of 100 columns: it shows the options
that are bold here. \`--help --all\` shows every option. A test compares this page with them.

Tables are as wide as the terminal, or as \`COLUMNS\` says. The last column is cut with \`…\`. Columns that have
no room are left out, and the head has \`…\` for them. \`--output wide\` shows every column whole. In a pipe
and in a file nothing is cut, unless \`COLUMNS\` is set.

\`\`\`sh
gitops --help
gitops sync --help
\`\`\`

Results go to standard output, progress and errors to standard error. On a terminal, progress is live. In CI and in
pipes, it is one line for each event.

| exit code | meaning |
|---|---|
| 0 | done, and there is nothing left to do |
| 1 | an error, printed as \`error CODE: what\` with its place and the next action ([errors.md](errors.md)); findings of \`check\` and \`list\`; files that \`windows\` cannot read |
| 2 | there are changes: \`diff\`, \`plan\`, \`sync --dry-run\`, \`delete --dry-run\`, \`synth --check\`; there are orphans: \`orphans\` |
| 3 | not healthy, not verified, or held by a rollback: \`sync\`, \`rollback\`, \`verify\`, \`health\`; not gone: \`delete\`; not running: \`local status\` |
| 64 | the command line is invalid |
| 130 | stopped by Ctrl-C or SIGTERM |

At the first Ctrl-C or SIGTERM, verbs that change something (\`sync\`, \`rollback\`, \`delete\`, \`synth\`, \`init\`) wait for
what is in flight, record what was done and list what is half done; the next \`sync\` continues. Other verbs end within
three seconds. The second Ctrl-C stops at once; the next \`sync\` still converges.

\`--output json\` prints one JSON document per line: \`Event\` during the run, then the result, or \`Error\`. Each has
\`apiVersion: cdk8s-gitops.io/v1\` and a \`kind\`. Their JSON Schemas are in [output-schema](output-schema/).

| variable | effect |
|---|---|
| \`NO_COLOR\`, \`FORCE_COLOR\`, \`CI\` | colour and live progress |
| \`COLUMNS\` | width of tables, in place of that of the terminal |
| \`KUBECONFIG\` | files with contexts. Contexts of running local clusters (\`gitops-<name>\`) are found without it |
| \`XDG_CACHE_HOME\` | where results are cached (default \`~/.cache\`, in \`cdk8s-gitops\`; safe to delete) |
| \`XDG_STATE_HOME\` | where local clusters are |
| \`KUBEBUILDER_ASSETS\` | binaries of a control plane |
| \`AWS_…\` | their usual meaning ([eks.md](eks.md)) |
`;
