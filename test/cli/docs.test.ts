import { readFileSync, writeFileSync } from 'node:fs';
import { createProgram } from '../../src/cli/program.js';
import { captureTerminal } from './capture-terminal.js';
import { cliPage } from './cli-page.js';

const PAGE = 'docs/cli.md';

test('docs/cli.md says what the help says; UPDATE_GOLDEN=1 rewrites it', () => {
  const program = createProgram({
    terminal: captureTerminal().terminal,
    signal: new AbortController().signal,
    finish: () => undefined,
  });

  const page = cliPage(program);

  if (process.env['UPDATE_GOLDEN']) writeFileSync(PAGE, page);
  expect(readFileSync(PAGE, 'utf8')).toBe(page);
});
