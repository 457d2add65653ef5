import type { CheckResult } from '../../../workflow/check.js';
import { CHECK_RULES, type Finding } from '../../../workflow/verdicts/finding.js';
import { type JunitCase, junit } from '../../reports/junit.js';

/**
 * The findings as a JUnit report: a case for each rule, failed where there are errors, skipped where
 * something could not be checked.
 */
export function checkJunit({ findings }: CheckResult): string {
  const cases = Object.entries(CHECK_RULES).flatMap(([rule, title]) =>
    casesOf(
      rule,
      title,
      findings.filter((finding) => finding.rule === rule),
    ),
  );
  return junit('gitops check', [{ name: 'gitops check', cases }]);
}

function casesOf(rule: string, title: string, findings: readonly Finding[]): readonly JunitCase[] {
  if (findings.length === 0) return [{ classname: rule, name: title }];
  return findings.map(({ level, message, file, line, object, detail, hint, places = [] }) => {
    const place = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}`;
    const name = [object, place].filter((part) => part !== undefined && part !== '').join(' in ') || title;
    const others = places.map((other) => {
      const where = [other.object, other.file].filter((part) => part !== undefined).join(' in ');
      return `also ${where}${other.detail === undefined ? '' : `: ${other.detail}`}`;
    });
    const text = [message, detail, hint, ...others].filter((part) => part !== undefined).join('\n');
    const result =
      level === 'error' ? ({ kind: 'failure', message, text } as const) : ({ kind: 'skipped', message } as const);
    return { classname: rule, name, file, result };
  });
}
