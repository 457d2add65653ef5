import type { CheckResult } from '../../../workflow/check.js';
import type { Finding, FindingPlace } from '../../../workflow/verdicts/finding.js';
import { amount } from '../../reports/describe-event.js';
import { inLines } from '../../terminal/in-lines.js';
import type { Style } from '../../terminal/style.js';

/** The findings as people read them, and how many there are. */
export function checkText(given: CheckResult, style: Style): string {
  const result = inLines(given);
  const { errors, warnings, accepted, ignored, unused, unusedComments, next, applications, objects, revision } = result;
  const found =
    errors + warnings === 0 ? style.good('no problems') : `${amount(errors, 'error')}, ${amount(warnings, 'warning')}`;
  return [
    ...result.findings.map((finding) => textOf(finding, style)),
    ...unused.map(({ rule, file, object }) => {
      const place = [object, file].filter((part) => part !== undefined).join(' in ');
      return `${style.warn('note')} no finding has this accepted one any more: ${rule}${place === '' ? '' : ` of ${place}`}\n`;
    }),
    ...unusedComments.map(
      ({ file, line, rules }) =>
        `${style.warn('note')} no finding is excepted by this comment any more: ${rules.join(', ')} at ${file}:${line}\n`,
    ),
    ...next.map((step) => `${style.strong('next')} ${step}\n`),
    `${found}${accepted === 0 ? '' : `, ${accepted} accepted`}${ignored === 0 ? '' : `, ${ignored} ignored by comments`} in ${amount(applications, 'Argo Application')} with ${amount(objects, 'object')} at ${revision.shortId}\n`,
  ].join('');
}

/** So many places of one cause are shown. */
const SHOWN_PLACES = 5;

function textOf(finding: Finding, style: Style): string {
  const { rule, level, message, file, line, object, detail, hint, places = [] } = finding;
  const lines = [`${level === 'error' ? style.bad(level) : style.warn(level)} ${style.strong(rule)}: ${message}`];
  const add = (label: string, text: string) => lines.push(`  ${style.faint(label.padEnd(4))} ${text}`);
  if (file !== undefined) add('at', line === undefined ? file : `${file}:${line}`);
  if (object !== undefined && !message.includes(`'${object.replace(/^\S+ /, '')}'`) && !message.includes(object))
    add('on', object);
  if (detail !== undefined) add('what', detail);
  const left = places.length - SHOWN_PLACES;
  const others = places.slice(0, SHOWN_PLACES).map((place) => describePlace(place));
  if (left > 0) others.push(`${left} more: see --output json`);
  if (others.length > 0) add('also', others.join(`\n       `));
  if (hint !== undefined) add('hint', hint);
  return `${lines.join('\n')}\n`;
}

function describePlace({ file, line, object, detail }: FindingPlace): string {
  const at = [file, line].filter((part) => part !== undefined).join(':');
  return [at, object, detail].filter((part) => part !== undefined && part !== '').join('  ');
}
