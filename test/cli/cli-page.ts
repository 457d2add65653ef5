import type { Command, Option } from 'commander';

/** docs/cli.md: every command with its description, options and examples, as the help has them. */
export function cliPage(program: Command): string {
  return `${INTRODUCTION}\n## Global options\n\n${options(program)}\n${[...sections(program, 'gitops')].join('\n')}`;
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
  const parts = [`## \`${name}\``, command.description(), `\`\`\`\n${usage}\n\`\`\``];
  if (command.registeredArguments.length > 0)
    parts.push(
      table(
        'argument',
        command.registeredArguments.map((argument) => [
          `\`${argument.name()}\``,
          argument.description + shownDefault(argument.defaultValue),
        ]),
      ),
    );
  if (command.options.length > 0) parts.push(options(command).trimEnd());
  const [examples = '', ...notes] = examplesOf(command).split('\n\n');
  if (examples !== '') parts.push(`\`\`\`sh\n${examples}\n\`\`\``, ...notes);
  return `${parts.join('\n\n')}\n`;
}

function options(command: Command): string {
  return `${table(
    'option',
    command.options.map((option) => [`\`${option.flags}\``, describe(option)]),
  )}\n`;
}

function describe(option: Option): string {
  const choices = option.argChoices ? ` (${option.argChoices.map((choice) => `\`${choice}\``).join(', ')})` : '';
  return `${option.description}${choices}${option.negate ? '' : shownDefault(option.defaultValue)}`;
}

function shownDefault(value: unknown): string {
  return value === undefined ? '' : ` (default: \`${String(value)}\`)`;
}

function table(head: string, rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line([head, 'meaning']), '|---|---|', ...rows.map(line)].join('\n');
}

/** What `--help` prints after the options. */
function examplesOf(command: Command): string {
  let text = '';
  const writeOut = (part: string) => {
    text += part;
  };
  command.configureOutput({ writeOut }).outputHelp();
  return text.split('\nExamples:\n')[1]?.replace(/^ {2}/gm, '').trimEnd() ?? '';
}

const INTRODUCTION = `# The command line

Every command and option, exit codes and environment variables. \`--help\` prints the same text; a test compares them.

\`\`\`sh
gitops --help
gitops sync --help
\`\`\`

Results go to standard output, progress and errors to standard error. On a terminal, progress is live. In CI and in
pipes, it is one line for each event.

| exit code | meaning |
|---|---|
| 0 | done, and there is nothing left to do |
| 1 | an error, printed as \`error CODE: what\` with its place and the next action ([errors.md](errors.md)); findings of \`check\` and \`list\` |
| 2 | there are changes: \`diff\`, \`plan\`, \`sync --dry-run\`, \`delete --dry-run\`, \`synth --check\`; there are orphans: \`orphans\` |
| 3 | not healthy, not verified, or held by a rollback: \`sync\`, \`rollback\`, \`verify\`, \`health\`; not gone: \`delete\`; not running: \`local status\` |
| 64 | the command line is invalid |
| 130 | stopped by Ctrl-C or SIGTERM |

The first Ctrl-C waits for requests in flight, records what was done, and lists what is half done; the next \`sync\`
continues. The second Ctrl-C stops at once; the next \`sync\` still converges.

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
