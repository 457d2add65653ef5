import { columnsOf } from '../../../src/cli/terminal/columns-of.js';

test.each([
  { case: 'a terminal says its width', COLUMNS: undefined, terminal: 110, expected: 110 },
  { case: 'no terminal has none', COLUMNS: undefined, terminal: undefined, expected: undefined },
  { case: 'a terminal that does not say its width has none', COLUMNS: undefined, terminal: 0, expected: undefined },
  { case: 'COLUMNS comes first', COLUMNS: '60', terminal: 110, expected: 60 },
  { case: 'COLUMNS counts without a terminal', COLUMNS: ' 60 ', terminal: undefined, expected: 60 },
  { case: 'COLUMNS that is empty does not count', COLUMNS: '', terminal: 110, expected: 110 },
  { case: 'COLUMNS that is zero does not count', COLUMNS: '0', terminal: 110, expected: 110 },
  { case: 'COLUMNS that is not a whole number does not count', COLUMNS: '8e1', terminal: 110, expected: 110 },
  { case: 'COLUMNS that is negative does not count', COLUMNS: '-5', terminal: undefined, expected: undefined },
])('$case', ({ COLUMNS, terminal, expected }) => {
  expect(columnsOf(COLUMNS === undefined ? {} : { COLUMNS }, terminal)).toBe(expected);
});
