import stringWidth from 'string-width';
import { cut } from './cut.js';
import { oneLine } from './one-line.js';

const GAP = '  ';
/** In the head, for columns that have no room. */
const MORE = '…';
/** A column is not cut to less: it is left out. */
const LEAST = 8;

type Row = readonly string[];

/**
 * Rows under a head, columns aligned by what is seen, two spaces apart, no trailing blanks. A line is never
 * wider than the terminal: the last column is cut, and where nothing of it would be left, it is left out and
 * the head has `…`.
 *
 * @param columns how wide the terminal is; undefined cuts nothing
 */
export function table(head: Row, rows: readonly Row[], columns?: number): string {
  const cells = [head, ...rows].map((row) => row.map(oneLine));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => stringWidth(row[column] ?? ''))));
  const { count, last } = shownColumns(head, widths, columns);
  return cells.map((row, index) => `${line(row, index === 0)}\n`).join('');

  function line(row: Row, isHead: boolean): string {
    const shown = row.slice(0, count).map((cell, column) => {
      const width = column === count - 1 ? last : widths[column]!;
      const text = stringWidth(cell) > width ? cut(cell, width) : cell;
      return text + ' '.repeat(width - stringWidth(text));
    });
    const text = [...shown, ...(isHead && count < head.length ? [MORE] : [])].join(GAP).trimEnd();
    return columns === undefined ? text : cut(text, columns);
  }
}

/** How many columns are shown, and how wide the last of them may be. */
function shownColumns(head: Row, widths: readonly number[], columns = Number.POSITIVE_INFINITY): Fit {
  for (let count = widths.length; ; count--) {
    const more = count < widths.length ? GAP.length + MORE.length : 0;
    const before = widths.slice(0, count - 1).reduce((sum, width) => sum + width + GAP.length, 0);
    const room = columns - before - more;
    const wanted = widths[count - 1]!;
    if (room >= wanted) return { count, last: wanted };
    if (room >= Math.max(LEAST, stringWidth(head[count - 1]!))) return { count, last: room };
    if (count === 1) return { count, last: Math.max(1, room) };
  }
}

interface Fit {
  readonly count: number;
  readonly last: number;
}
