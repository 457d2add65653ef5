import { wantsColour, withColourValue } from '../../../src/cli/terminal/colour.js';

test('--color alone is always: what follows it stays a command', () => {
  expect(withColourValue(['--color', 'diff', '--all'])).toEqual(['--color=always', 'diff', '--all']);
  expect(withColourValue(['diff', '--color', 'auto', '--all'])).toEqual(['diff', '--color', 'auto', '--all']);
  expect(withColourValue(['diff', '--color'])).toEqual(['diff', '--color=always']);
  expect(withColourValue(['__complete', '--', '--color', 'al'])).toEqual(['__complete', '--', '--color', 'al']);
});

test.each([
  [[], true, true],
  [['--color=auto'], false, false],
  [['--color', 'auto'], true, true],
  [['--color', 'never'], true, false],
  [['--no-color'], true, false],
  [['--color'], false, true],
  [['--color=always'], false, true],
  [['--color', '--no-color'], false, false],
  [['--no-color', '--color'], false, true],
])('%j where the terminal says %s: %s', (words, automatic, expected) => {
  expect(wantsColour(words, automatic)).toBe(expected);
});
