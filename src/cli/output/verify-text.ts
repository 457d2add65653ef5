import type { VerifyResult } from '../../workflow/api/results.js';
import type { Style } from '../style.js';
import { details, healthLines, leftovers, objectLine, problemLines, revisionLine } from './details.js';
import { table } from './table.js';

/** Whether live is what was committed. */
export function verifyText(result: VerifyResult, style: Style): string {
  const rows = result.applications.map(({ application, cluster, verified, objects }) => [
    application,
    cluster,
    verified ? style.good('verified') : style.bad('not verified'),
    String(objects),
  ]);
  return [
    rows.length === 0 ? 'Nothing is selected.\n' : table(['APPLICATION', 'CLUSTER', 'RESULT', 'OBJECTS'], rows),
    ...result.applications.map((item) => {
      const differences = item.differences.flatMap(({ object, reason, text }) => [
        objectLine(style.bad('differs'), object, reason === 'differs' ? undefined : reason),
        ...(text === '' ? [] : [`  ${text.trimEnd().replaceAll('\n', '\n  ')}`]),
      ]);
      return details(
        item.application,
        item.cluster,
        [...problemLines(item.problems, style), ...healthLines(item.unhealthy, style), ...differences],
        style,
      );
    }),
    leftovers(result, style),
    `\n${revisionLine(result, style)}\n`,
  ].join('');
}
