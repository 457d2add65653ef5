import { main } from '../../../src/cli/main.js';
import { documentLine } from '../../../src/cli/reports/document-line.js';
import { errorDocument } from '../../../src/cli/reports/error-document.js';
import { guardTerminal } from '../../../src/cli/terminal/guard-terminal.js';
import { styleFor } from '../../../src/cli/terminal/style.js';
import { GitopsError } from '../../../src/errors.js';
import { captureTerminal } from '../capture-terminal.js';
import { temporaryFolder } from '../temporary-folder.js';

/** The title of a window, a cleared screen, a hidden line, a bell, a line overwritten. */
const HOSTILE = 'a\u001b]0;owned\u0007b\u001b[2Jc\u001b[8md e\u0007f\rg\u009b31mh\u001b i\u007f';
const HARMLESS = 'abcd e\\u0007f';

function written(colour: boolean, text: string): string {
  const { terminal, err } = captureTerminal({ colour });
  guardTerminal(terminal).err(text);
  return err();
}

test.each([true, false])('what a terminal would obey does not reach it, with colours: %s', (colour) => {
  const text = written(colour, `${HOSTILE}\n\tnext line\r\n`);

  expect(text.startsWith(HARMLESS)).toBe(true);
  expect(text).toContain('\n\tnext line\n');
  expect(text.replace(/[\n\t]/g, '')).not.toMatch(/\p{Cc}/u);
});

test('our own colours stay, and are gone where there are none', () => {
  const { good, strong, faint } = styleFor(true);
  const text = `${good('synced')} ${strong('web')} ${faint('in 1 s')}\n`;

  expect(written(true, text)).toBe(text);
  expect(written(false, text)).toBe('synced web in 1 s\n');
  expect(written(true, `${good('synced')} \u001b[41mred`)).toBe(`${good('synced')} red`);
});

test('what redraws our own lines passes, alone', () => {
  expect(written(true, '\u001b[3A\u001b[0J')).toBe('\u001b[3A\u001b[0J');
  expect(written(true, '\r\u001b[2K')).toBe('\r\u001b[2K');
  expect(written(true, 'x\u001b[3A\u001b[0J')).toBe('x');
});

test('JSON means the same afterwards', () => {
  const value = { message: HOSTILE };

  expect(JSON.parse(written(true, JSON.stringify(value)))).toEqual(value);
});

test('the words of a live object and of an error reach the terminal as text', async () => {
  const conditions = [{ type: 'Failed', status: 'True', message: `quota ${HOSTILE}` }];
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'migrate', namespace: 'shop' },
    status: { conditions },
  };
  const directory = temporaryFolder({ 'live.json': JSON.stringify(job) });
  const run = async (file: string) => {
    const { terminal, out, err } = captureTerminal({ directory, colour: true });
    await main(['health', '-f', file], terminal, new AbortController().signal);
    return `${out()}${err()}`;
  };

  expect(await run('live.json')).toContain(`quota ${HARMLESS}`);
  const failed = await run('no\u001b[2Jwhere.json');
  expect(failed).toContain('nowhere.json');
  expect(failed).not.toContain('\u001b[2J');
});

test.each([
  ['a\n::error::b', 'a\n: :error::b'],
  ['  ::set-output name=a::b\n', '  : :set-output name=a::b\n'],
  ['a ##vso[task.complete result=Succeeded]', 'a # #vso[task.complete result=Succeeded]'],
  ['##[error]a', '# #[error]a'],
  ['a::b ## c', 'a::b ## c'],
])('a CI system finds no command in %j, and data stays as it is', (text, shown) => {
  const { terminal, out } = captureTerminal();
  const guarded = guardTerminal(terminal);
  guarded.out(text);
  guarded.out(text, 'data');

  expect(written(false, text)).toBe(shown);
  expect(out()).toBe(`${shown}${text}`);
});

test('documents hold no command of a CI system, and mean the same', () => {
  const message = '##vso[task.complete]\n::error::### a ##[error]';
  const line = documentLine(errorDocument(new GitopsError('CLI_USAGE', message)));

  expect(line).not.toMatch(/##|^::/m);
  expect(JSON.parse(line)).toMatchObject({ problems: [{ message }] });
});
