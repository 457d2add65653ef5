import type { Command } from 'commander';
import stringWidth from 'string-width';
import { OPTION_GROUPS } from '../../../src/cli/command/option-groups.js';
import { VERB_GROUPS } from '../../../src/cli/command/verb.js';
import { main } from '../../../src/cli/main.js';
import { createProgram } from '../../../src/cli/program.js';
import { captureTerminal } from '../capture-terminal.js';

/** A screen. */
const LINES = 40;
const COLUMNS = 100;

const program = createProgram({
  terminal: captureTerminal().terminal,
  signal: new AbortController().signal,
  finish: () => undefined,
});

const verbs = commandsBelow(program, []).filter(({ words }) => !words[0]!.startsWith('__') && words[0] !== 'help');

function commandsBelow(parent: Command, before: readonly string[]): { words: readonly string[]; command: Command }[] {
  return parent.commands.flatMap((command) => {
    const words = [...before, command.name()];
    return [{ words, command }, ...commandsBelow(command, words)];
  });
}

async function help(...argv: readonly string[]): Promise<string> {
  const { terminal, out, err } = captureTerminal();
  expect(await main(argv, terminal, new AbortController().signal)).toBe(0);
  expect(err()).toBe('');
  return out();
}

const table = verbs.map(({ words, command }) => ({ verb: words.join(' '), words, command }));

test('there are verbs to look at', () => {
  expect(table.length).toBeGreaterThan(20);
});

test.each(table)('$verb --help fits a screen, and says how to see the rest', async ({ verb, words }) => {
  const text = await help(...words, '--help');
  const lines = text.trimEnd().split('\n');

  expect(lines.length).toBeLessThanOrEqual(LINES);
  for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(COLUMNS);
  expect(lines.at(-1)).toMatch(new RegExp(`^\\d+ more options: gitops ${verb} --help --all$`));
  expect(text).toContain('Examples:\n');
});

test.each(table)('$verb --help --all shows every option and example', async ({ words, command }) => {
  const text = await help(...words, '--help', '--all');

  for (const { flags } of [...command.options, ...program.options.filter(({ long }) => long !== '--version')])
    expect(text).toMatch(new RegExp(`^  ${flags.replaceAll(/[[\].+]/g, '\\$&')}\\s`, 'm'));
  for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(COLUMNS);
  expect(text).not.toContain('more options');
});

test.each(table)('$verb has its options in known sections, in their order, under their own names', ({ command }) => {
  const headings: readonly string[] = Object.values(OPTION_GROUPS);
  const found = command.options.map(({ helpGroupHeading = '' }) => headings.indexOf(helpGroupHeading));

  expect(found).not.toContain(-1);
  expect(found).toEqual(found.toSorted((one, other) => one - other));
  expect(Object.values<string>(VERB_GROUPS)).toContain(command.helpGroup());
});

test.each(table)('$verb: the text of an option names what it takes', ({ command }) => {
  for (const { flags, description, argChoices = [] } of command.options)
    for (const choice of argChoices)
      expect(`${flags} ${description}`).toMatch(new RegExp(`(?<!\\w)${choice.replace('+', '\\+')}(?!\\w)`));
});

test('sync --help is between 24 and 40 lines, in sections', async () => {
  const text = await help('sync', '--help');
  const lines = text.trimEnd().split('\n');

  expect(lines.length).toBeGreaterThanOrEqual(24);
  const sections = lines.filter((line) => /^[A-Z].*:$/.test(line));
  expect(sections).toEqual([
    'Selection:',
    'Source:',
    'Cluster access:',
    'Run:',
    'Pruning:',
    'Ownership:',
    'Output:',
    'Examples:',
  ]);
});

test('gitops --help groups the verbs by task', async () => {
  const text = await help('--help');

  const positions = Object.values(VERB_GROUPS).map((group) => text.indexOf(group));
  expect(positions).not.toContain(-1);
  expect(positions).toEqual(positions.toSorted((one, other) => one - other));
  for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(COLUMNS);
  for (const { words } of verbs.filter((verb) => verb.words.length === 1)) expect(text).toContain(`\n  ${words[0]} `);
});

test.each([
  { argv: ['help'], same: ['--help'] },
  { argv: ['help', 'sync'], same: ['sync', '--help'] },
  { argv: ['help', 'sync', '--all'], same: ['sync', '--help', '--all'] },
  { argv: ['help', 'local', 'up'], same: ['local', 'up', '--help'] },
  { argv: ['--quiet', 'help', 'sync'], same: ['sync', '-h'] },
  { argv: ['--color', 'never', 'help', 'sync'], same: ['sync', '--help'] },
])('$argv is $same', async ({ argv, same }) => {
  expect(await help(...argv)).toBe(await help(...same));
});

test('help is narrower on a narrow terminal, and never wider than it is easy to read', async () => {
  const widest = async (columns: number) => {
    const { terminal, out } = captureTerminal({ columns: () => columns });
    await main(['sync', '--help'], terminal, new AbortController().signal);
    const [options = ''] = out().split('\nExamples:');
    return Math.max(...options.split('\n').map((line) => stringWidth(line)));
  };

  expect(await widest(80)).toBeLessThanOrEqual(80);
  expect(await widest(300)).toBeLessThanOrEqual(COLUMNS);
});
