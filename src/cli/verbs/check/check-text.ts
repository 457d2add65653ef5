import type { CheckResult } from '../../../workflow/check.js';
import type { Finding } from '../../../workflow/verdicts/finding.js';
import { amount } from '../../reports/describe-event.js';
import type { Style } from '../../terminal/style.js';

/** The findings as people read them, and how many there are. */
export function checkText(result: CheckResult, style: Style): string {
  const { errors, warnings, applications, objects, revision } = result;
  const found =
    errors + warnings === 0 ? style.good('no problems') : `${amount(errors, 'error')}, ${amount(warnings, 'warning')}`;
  return [
    ...result.findings.map((finding) => textOf(finding, style)),
    `${found} in ${amount(applications, 'Argo Application')} with ${amount(objects, 'object')} at ${revision.shortId}\n`,
  ].join('');
}

function textOf({ rule, level, message, file, line, object, hint }: Finding, style: Style): string {
  const lines = [`${level === 'error' ? style.bad(level) : style.warn(level)} ${style.strong(rule)}: ${message}`];
  const add = (label: string, text: string) => lines.push(`  ${style.faint(label.padEnd(4))} ${text}`);
  if (file !== undefined) add('at', line === undefined ? file : `${file}:${line}`);
  if (object !== undefined && !message.includes(`'${object.replace(/^\S+ /, '')}'`) && !message.includes(object))
    add('on', object);
  if (hint !== undefined) add('hint', hint);
  return `${lines.join('\n')}\n`;
}
