import { table } from '../../../src/cli/terminal/table.js';

test('columns are as wide as what is seen, colour not counted, without trailing blanks', () => {
  const text = table(
    ['NAME', 'OUTCOME', 'NOTE'],
    [
      ['a', '\u001b[32msynced\u001b[39m', ''],
      ['guestbook', 'unchanged', 'x'],
    ],
  );

  expect(text).toBe('NAME       OUTCOME    NOTE\na          \u001b[32msynced\u001b[39m\nguestbook  unchanged  x\n');
});
