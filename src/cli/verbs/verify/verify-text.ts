import type { VerifyResult } from '../../../workflow/api/results.js';
import { details, healthLines, leftovers, objectLine, problemLines, revisionLine } from '../../reports/details.js';
import { searchedNote } from '../../reports/searched-note.js';
import { inLines } from '../../terminal/in-lines.js';
import type { Style } from '../../terminal/style.js';
import { table } from '../../terminal/table.js';

/** Whether live is what was committed. */
export function verifyText(given: VerifyResult, style: Style, columns?: number): string {
  const result = inLines(given);
  const theirs = result.applications.some(({ deliveredBy }) => deliveredBy !== undefined);
  const rows = result.applications.map(({ application, cluster, verified, objects, deliveredBy }) => [
    application,
    cluster,
    ...(theirs ? [deliveredBy === undefined ? 'sync' : style.accent('Argo CD')] : []),
    verified ? style.good('verified') : style.bad('not verified'),
    String(objects),
  ]);
  return [
    rows.length === 0
      ? 'Nothing is selected.\n'
      : table(['APPLICATION', 'CLUSTER', ...(theirs ? ['DELIVERED BY'] : []), 'RESULT', 'OBJECTS'], rows, columns),
    ...result.applications.map((item) => {
      const differences = item.differences.flatMap(({ object, reason, text }) => [
        objectLine(style.bad('differs'), object, reason === 'differs' ? undefined : reason),
        ...(text === '' ? [] : [`  ${text.trimEnd().replaceAll('\n', '\n  ')}`]),
      ]);
      const searched = searchedNote(item);
      return details(
        item.application,
        item.cluster,
        [
          ...problemLines(item.problems, style),
          ...healthLines(item.unhealthy, style),
          ...differences,
          ...(searched === undefined ? [] : [style.faint(searched)]),
        ],
        style,
      );
    }),
    leftovers(result, style),
    `\n${revisionLine(result, style)}\n`,
  ].join('');
}
