import fc from 'fast-check';
import { inLine } from '../../../src/cli/terminal/in-line.js';
import { withoutCommands } from '../../../src/cli/terminal/without-commands.js';

const PART = fc.constantFrom(
  'a',
  ' ',
  '\t',
  '\n',
  '\r',
  '\u0085',
  '\u2028',
  '\u2029',
  '\u00a0',
  '\u3000',
  '\ufeff',
  ':',
  '::error::',
  '##',
  '##vso[task.x]',
  '##TeamCity[x]',
  '##[error]',
  '::set-output name=a::b',
  '#',
);
const TEXT = fc.array(PART, { maxLength: 12 }).map((parts) => parts.join(''));
const COMMAND = /^\s*::|##[a-z]*\[/im;

test('a name stays in its line and is no command of a CI system', () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      const shown = inLine(text);
      expect(shown).not.toMatch(/[\n\r\u0085\u2028\u2029]/);
      expect(shown).not.toMatch(COMMAND);
      expect(inLine(shown)).toBe(shown);
    }),
  );
});

test('a text of several lines holds no command either', () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      expect(withoutCommands(text.replace(/[\r\u0085\u2028\u2029]/g, ''))).not.toMatch(COMMAND);
    }),
  );
});

test.each([
  ['web', 'web'],
  ['FAKE\nOK', 'FAKE\\nOK'],
  ['::error::x', ': :error::x'],
  ['a ##vso[task.x]', 'a # #vso[task.x]'],
  ['std::vector', 'std::vector'],
])('%j is shown as %j', (text, shown) => {
  expect(inLine(text)).toBe(shown);
});
