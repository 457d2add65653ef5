import { readFileSync } from 'node:fs';
import { createProgram } from '../../src/cli/program.js';
import { captureTerminal } from './capture-terminal.js';

const { terminal } = captureTerminal();
const program = createProgram({ terminal, signal: new AbortController().signal, finish: () => undefined });
const page = readFileSync('docs/cli.md', 'utf8');

/** Every command with its full name, such as `local up`. */
const commands = [...walk(program, '')];

describe('docs/cli.md', () => {
  test.each(commands)('documents `gitops $name` and exactly its options', ({ name, command }) => {
    const section = sectionOf(`gitops ${name}`);

    const documented = [...section.matchAll(/^\| `(?:-\w, )?(--[\w-]+)/gm)].map(([, option]) => option!).sort();
    const own = command.options.map((option) => option.long ?? '').sort();
    expect(documented).toEqual(own);
  });

  test('documents no command that does not exist', () => {
    const headings = [...page.matchAll(/^#{2,3} `gitops ([\w ]+)`/gm)].map(([, name]) => name);

    expect(headings.sort()).toEqual(commands.map(({ name }) => name).sort());
  });

  test('documents the global options', () => {
    for (const option of program.options) expect(page).toContain(`\`${option.long}\``);
  });
});

function* walk(parent: typeof program, prefix: string): Generator<{ name: string; command: typeof program }> {
  for (const command of parent.commands) {
    if (command.name().startsWith('__')) continue;
    const name = `${prefix}${command.name()}`;
    yield { name, command };
    yield* walk(command, `${name} `);
  }
}

/** From a heading to the next one. */
function sectionOf(title: string): string {
  const [, ...sections] = page.split(/^(?=#{2,3} )/m);
  return sections.find((section) => section.split('\n')[0]!.includes(`\`${title}\``)) ?? '';
}
