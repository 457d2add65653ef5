import type { CheckResult } from '../../workflow/check.js';
import { CHECK_RULES, type Finding } from '../../workflow/finding.js';

/** The findings as a JUnit report: a case for each rule, failed where there are errors, skipped where something could not be checked. */
export function checkJunit({ findings, errors, warnings }: CheckResult): string {
  const cases = Object.entries(CHECK_RULES).flatMap(([rule, title]) =>
    casesOf(
      rule,
      title,
      findings.filter((finding) => finding.rule === rule),
    ),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="gitops check" tests="${cases.length}" failures="${errors}" skipped="${warnings}">`,
    `  <testsuite name="gitops check" tests="${cases.length}" failures="${errors}" skipped="${warnings}">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function casesOf(rule: string, title: string, findings: readonly Finding[]): readonly string[] {
  if (findings.length === 0) return [`    <testcase classname="${rule}" name="${escapeXml(title)}"/>`];
  return findings.map(({ level, message, file, line, object, hint }) => {
    const place = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}`;
    const name = [object, place].filter((part) => part !== undefined && part !== '').join(' in ') || title;
    const attributes = file === undefined ? '' : ` file="${escapeXml(file)}"`;
    const text = escapeXml([message, hint].filter((part) => part !== undefined).join('\n'));
    const inner = level === 'error' ? `<failure message="${escapeXml(message)}">${text}</failure>` : `<skipped message="${escapeXml(message)}"/>`;
    return `    <testcase classname="${rule}" name="${escapeXml(name)}"${attributes}>${inner}</testcase>`;
  });
}

function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  // What XML cannot hold at all is left out.
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
