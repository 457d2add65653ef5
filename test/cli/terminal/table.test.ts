import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { styleFor } from '../../../src/cli/terminal/style.js';
import { table } from '../../../src/cli/terminal/table.js';

const style = styleFor(true);
const HEAD = ['APPLICATION', 'CLUSTER', 'STATE', 'SYNCED'];
const ROWS = [
  [
    'guestbook-production',
    'prod-eu-central',
    style.good('synced'),
    `abefe42 ${'a long subject of a commit '.repeat(4)}`,
  ],
  [
    '商店-prod',
    'prod-日本',
    style.warn('held'),
    '1234567 修正: 在庫の表示が正しくない場合がある問題を直す、それから説明も書き直す',
  ],
  ['emoji', 'dev', style.bad('failed'), `7654321 ${'👩‍👩‍👧‍👦🚀'.repeat(20)}`],
  ['combining', 'dev', 'synced', `0000000 ${'e\u0301'.repeat(60)}`],
];

const lines = (columns?: number) => table(HEAD, ROWS, columns).trimEnd().split('\n');

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

test.each([
  { columns: 40, head: 'APPLICATION           CLUSTER          …' },
  { columns: 50, head: 'APPLICATION           CLUSTER          STATE   …' },
  { columns: 80, head: 'APPLICATION           CLUSTER          STATE   SYNCED' },
  { columns: 110, head: 'APPLICATION           CLUSTER          STATE   SYNCED' },
  { columns: 200, head: 'APPLICATION           CLUSTER          STATE   SYNCED' },
])('at $columns columns no line wraps, and what has no room is left out of the right', ({ columns, head }) => {
  const [first, ...rows] = lines(columns);

  expect(first).toBe(head);
  for (const row of [first!, ...rows]) expect(stringWidth(row)).toBeLessThanOrEqual(columns);
  expect(rows.map((row) => stripVTControlCharacters(row).split(' ')[0])).toEqual(ROWS.map(([name]) => name));
});

test('the last column is cut where the line ends, by what is seen', () => {
  const [, ascii, wide, emoji, combining] = lines(80).map(stripVTControlCharacters);

  expect(ascii).toBe('guestbook-production  prod-eu-central  synced  abefe42 a long subject of a comm…');
  expect(wide).toMatch(/^商店-prod {13}prod-日本 {8}held {4}1234567 修正: 在庫の表示が正.*…$/);
  expect(emoji).toMatch(/^emoji +dev +failed +7654321 (👩‍👩‍👧‍👦🚀)+👩?.*…$/u);
  expect(combining).toMatch(/^combining +dev +synced +0000000 (e\u0301)+…$/);
  for (const line of [ascii, combining]) expect(stringWidth(line!)).toBe(80);
});

test('nothing is cut where all fits, and where there is no terminal', () => {
  for (const columns of [200, undefined]) {
    const text = lines(columns).map(stripVTControlCharacters);

    expect(text.join('\n')).not.toContain('…');
    for (const [index, row] of ROWS.entries()) expect(text[index + 1]).toContain(row.at(-1)!.trim());
  }
});

test('a cell is one line, whatever is in it', () => {
  expect(table(['MESSAGE', 'X'], [['a\n  b\tc\u001b[2Jd\r\ne', 'x']], 40)).toBe(
    'MESSAGE  X\na b cd e  x\n'.replace('  X', '   X'),
  );
});

test('no table is ever wider than its terminal, and a short column is left out rather than cut', () => {
  const cell = fc.string({ unit: 'grapheme', maxLength: 30 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 120 }),
      (rows, columns) => {
        const text = table(['NAME', 'CLUSTER', 'WHY'], rows, columns);

        expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(rows.length + 1);
        for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
      },
    ),
  );
  expect(table(['NAME', 'TIME'], [['guestbook-production', '12.3 s']], 25)).toBe(
    'NAME                  …\nguestbook-production\n',
  );
});
